import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { openLink } from '../../../hardware/link/open.ts';
import type { Printer, PrinterCondition } from '../../../hardware/printer/contract.ts';
import { openPrinter } from '../../../hardware/printer/driver.ts';
import {
  startVirtualPrinter,
  type VirtualPrinter,
  type VirtualPrinterOptions,
} from '../../../hardware/simulator/virtual-printer.ts';
import { laySerialLine, type SerialLine } from '../../support/serial-line.ts';
import { profileOf, WIDE } from '../../unit/hardware/printer/profiles.ts';
import { WALK_IN } from '../../unit/hardware/printer/walk-in.ts';

const FAST_MM_PER_S = 5_000;
const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');
const latin1 = (text: string) => Buffer.from(text, 'latin1').toString('hex');
const CUT = '1d 56 42 00';
const REPORTS_ON = '1d 61 ff';
const CLEAR = '10 14 08 01 03 14 01 06 02 08';
const proofOf = (id: string) => `1d 28 48 06 00 30 30 ${latin1(id)}`;
const provedAs = (id: string) => Buffer.from(`3722${latin1(id)}00`, 'hex').toString('hex');
const ticket = (name: string, id: string) => `1b 40 ${REPORTS_ON} ${latin1(name)} 0a ${CUT} ${proofOf(id)}`;

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

async function start(options: Partial<VirtualPrinterOptions> = {}): Promise<VirtualPrinter> {
  const virtual = await startVirtualPrinter({ profile: WIDE, speedMmPerS: FAST_MM_PER_S, ...options });
  closers.push(() => virtual.close());
  return virtual;
}

interface Host {
  socket: Socket;
  say(bytes: string): void;
  hears(bytes: string): Promise<void>;
  heard(): string;
}

async function hostAt({ port }: VirtualPrinter): Promise<Host> {
  const socket = connect(port, '127.0.0.1');
  closers.push(() => socket.destroy());
  socket.on('error', () => undefined);
  let heard = '';
  const checks = new Set<() => void>();
  socket.on('data', (bytes) => {
    heard += Buffer.from(bytes).toString('hex');
    for (const check of [...checks]) check();
  });
  await once(socket, 'connect');
  return {
    socket,
    say: (bytes) => void socket.write(hex(bytes)),
    heard: () => heard,
    hears: (bytes) =>
      new Promise((resolve) => {
        const wanted = bytes.replaceAll(' ', '');
        const check = () => {
          if (!heard.includes(wanted)) return;
          checks.delete(check);
          resolve();
        };
        checks.add(check);
        check();
      }),
  };
}

async function layLine(): Promise<SerialLine> {
  const line = await laySerialLine();
  closers.push(() => line.close());
  return line;
}

async function until(printer: Printer, wanted: PrinterCondition): Promise<void> {
  if (printer.condition() === wanted) return;
  await new Promise<void>((resolve) => {
    const stop = printer.onCondition((condition) => {
      if (condition !== wanted) return;
      stop();
      resolve();
    });
  });
}

test('a roll runs low, then out, and the rest of the ticket is printed after the refill', async () => {
  const virtual = await start({ roll: { lengthMm: 40, nearEndMm: 30 } });
  const host = await hostAt(virtual);
  host.say(ticket('one', 'id-1'));
  await host.hears(provedAs('id-1'));
  expect(virtual.paper()).toBe('ok');
  expect(virtual.paperLeftMm()).toBeGreaterThan(30);
  host.say(`1b 40 ${REPORTS_ON} ${'0a'.repeat(12)} ${latin1('two')} 0a ${CUT} ${proofOf('id-2')}`);
  await host.hears('1400030f');
  await host.hears('1c000f0f');
  expect(virtual.paper()).toBe('out');
  expect(host.heard()).not.toContain(provedAs('id-2'));
  virtual.setPaper('ok');
  await host.hears(provedAs('id-2'));
  expect(virtual.papers.map((paper) => paper.lines)).toEqual([['one'], ['two']]);
});

test('a power cut empties the buffer; the host finds no printer, then one without memory', async () => {
  const virtual = await start({ faults: [{ atByte: 9, fault: { kind: 'power-cycle', offMs: 1 } }] });
  const host = await hostAt(virtual);
  const gone = new Promise((resolve) => host.socket.once('close', resolve));
  host.say(ticket('lost', 'id-1'));
  await gone;
  virtual.mend();
  const again = await hostAt(virtual);
  again.say(ticket('kept', 'id-2'));
  await again.hears(provedAs('id-2'));
  expect(virtual.papers.map((paper) => paper.lines)).toEqual([['kept']]);
});

test('a reset connection at a byte loses the unread bytes; the printer keeps the others', async () => {
  const virtual = await start({ faults: [{ atByte: 11, fault: { kind: 'reset' } }] });
  const host = await hostAt(virtual);
  const gone = new Promise((resolve) => host.socket.once('close', resolve));
  host.say(`1b 40 ${REPORTS_ON} ${latin1('head')} 0a ${latin1('body')} 0a`);
  await gone;
  const again = await hostAt(virtual);
  again.say(`0a ${CUT} ${proofOf('id-2')}`);
  await again.hears(provedAs('id-2'));
  expect(virtual.papers.map((paper) => paper.lines)).toEqual([['head', 'b']]);
});

test('a half-closed connection still prints', async () => {
  const virtual = await start({ faults: [{ atByte: 8, fault: { kind: 'half-close' } }] });
  const host = await hostAt(virtual);
  const cut = new Promise((resolve) => virtual.onPaper(resolve));
  host.socket.allowHalfOpen = true;
  host.say(ticket('whole', 'id-1'));
  await cut;
  expect(host.heard()).not.toContain('3722');
  expect(virtual.papers.map((paper) => paper.lines)).toEqual([['whole']]);
});

test('during a stall it reads and sends nothing; afterwards it continues', async () => {
  const virtual = await start();
  const host = await hostAt(virtual);
  virtual.inflict({ kind: 'stall', forMs: 600_000 });
  const received: Uint8Array[] = [];
  virtual.onReceive((bytes) => received.push(bytes));
  host.say(`10 04 01 ${ticket('late', 'id-1')}`);
  await new Promise((resolve) => host.socket.write(hex('10 04 02'), resolve));
  expect(received).toEqual([]);
  virtual.mend();
  await host.hears(provedAs('id-1'));
  expect(host.heard()).toMatch(/^16/);
});

test('a wrong ID, a stale one, garbage and silence are sent as planned', async () => {
  const virtual = await start();
  const host = await hostAt(virtual);
  virtual.plan([{ atJob: 1, fault: { kind: 'wrong-id' } }]);
  host.say(ticket('one', 'id-1'));
  await host.hears(`3722${latin1('je.2')}00`);
  virtual.inflict({ kind: 'stale-id' });
  virtual.inflict({ kind: 'garbage', bytes: [0xde, 0xad] });
  await host.hears(`3722${latin1('je.2')}00dead`);
  virtual.inflict({ kind: 'garbled-answers', bytes: [0xff], count: 1 });
  host.say('10 04 01 10 04 01');
  await host.hears('deadff16');
  virtual.inflict({ kind: 'silent', forMs: 600_000 });
  host.say(ticket('two', 'id-2'));
  await new Promise((resolve) => virtual.onPaper(resolve));
  expect(host.heard()).not.toContain(provedAs('id-2'));
});

test('a jammed cutter and a hot head are reported and stop the printing', async () => {
  const virtual = await start();
  const host = await hostAt(virtual);
  virtual.inflict({ kind: 'cutter-stuck' });
  host.say(ticket('held', 'id-1'));
  await host.hears('1c08000f');
  expect(virtual.hanging()).toEqual(['held']);
  virtual.mend();
  await host.hears(provedAs('id-1'));
  virtual.inflict({ kind: 'head-hot', forMs: 600_000 });
  await host.hears('1c40000f');
  host.say('10 04 03');
  await host.hears('52');
});

test('with a full buffer it stops reading, and an image larger than the buffer is still printed', async () => {
  const virtual = await start({ bufferBytes: 64 });
  const host = await hostAt(virtual);
  let received = 0;
  virtual.onReceive((bytes) => {
    received += bytes.length;
  });
  virtual.setCover('open');
  host.say(`1b 40 ${latin1('x'.repeat(200))}`);
  await new Promise((resolve) => virtual.onReceive(resolve));
  expect(received).toBe(64);
  virtual.setCover('closed');
  host.say(`0a 1d 76 30 00 20 00 20 00 ${'ff'.repeat(1_024)} ${CUT} ${proofOf('id-1')}`);
  await host.hears(provedAs('id-1'));
  expect(virtual.papers).toHaveLength(1);
});

test('without a cutter the paper hangs until a person tears it off, or the next ticket pushes it', async () => {
  const virtual = await start({ profile: { ...WIDE, cutter: 'none', cutMs: 0 } });
  const host = await hostAt(virtual);
  host.say(`1b 40 ${latin1('one')} 0a 1b 4a 40 ${proofOf('id-1')}`);
  await host.hears(provedAs('id-1'));
  expect(virtual.hanging()).toEqual(['one']);
  host.say(`1b 40 ${latin1('two')} 0a 1b 4a 40 ${proofOf('id-2')}`);
  await host.hears(provedAs('id-2'));
  virtual.tearOff();
  expect(virtual.papers.map((paper) => paper.lines)).toEqual([['one'], ['two']]);
});

test('without drawing it keeps the same lines and lengths', async () => {
  const bytes = `${ticket('same', 'id-1')}`;
  const papers = await Promise.all(
    [true, false].map(async (draws) => {
      const virtual = await start({ draws });
      const host = await hostAt(virtual);
      host.say(bytes);
      await host.hears(provedAs('id-1'));
      return virtual.papers.map(({ lines, heightDots }) => ({ lines, heightDots }));
    }),
  );
  expect(papers[0]).toEqual(papers[1]);
});

test('a Star printer confirms by its counter and clears at CAN', async () => {
  const virtual = await start({ profile: profileOf('star-mc-print3') });
  const host = await hostAt(virtual);
  host.say(`1b 1e 61 01 1b 1e 45 00 1b 40 ${latin1('one')} 0a 1b 64 33 17`);
  await host.hears('230602000000000200');
  virtual.setPaper('out');
  await host.hears('23060a00000c000200');
  host.say(`1b 40 ${latin1('never')} 0a 1b 64 33 17 18 1b 06 01`);
  await host.hears('23060800000c000000');
  virtual.setPaper('ok');
  const cut = new Promise((resolve) => virtual.onPaper(resolve));
  host.say(`1b 40 ${latin1('two')} 0a 1b 64 33 17`);
  await cut;
  expect(virtual.papers.map((paper) => paper.lines)).toEqual([['one'], ['two']]);
});

test('Epson’s clearing is answered offline too', async () => {
  const virtual = await start();
  const host = await hostAt(virtual);
  virtual.setCover('open');
  host.say(`${ticket('never', 'id-1')} ${CLEAR}`);
  await host.hears('372500');
  virtual.setCover('closed');
  host.say(ticket('two', 'id-2'));
  await host.hears(provedAs('id-2'));
  expect(virtual.papers.map((paper) => paper.lines)).toEqual([['two']]);
});

test('at the end of a serial line a ticket is printed, even after the line was unplugged and plugged in again', async () => {
  const line = await layLine();
  const virtual = await start({ transport: { kind: 'pty', path: line.printerEnd } });
  expect(virtual.port).toBe(0);
  const link = openLink({ kind: 'serial', path: line.hostEnd, baudRate: 115_200, flowControl: 'none' });
  const printer = openPrinter({ link, profile: WIDE, timing: { faultProbeMs: 20, answerTimeoutMs: 1_000 } });
  closers.push(() => printer.close());
  await until(printer, 'ready');
  expect(await printer.print(WALK_IN)).toEqual({ kind: 'printed' });
  await line.tear();
  await until(printer, 'printer-unreachable');
  await line.lay();
  await until(printer, 'ready');
  expect(await printer.print(WALK_IN)).toEqual({ kind: 'printed' });
  expect(virtual.papers).toHaveLength(2);
});

test('paced at a baud rate it takes a ticket slowly, and the ticket is whole', async () => {
  const virtual = await start({ baudRate: 9_600 });
  const printer = openPrinter({
    link: openLink({ kind: 'tcp', host: '127.0.0.1', port: virtual.port }),
    profile: WIDE,
  });
  closers.push(() => printer.close());
  await until(printer, 'ready');
  const pieces: number[] = [];
  virtual.onReceive((bytes) => pieces.push(bytes.length));
  expect(await printer.print(WALK_IN)).toEqual({ kind: 'printed' });
  // Without the printer's pacing, the driver would send five pieces.
  expect(pieces.length).toBeGreaterThan(5);
  expect(virtual.papers.map((paper) => paper.lines.length)).toEqual([6]);
});

test('it names its maker and model when asked, and prints nothing of the question', async () => {
  const virtual = await start({ profile: { ...WIDE, maker: 'EPSON', model: 'TM-T20III' } });
  const host = await hostAt(virtual);
  host.say('1d 49 42 1d 49 43');
  await host.hears(`5f${latin1('EPSON')}005f${latin1('TM-T20III')}00`);
  expect(virtual.hanging()).toEqual([]);
});
