// Usage, in the machine: node tests/machine/inside/kiosk.ts. The real core with a virtual printer and a scanner on USB, at /run/data.
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { PrinterProfile } from '../../../hardware/printer/profile.ts';
import { startVirtualPrinter } from '../../../hardware/simulator/virtual-printer.ts';
import { coreMethods, TicketRecord } from '../../../src-main/session/contract/kiosk-api.ts';
import { createScannerKeys } from '../../../src-main/shell/scanner-keys.ts';
import { writeDeviceFile } from '../../../src-main/technician/store/device-file.ts';
import { officeWithCheckIns } from '../../support/booked-office.ts';
import { startCoreProcess } from '../../support/core-process.ts';
import { fileOfPrinter } from '../../support/proven-printer.ts';
import { giveSlotTo } from '../../support/slot.ts';
import { FromKiosk, ToKiosk } from '../kiosk-lines.ts';
import { createKeyReader, hidKeyboard, inputOf, SCANNER, watchInput } from './hid-keyboard.ts';
import { cableOfVirtualPrinter } from './usb-printer.ts';

const DISK = '/run/data';
const data = join(DISK, 'torn');
const PROFILE = PrinterProfile.parse(
  JSON.parse(readFileSync(join(import.meta.dirname, '../../../config/printers/epson-tm-t88v.json'), 'utf8')),
);
/**
 * The printer is slower than its profile says, so that the test's commands arrive while a ticket is printing, but
 * fast enough for the driver's time limit.
 */
const SPEED_MM_PER_S = 250;
const IN_FIRST_SOCKET = {
  identity: { by: 'usb', vendorId: '04b8', productId: '0202', serialNumber: 'TORN0001', port: '2-1', part: '00' },
  link: { kind: 'usb', path: '/dev/usb/lp0' },
} as const;

const say = (message: FromKiosk): void => console.log(JSON.stringify(FromKiosk.parse(message)));

let pullAfter: number | null = null;
const cable = cableOfVirtualPrinter();
const printer = await startVirtualPrinter({
  profile: PROFILE,
  speedMmPerS: SPEED_MM_PER_S,
  transport: cable.transport,
});
printer.onLine((text) => {
  say({ is: 'line', text });
  if (pullAfter === null || --pullAfter > 0) return;
  pullAfter = null;
  void cable.unplug().then(() => say({ is: 'unplugged' }));
});
printer.onPaper((paper) =>
  say({ is: 'paper', lines: [...paper.lines], png: Buffer.from(paper.toPng()).toString('base64') }),
);
const scanner = hidKeyboard();
await scanner.plugIn(2);

if (!existsSync(data)) {
  mkdirSync(data, { mode: 0o700 });
  giveSlotTo(data);
  writeDeviceFile(data, fileOfPrinter(PROFILE, IN_FIRST_SOCKET));
}
const profile = officeWithCheckIns('/run', { scanner: { kind: 'wedge' } });
const core = startCoreProcess({ data, profile, slot: null });
let reported = 0;
core.child.stdout?.on('data', () => {
  for (; reported < core.pushes.length; reported += 1) {
    const push = core.pushes[reported];
    if (push?.push === 'view') say({ is: 'screen', screen: push.value.view.screen });
    if (push?.push === 'printer') say({ is: 'condition', condition: push.value.condition });
  }
});
core.child.stderr?.pipe(process.stderr);
await core.waitFor('ready');

const path = inputOf(SCANNER);
if (path === null) throw new Error('the scanner was plugged in');
const typed = createScannerKeys(
  {
    hasWedge: () => true,
    request: (_, params) => core.call('scanned', coreMethods.scanned.parse(params)),
  },
  { event: (kind) => process.stderr.write(`${kind}\n`) },
);
watchInput(
  path,
  createKeyReader(({ key, isRepeat, atMs }) => {
    typed({ type: 'keyDown', key, control: false, alt: false, meta: false, isAutoRepeat: isRepeat }, atMs);
  }),
);

async function obey(order: ToKiosk): Promise<void> {
  switch (order.do) {
    case 'take': {
      const { requestId, serviceId } = order;
      sayTicket(await core.call('takeTicket', { requestId, serviceId, language: 'ca' }));
      return;
    }
    case 'find':
      sayTicket(await core.call('getTicket', { requestId: order.requestId }));
      return;
    case 'pull':
      pullAfter = order.afterLines;
      return;
    case 'plug':
      await cable.plugIn(order.socket);
      return;
    case 'scan':
      await scanner.type(order.text);
  }
}

const sayTicket = (result: Awaited<ReturnType<typeof core.call>>): void =>
  say({ is: 'ticket', ticket: result.ok ? TicketRecord.parse(result.value) : null });

createInterface({ input: process.stdin }).on('line', (line) => void obey(ToKiosk.parse(JSON.parse(line))));
say({ is: 'ready' });
