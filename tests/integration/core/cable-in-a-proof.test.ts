import { mkdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startVirtualPrinter, type Transport } from '../../../hardware/simulator/virtual-printer.ts';
import { writeDeviceFile } from '../../../src-main/technician/store/device-file.ts';
import { needSocat } from '../../contract/link/device-ends.ts';
import { startCoreInProcess } from '../../support/core-in-process.ts';
import { createDeviceTree, type DeviceTree } from '../../support/device-tree.ts';
import { virtualProfile } from '../../support/printing.ts';
import { fileOfPrinter } from '../../support/proven-printer.ts';
import { laySerialLine } from '../../support/serial-line.ts';
import { technicianAt } from '../../support/technician-at-screen.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const CITIZEN = { ids: ['1d90', '2060'], manufacturer: 'CITIZEN', product: 'CT-S651', serial: 'C9' } as const;
/** At this speed a page takes seconds, so that the printer's cable can be pulled in the middle of the page. */
const SLOW_MM_PER_S = 15;

/** A new printer on each kind of cable, with the function that pulls the cable. */
async function printerBehind(cable: 'pty' | 'usb-file' | 'tcp', tree: DeviceTree) {
  const start = async (transport: Transport) => {
    const printer = await startVirtualPrinter({ profile: virtualProfile, transport, speedMmPerS: SLOW_MM_PER_S });
    onTestFinished(() => printer.close());
    return printer;
  };
  if (cable === 'tcp') {
    const printer = await start({ kind: 'tcp', host: '127.0.0.1', port: 0 });
    return { where: '127.0.0.1', address: `127.0.0.1:${printer.port}`, pull: () => printer.close() };
  }
  needSocat();
  const line = await laySerialLine();
  onTestFinished(() => line.close());
  await start({ kind: 'pty', path: line.printerEnd });
  const file = realpathSync(line.hostEnd);
  const plugged =
    cable === 'pty'
      ? tree.plugSerial('ttyUSB0', '1-3', { ...CITIZEN, file })
      : tree.plugPrinter('lp0', '1-3', { ...CITIZEN, file });
  return {
    where: cable === 'pty' ? '/dev/ttyUSB0' : '/dev/usb/lp0',
    address: null,
    async pull() {
      plugged.unplug();
      await line.tear();
    },
  };
}

async function kioskWithOldPrinter() {
  const old = await startVirtualPrinter({ profile: virtualProfile, speedMmPerS: 5_000 });
  onTestFinished(() => old.close());
  const place = { host: '127.0.0.1', port: old.port ?? 0 };
  const data = join(temporaryFolder(), 'data');
  mkdirSync(data, { mode: 0o700 });
  writeDeviceFile(
    data,
    fileOfPrinter(virtualProfile, {
      identity: { by: 'address', ...place, mac: null },
      link: { kind: 'tcp', ...place },
    }),
  );
  const tree = createDeviceTree();
  const core = startCoreInProcess({ data, deviceRoot: tree.root });
  await core.until(() => core.status().printers[0]?.condition === 'ready');
  return { core, tree, file: () => readFileSync(join(data, 'devices.json'), 'utf8') };
}

test.each([
  ['pty', 'interviewing'],
  ['pty', 'printing'],
  ['usb-file', 'interviewing'],
  ['usb-file', 'printing'],
  ['tcp', 'interviewing'],
  ['tcp', 'printing'],
] as const)(
  'a new printer on %s that is unplugged while its proof is %s is reported, the page goes on, and the old printer still prints',
  async (cable, stage) => {
    const { core, tree, file } = await kioskWithOldPrinter();
    const kept = file();
    const { where, address, pull } = await printerBehind(cable, tree);
    const technician = technicianAt(core);
    await technician.enter();
    if (address !== null) technician.touch('askAddress', { address });
    const { key } = await technician.finds(where);
    technician.touch('proveDevice', { deviceKey: key, role: 'printer' });
    await technician.stage(stage);
    await pull();
    await core.until(() => !['interviewing', 'printing'].includes(technician.proof('printer').stage));
    const { stage: now, condition } = technician.proof('printer');
    expect(['silent', 'cannot-print', 'asking']).toContain(now);
    if (now !== 'silent') expect(condition).toBe('printer-unreachable');
    if (now === 'asking') {
      technician.answer('nothing');
      expect(technician.proof('printer')).toMatchObject({ stage: 'failed', over: 'nothing-came-out' });
    }
    technician.touch('answerProof', { proofNo: technician.proof('printer').proofNo, answer: 'again' });
    await core.until(() => ['silent', 'cannot-print'].includes(technician.proof('printer').stage));
    technician.touch('stopProof', {});
    expect(technician.page().proof).toBeNull();
    expect(await core.takeTicket()).toBe('printed');
    expect([file(), core.restarts()]).toEqual([kept, 0]);
  },
);
