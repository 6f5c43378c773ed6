import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pinnedNode } from '../../build/runtime.ts';
import { type RequestId, ServiceId } from '../../src-main/contract/shared/ids.ts';
import type { TicketRecord } from '../../src-main/session/contract/kiosk-api.ts';
import { newRequestId } from '../support/core-process.ts';
import { FromKiosk, type ToKiosk } from './kiosk-lines.ts';
import { type Machine, type MachineOptions, startMachine } from './machine.ts';

type Said<Is extends FromKiosk['is']> = Extract<FromKiosk, { is: Is }>;

export interface WholePromise {
  promise: string;
  kept: boolean;
  seen: string;
}

const SERVICE = ServiceId.parse('empadronament');
/** The disk is so large that the kiosk does not report a lack of room. */
const DISK_MB = 4_096;
const CODE = 'TORN-47-2026';
const SCAN_AGAIN_MS = 20_000;

/**
 * Proves visits with real drivers: a ticket on a USB printer, a check-in by a scanner that types as a keyboard, a ticket during which the
 * printer's cable is pulled and put into a different socket, and a ticket during which the power is cut.
 */
export async function proveWhole(options: MachineOptions, pictures: string): Promise<WholePromise[]> {
  const disk = makeDisk(options.work);
  const promises: WholePromise[] = [];
  const promise = (words: string, kept: boolean, seen: string) => promises.push({ promise: words, kept, seen });
  const numbers: string[] = [];

  const first = await startKiosk({ ...options, disk });
  const printed = await first.take();
  const paper = await first.next('paper');
  writeFileSync(join(pictures, 'printed.png'), Buffer.from(paper.png, 'base64'));
  const after = await first.settled(printed.requestId);
  promise('a ticket is printed on USB paper', after.print.state === 'printed', after.print.state);
  promise(
    'the paper shows its number',
    paper.lines.some((line) => line.includes(printed.label)),
    printed.label,
  );

  const tries = await first.scanUntil('check-in-result');
  promise('a code typed by a USB scanner is read', true, `at try ${tries}`);

  first.say({ do: 'pull', afterLines: 3 });
  const pulled = await first.take();
  await first.next('unplugged');
  const torn = await first.settled(pulled.requestId);
  promise('a ticket whose cable was pulled is unknown', torn.print.state === 'unknown', stateOf(torn));
  first.say({ do: 'plug', socket: 1 });
  await first.next('condition', ({ condition }) => condition === 'ready');
  const moved = await first.take();
  const movedAfter = await first.settled(moved.requestId);
  promise('the printer prints from another socket', movedAfter.print.state === 'printed', stateOf(movedAfter));

  const cut = await first.take();
  await first.next('line', ({ text }) => text.includes(cut.label));
  await first.machine.cutPower();

  const second = await startKiosk({ ...options, disk });
  const found = await second.find(cut.requestId);
  promise('after a power cut in mid-ticket its job is unknown', found?.print.state === 'unknown', stateOf(found));
  promise('the ticket kept its number', found?.label === cut.label, `${cut.label} ${found?.label}`);
  for (const { requestId, label } of [printed, pulled, moved]) {
    const kept = await second.find(requestId);
    promise('an earlier ticket kept its number', kept?.label === label, `${label} ${kept?.label}`);
  }
  const last = await second.take();
  const lastAfter = await second.settled(last.requestId);
  promise('the kiosk prints again', lastAfter.print.state === 'printed', stateOf(lastAfter));
  const paperAfter = await second.next('paper', ({ lines }) => lines.some((line) => line.includes(last.label)));
  writeFileSync(join(pictures, 'after-the-power-cut.png'), Buffer.from(paperAfter.png, 'base64'));
  numbers.push(...[printed, pulled, moved, cut, last].map(({ label }) => label));
  promise('no number was given twice', new Set(numbers).size === numbers.length, numbers.join(' '));
  await second.machine.cutPower();
  return promises;
}

const stateOf = (ticket: TicketRecord | null): string =>
  ticket === null ? 'no ticket' : [ticket.print.state, ticket.print.cause].filter((word) => word !== null).join(' ');

function makeDisk(work: string): string {
  const disk = join(work, 'disk.img');
  const { status, stderr } = spawnSync('mke2fs', ['-q', '-t', 'ext4', disk, `${DISK_MB}M`], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`mke2fs: ${stderr}`);
  return disk;
}

async function startKiosk(options: MachineOptions) {
  const machine: Machine = await startMachine(options);
  const kiosk = machine.run([pinnedNode, 'tests/machine/inside/kiosk.ts'], (line) => {
    if (!isMessage(line)) console.error(`  ${line}`);
  });
  const say = (order: ToKiosk) => kiosk.say(JSON.stringify(order));
  async function next<Is extends FromKiosk['is']>(is: Is, test: (said: Said<Is>) => boolean = () => true) {
    const isWanted = (said: FromKiosk): said is Said<Is> => said.is === is && test(said as Said<Is>);
    const line = await kiosk.line((text) => isMessage(text) && isWanted(read(text)));
    return read(line) as Said<Is>;
  }
  async function find(requestId: RequestId): Promise<TicketRecord | null> {
    say({ do: 'find', requestId });
    return (await next('ticket')).ticket;
  }
  await next('ready');
  await next('condition', ({ condition }) => condition === 'ready');
  return {
    machine,
    say,
    next,
    find,
    /**
     * Scans until the screen is shown, because the kiosk does not take slow typing for a scan, and this machine may
     * be slow. Resolves to the number of scans.
     */
    async scanUntil(screen: string): Promise<number> {
      let tries = 0;
      const scan = () => {
        tries += 1;
        say({ do: 'scan', text: CODE });
      };
      const again = setInterval(scan, SCAN_AGAIN_MS);
      scan();
      await next('screen', (said) => said.screen === screen);
      clearInterval(again);
      return tries;
    },
    async take(): Promise<TicketRecord> {
      const requestId = newRequestId();
      say({ do: 'take', requestId, serviceId: SERVICE });
      const { ticket } = await next('ticket');
      if (ticket === null) throw new Error('the kiosk gave no ticket');
      return ticket;
    },
    /** Resolves to the ticket once its print job has ended. */
    async settled(requestId: RequestId): Promise<TicketRecord> {
      for (;;) {
        const ticket = await find(requestId);
        if (ticket?.print.endedAtMs != null) return ticket;
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    },
  };
}

const isMessage = (line: string): boolean => line.startsWith('{"is":');
const read = (line: string): FromKiosk => FromKiosk.parse(JSON.parse(line));
