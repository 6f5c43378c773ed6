import { afterEach, expect, test } from 'vitest';
import type { Link } from '../../../hardware/link/contract.ts';
import { openLink } from '../../../hardware/link/open.ts';
import type { Printer } from '../../../hardware/printer/contract.ts';
import { openPrinter, type PrinterTiming } from '../../../hardware/printer/driver.ts';
import { startVirtualPrinter, type VirtualPrinter } from '../../../hardware/simulator/virtual-printer.ts';
import { HALF_A_TICKET_MM, listenIn, ticket, until, whole } from '../../support/plain-ticket.ts';
import { WIDE } from '../../unit/hardware/printer/profiles.ts';
import { WALK_IN } from '../../unit/hardware/printer/walk-in.ts';
import { layWire, type Wire } from './wire.ts';

const RESET = '1b40';
const CLEAR = '10140801031401060208';
const FAST_MM_PER_S = 5_000;
const SOON: Partial<PrinterTiming> = { faultProbeMs: 20, idleProbeMs: 50 };
const SILENT_BETWEEN_QUESTIONS = { ...WIDE, status: { ...WIDE.status, reportsChanges: false } };
/** Short time limits for printers that will not answer. */
const IMPATIENT: Partial<PrinterTiming> = { ...SOON, answerTimeoutMs: 400, clearTimeoutMs: 500, jobMarginMs: 500 };

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

async function virtualPrinter(port = 0, profile = WIDE): Promise<VirtualPrinter> {
  const virtual = await startVirtualPrinter({ profile, speedMmPerS: FAST_MM_PER_S, transport: { kind: 'tcp', port } });
  closers.push(() => virtual.close());
  return virtual;
}

function printerAt(port: number, timing: Partial<PrinterTiming> = SOON, profile = WIDE): Printer {
  const printer = openPrinter({ link: openLink({ kind: 'tcp', host: '127.0.0.1', port }), profile, timing });
  closers.push(() => printer.close());
  return printer;
}

async function printerOverWire(
  timing: Partial<PrinterTiming> = SOON,
  profile = WIDE,
): Promise<{ virtual: VirtualPrinter; wire: Wire; printer: Printer }> {
  const virtual = await virtualPrinter(0, profile);
  const wire = await layWire(virtual.port);
  closers.push(() => wire.close());
  return { virtual, wire, printer: printerAt(wire.port, timing, profile) };
}

test('a ticket is on paper when the printer confirms it', async () => {
  const virtual = await virtualPrinter();
  const printer = printerAt(virtual.port);
  await until(printer, 'ready');
  let firstByteSent = false;
  const result = await printer.print(WALK_IN, () => {
    firstByteSent = true;
  });
  expect(result).toEqual({ kind: 'printed' });
  expect(firstByteSent).toBe(true);
  expect(virtual.papers.map((paper) => paper.lines)).toEqual([
    [
      'OAC Didó, Terrassa              24.11.2026 10.24',
      'El vostre torn',
      'A047',
      'Empadronament',
      'Seieu. Us cridarem per aquest número.',
      'Guardeu aquest tiquet. Dades: terrassa.cat/protecciodades',
    ],
  ]);
  expect(virtual.papers[0]?.unknown).toEqual([]);
  expect(virtual.papers[0]?.bytes.length).toBeLessThanOrEqual(450);
});

test('tickets are printed one after another over one connection, each on its own paper', async () => {
  const virtual = await virtualPrinter();
  const printer = printerAt(virtual.port);
  await until(printer, 'ready');
  for (const number of ['A001', 'A002', 'A003'])
    expect(await printer.print(ticket(number))).toEqual({ kind: 'printed' });
  expect(virtual.papers.map((paper) => paper.lines)).toEqual([whole('A001'), whole('A002'), whole('A003')]);
});

test('a second job while one is being printed throws', async () => {
  const virtual = await virtualPrinter();
  const printer = printerAt(virtual.port);
  await until(printer, 'ready');
  const first = printer.print(ticket('A001'));
  expect(() => printer.print(ticket('A002'))).toThrow('one job at a time');
  expect(await first).toEqual({ kind: 'printed' });
});

test.each([
  ['no paper', (virtual: VirtualPrinter) => virtual.setPaper('out'), 'paper-out'],
  ['an open cover', (virtual: VirtualPrinter) => virtual.setCover('open'), 'cover-open'],
] as const)('with %s before the job, no byte of it is sent', async (_, breakIt, cause) => {
  const virtual = await virtualPrinter();
  breakIt(virtual);
  const printer = printerAt(virtual.port);
  await until(printer, cause);
  const received = listenIn(virtual);
  let firstByteSent = false;
  const result = await printer.print(WALK_IN, () => {
    firstByteSent = true;
  });
  expect(result).toEqual({ kind: 'not-sent', cause });
  expect(firstByteSent).toBe(false);
  expect(received()).toMatch(/^(10040[1-4])+$/);
});

test('when paper ends in the middle the job is cancelled, and no more of it is printed after the refill', async () => {
  const virtual = await virtualPrinter();
  const printer = printerAt(virtual.port);
  await until(printer, 'ready');
  virtual.setPaperLeft(HALF_A_TICKET_MM);
  expect(await printer.print(ticket('A001'))).toEqual({ kind: 'cancelled', cause: 'paper-out' });
  expect(printer.condition()).toBe('paper-out');

  virtual.setPaper('ok');
  await until(printer, 'ready');
  expect(virtual.papers).toEqual([]);
  expect(await printer.print(ticket('A002'))).toEqual({ kind: 'printed' });
  expect(virtual.papers.map((paper) => paper.lines)).toEqual([['head of A001', 'A001'], whole('A002')]);
});

test('when the cover is opened in the middle the job is cancelled, and no more of it is printed', async () => {
  const virtual = await virtualPrinter();
  const printer = printerAt(virtual.port);
  await until(printer, 'ready');
  const stop = virtual.onLine((text) => {
    if (text === 'A001') virtual.setCover('open');
  });
  expect(await printer.print(ticket('A001'))).toEqual({ kind: 'cancelled', cause: 'cover-open' });
  stop();
  virtual.setCover('closed');
  await until(printer, 'ready');
  expect(await printer.print(ticket('A002'))).toEqual({ kind: 'printed' });
  expect(virtual.papers.map((paper) => paper.lines)).toEqual([['head of A001', 'A001'], whole('A002')]);
});

test('a link cut in the middle leaves the job unknown; the next one clears first and is not mixed with it', async () => {
  const { virtual, wire, printer } = await printerOverWire({ ...SOON, idleProbeMs: 60_000 });
  await until(printer, 'ready');
  const result = await printer.print(ticket('A001'), () => wire.cutAfter(40));
  expect(result).toEqual({ kind: 'unknown', cause: 'link-lost' });

  const received = listenIn(virtual);
  expect(await printer.print(ticket('A002'))).toEqual({ kind: 'printed' });
  expect(received()).toContain(CLEAR);
  expect(received().indexOf(CLEAR)).toBeLessThan(received().indexOf(RESET));
  expect(virtual.papers.at(-1)?.lines).toEqual(whole('A002'));
  expect(virtual.papers.flatMap((paper) => paper.lines)).not.toContain('foot of A001');
});

test('half an answer from a broken connection is not joined to the next connection’s first answer', async () => {
  // This printer sends no automatic reports, because a report would end the half answer.
  const { virtual, wire, printer } = await printerOverWire(SOON, SILENT_BETWEEN_QUESTIONS);
  await until(printer, 'ready');
  wire.say(Buffer.from('372241', 'hex'));
  virtual.setPaper('low');
  await until(printer, 'paper-low');
  const cut = wire.cutAfter(1);
  virtual.setPaper('ok');
  await cut;
  await until(printer, 'ready');
  expect(await printer.print(ticket('A001'))).toEqual({ kind: 'printed' });
  expect(virtual.papers.map((paper) => paper.lines)).toEqual([whole('A001')]);
});

test('a job that the connection no longer takes is not sent and never reported as begun', async () => {
  const virtual = await virtualPrinter();
  const link = openLink({ kind: 'tcp', host: '127.0.0.1', port: virtual.port });
  // The connection breaks after the printer's last answer and before the job.
  const untilTheJob: Link = { ...link, send: (bytes) => !isJob(bytes) && link.send(bytes) };
  const printer = openPrinter({ link: untilTheJob, profile: WIDE, timing: SOON });
  closers.push(() => printer.close());
  await until(printer, 'ready');
  let hasBegun = false;
  const result = await printer.print(WALK_IN, () => {
    hasBegun = true;
  });
  expect(result).toMatchObject({ kind: 'not-sent' });
  expect(hasBegun).toBe(false);
  expect(virtual.papers).toEqual([]);
});
const isJob = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex').includes(RESET);

test('a printer that falls silent in the middle leaves the job unknown; it is cleared before the next job', async () => {
  const { virtual, wire, printer } = await printerOverWire(IMPATIENT);
  await until(printer, 'ready');
  expect(await printer.print(ticket('A001'), () => wire.mute())).toEqual({ kind: 'unknown', cause: 'no-answer' });
  await until(printer, 'printer-offline');

  const received = listenIn(virtual);
  wire.unmute();
  await until(printer, 'ready');
  expect(await printer.print(ticket('A002'))).toEqual({ kind: 'printed' });
  expect(received()).toContain(CLEAR);
  expect(received().indexOf(CLEAR)).toBeLessThan(received().indexOf(RESET));
  expect(virtual.papers.at(-1)?.lines).toEqual(whole('A002'));
});

test('an unknown job that waits in a printer without paper is dropped before the refill', async () => {
  const { virtual, wire, printer } = await printerOverWire(IMPATIENT);
  await until(printer, 'ready');
  virtual.setPaperLeft(HALF_A_TICKET_MM);
  expect(await printer.print(ticket('A001'), () => wire.mute())).toMatchObject({ kind: 'unknown' });
  await until(printer, 'printer-offline');
  const cleared = new Promise<void>((resolve) => {
    virtual.onReceive((bytes) => {
      if (Buffer.from(bytes).toString('hex').includes(CLEAR)) resolve();
    });
  });
  wire.unmute();
  await until(printer, 'paper-out');
  await cleared;
  virtual.setPaper('ok');
  await until(printer, 'ready');
  expect(virtual.papers).toEqual([]);
});

test('a printer that does not answer the check before a job gets no byte of it', async () => {
  const { virtual, wire, printer } = await printerOverWire({ ...IMPATIENT, linkWaitMs: 60_000 });
  await until(printer, 'ready');
  wire.mute();
  const received = listenIn(virtual);
  expect(await printer.print(WALK_IN)).toEqual({ kind: 'not-sent', cause: 'printer-offline' });
  expect(received()).not.toContain(RESET);
  expect(virtual.papers).toEqual([]);
});

test('the condition follows paper and cover without a job', async () => {
  const virtual = await virtualPrinter();
  const printer = printerAt(virtual.port);
  await until(printer, 'ready');
  virtual.setPaper('low');
  await until(printer, 'paper-low');
  expect(await printer.print(ticket('A001'))).toEqual({ kind: 'printed' });
  virtual.setPaper('out');
  await until(printer, 'paper-out');
  virtual.setCover('open');
  await until(printer, 'cover-open');
  virtual.setPaper('ok');
  virtual.setCover('closed');
  await until(printer, 'ready');
});

test('between two probes the printer’s own report changes the condition', async () => {
  const virtual = await virtualPrinter();
  const askedToReport = new Promise<void>((resolve) => {
    virtual.onReceive((bytes) => {
      if (Buffer.from(bytes).toString('hex').includes('1d61ff')) resolve();
    });
  });
  const printer = printerAt(virtual.port, { idleProbeMs: 60_000, faultProbeMs: 60_000 });
  await askedToReport;
  virtual.setPaper('out');
  await until(printer, 'paper-out');
  virtual.setPaper('ok');
  await until(printer, 'ready');
  expect(virtual.papers).toEqual([]);
});

test('a missing printer is unreachable, and ready by itself once it is switched on', async () => {
  const gone = await virtualPrinter();
  await gone.close();
  closers.length = 0;
  const printer = printerAt(gone.port);
  expect(printer.condition()).toBe('printer-unreachable');
  expect(await printer.print(WALK_IN)).toEqual({ kind: 'not-sent', cause: 'printer-unreachable' });
  const virtual = await virtualPrinter(gone.port);
  await until(printer, 'ready');
  expect(await printer.print(ticket('A001'))).toEqual({ kind: 'printed' });
  expect(virtual.papers).toHaveLength(1);
});

test('a printer that is switched off becomes unreachable', async () => {
  const virtual = await virtualPrinter();
  const printer = printerAt(virtual.port);
  await until(printer, 'ready');
  await virtual.close();
  closers.splice(0, 1);
  await until(printer, 'printer-unreachable');
  expect(await printer.print(WALK_IN)).toEqual({ kind: 'not-sent', cause: 'printer-unreachable' });
});

test('closing waits for the ticket being printed', async () => {
  const virtual = await virtualPrinter();
  const printer = printerAt(virtual.port);
  await until(printer, 'ready');
  const result = printer.print(ticket('A001'));
  await printer.close();
  expect(await result).toEqual({ kind: 'printed' });
  expect(virtual.papers.map((paper) => paper.lines)).toEqual([whole('A001')]);
});
