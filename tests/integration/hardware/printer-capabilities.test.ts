import { afterEach, expect, test } from 'vitest';
import { openLink } from '../../../hardware/link/open.ts';
import type { Printer, SlipDocument } from '../../../hardware/printer/contract.ts';
import { openPrinter, type PrinterTiming } from '../../../hardware/printer/driver.ts';
import type { PrinterProfile } from '../../../hardware/printer/profile.ts';
import { startVirtualPrinter, type VirtualPrinter } from '../../../hardware/simulator/virtual-printer.ts';
import { HALF_A_TICKET_MM, listenIn, ticket, until, whole } from '../../support/plain-ticket.ts';
import { profileOf } from '../../unit/hardware/printer/profiles.ts';
import { WALK_IN } from '../../unit/hardware/printer/walk-in.ts';
import { layWire, type Wire } from './wire.ts';

const fast = (profileId: string): PrinterProfile => ({ ...profileOf(profileId), speedMmPerS: 1_000, cutMs: 10 });
const STAR = fast('star-tsp650ii');
const ORDERED = fast('epson-tm-t88iii');
const CUSTOM = fast('custom-kpm300');
const CLONE = fast('generic-80mm');
const SPEED_MM_PER_S = 5_000;
const TIMING: Partial<PrinterTiming> = {
  faultProbeMs: 20,
  idleProbeMs: 60_000,
  answerTimeoutMs: 400,
  clearTimeoutMs: 500,
  jobMarginMs: 500,
};
/** Long time limits, for tests in which every answer comes even if the machine is busy. */
const PATIENT: Partial<PrinterTiming> = {
  ...TIMING,
  answerTimeoutMs: 4_000,
  jobMarginMs: 20_000,
  linkWaitMs: 20_000,
};

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

async function install(
  profile: PrinterProfile,
  timing = TIMING,
): Promise<{ virtual: VirtualPrinter; wire: Wire; printer: Printer }> {
  const virtual = await startVirtualPrinter({ profile, speedMmPerS: SPEED_MM_PER_S });
  closers.push(() => virtual.close());
  const wire = await layWire(virtual.port);
  closers.push(() => wire.close());
  const printer = openPrinter({ link: openLink({ kind: 'tcp', host: '127.0.0.1', port: wire.port }), profile, timing });
  closers.push(() => printer.close());
  await until(printer, 'ready');
  return { virtual, wire, printer };
}

const linesOf = (virtual: VirtualPrinter) => virtual.papers.map((paper) => paper.lines);
const PRINTED = { kind: 'printed' };

test.each([
  ['a Star', STAR],
  ['a printer that answers in turn', ORDERED],
  ['a Custom', CUSTOM],
])('%s prints tickets one after another, each on its own paper, and confirms each', async (_, profile) => {
  const { virtual, printer } = await install(profile, PATIENT);
  for (const number of ['A001', 'A002', 'A003']) {
    expect(await printer.print(ticket(number))).toEqual(PRINTED);
    expect(linesOf(virtual).at(-1)).toEqual(whole(number));
  }
  expect(virtual.papers.map((paper) => paper.unknown)).toEqual([[], [], []]);
});

test.each([
  ['a Star', STAR],
  ['a printer that answers in turn', ORDERED],
  ['a Custom', CUSTOM],
  ['a clone', CLONE],
])('%s prints Catalan correctly', async (_, profile) => {
  const { virtual, printer } = await install(profile, PATIENT);
  await printer.print(WALK_IN);
  // The printer cannot confirm a ticket, and may still be printing this one.
  await expect
    .poll(() => linesOf(virtual)[0])
    .toEqual(
      expect.arrayContaining(['El vostre torn', 'A047', 'Empadronament', 'Seieu. Us cridarem per aquest número.']),
    );
  expect(virtual.papers[0]?.unknown).toEqual([]);
});

test('a printer without confirmation prints, and the job ends unknown', async () => {
  const { virtual, printer } = await install(CLONE);
  expect(await printer.print(ticket('A001'))).toEqual({ kind: 'unknown', cause: 'no-confirmation' });
  expect(await printer.print(ticket('A002'))).toEqual({ kind: 'unknown', cause: 'no-confirmation' });
  await expect.poll(() => linesOf(virtual)).toEqual([whole('A001'), whole('A002')]);
  expect(printer.condition()).toBe('ready');
});

test.each([
  ['a Star', STAR],
  ['a printer that answers in turn', ORDERED],
  ['a Custom', CUSTOM],
  ['a clone', CLONE],
])('%s without paper gets no byte of the job', async (_, profile) => {
  const { virtual, printer } = await install(profile);
  virtual.setPaper('out');
  expect(await printer.print(ticket('A001'))).toEqual({ kind: 'not-sent', cause: 'paper-out' });
  virtual.setPaper('ok');
  await until(printer, 'ready');
  expect(virtual.papers).toEqual([]);
});

test('when paper ends in a Star its job is cancelled, and no more of it is printed after the refill', async () => {
  const { virtual, printer } = await install(STAR);
  virtual.setPaperLeft(HALF_A_TICKET_MM);
  expect(await printer.print(ticket('A001'))).toEqual({ kind: 'cancelled', cause: 'paper-out' });
  virtual.setPaper('ok');
  await until(printer, 'ready');
  expect(await printer.print(ticket('A002'))).toEqual(PRINTED);
  expect(linesOf(virtual).at(-1)).toEqual(whole('A002'));
  expect(linesOf(virtual).flat()).not.toContain('foot of A001');
});

test('a Star whose link is cut inside a picture is filled up and cleared before the next job', async () => {
  const { virtual, wire, printer } = await install(STAR);
  const bitmap = { widthDots: 160, heightDots: 96, bytes: new Uint8Array(20 * 96).fill(0x55) };
  const picture: SlipDocument = { blocks: [{ kind: 'logo', bitmap }, ...ticket('A001').blocks] };
  expect(await printer.print(picture, () => wire.cutAfter(300))).toEqual({ kind: 'unknown', cause: 'link-lost' });
  const received = listenIn(virtual);
  expect(await printer.print(ticket('A002'))).toEqual(PRINTED);
  expect(received()).toMatch(/^181b0601(00)+181b0601/);
  expect(linesOf(virtual).at(-1)).toEqual(whole('A002'));
});

test.each([
  ['a Star', STAR],
  ['an Epson', fast('epson-tm-t20iii')],
  ['a printer that answers in turn', ORDERED],
  ['a Custom', CUSTOM],
])('%s whose link is cut inside a question prints the next ticket without a stray character', async (_, profile) => {
  const { virtual, wire, printer } = await install(profile, PATIENT);
  for (const cutAfter of [1, 2]) {
    const cut = wire.cutAfter(cutAfter);
    await printer.print(ticket('A001'));
    await cut;
    await until(printer, 'ready');
    expect(await printer.print(ticket('A002'))).toEqual(PRINTED);
  }
  for (const lines of linesOf(virtual)) expect([whole('A001'), whole('A002')]).toContainEqual(lines);
});

test('a Star whose link is cut inside a question is filled up before its reports are switched on again', async () => {
  const { virtual, wire } = await install(STAR, { ...PATIENT, idleProbeMs: 50 });
  const received = listenIn(virtual);
  await wire.cutAfter(1);
  await expect.poll(received).toMatch(/1b(1b0601)+(00){4}1b1e6101/);
});

test.each([
  ['a printer that answers in turn', ORDERED],
  ['a Custom', CUSTOM],
])('when paper ends in %s the job is unknown, and its rest is printed after the refill', async (_, profile) => {
  const { virtual, printer } = await install(profile);
  virtual.setPaperLeft(HALF_A_TICKET_MM);
  expect(await printer.print(ticket('A001'))).toMatchObject({ kind: 'unknown' });
  virtual.setPaper('ok');
  await until(printer, 'ready');
  expect(await printer.print(ticket('A002'))).toEqual(PRINTED);
  expect(linesOf(virtual).at(-1)).toEqual(whole('A002'));
});

test('a late answer to an old job does not prove the next one', async () => {
  const { virtual, printer } = await install(ORDERED);
  // Until it has paper again, the printer keeps the first job, which ends with a request for its state.
  virtual.setPaperLeft(HALF_A_TICKET_MM);
  expect(await printer.print(ticket('A001'))).toMatchObject({ kind: 'unknown' });
  const received = listenIn(virtual);
  virtual.setPaper('ok');
  await until(printer, 'ready');
  expect(await printer.print(ticket('A002'))).toEqual(PRINTED);
  // The driver sends zero bytes and a request for the printer's state before the job.
  expect(received()).toMatch(/(00)+1d7201.*1b40/);
  expect(linesOf(virtual).at(-1)).toEqual(whole('A002'));
});

test.each([
  ['a printer that answers in turn', ORDERED],
  ['a Custom', CUSTOM],
])(
  '%s whose link is cut in the middle leaves the job unknown; the next one is not mixed with it',
  async (_, profile) => {
    const { virtual, wire, printer } = await install(profile);
    expect(await printer.print(ticket('A001'), () => wire.cutAfter(40))).toEqual({
      kind: 'unknown',
      cause: 'link-lost',
    });
    expect(await printer.print(ticket('A002'))).toEqual(PRINTED);
    expect(linesOf(virtual).at(-1)).toEqual(whole('A002'));
  },
);

test('a cutter that jams after the ordered acknowledgement leaves the job unknown', async () => {
  const { virtual, printer } = await install(CUSTOM);
  virtual.plan([{ fault: { kind: 'cutter-stuck' } }]);
  expect(await printer.print(ticket('A001'))).toMatchObject({ kind: 'unknown' });
  await until(printer, 'cutter-error');
});

test('a job on a slow wire gets the time that its bytes need', async () => {
  const virtual = await startVirtualPrinter({ profile: ORDERED, speedMmPerS: SPEED_MM_PER_S, baudRate: 2_400 });
  closers.push(() => virtual.close());
  const link = openLink({ kind: 'tcp', host: '127.0.0.1', port: virtual.port });
  const timing = { ...PATIENT, jobMarginMs: 100 };
  const printer = openPrinter({ link: { ...link, bytesPerS: 240 }, profile: ORDERED, timing });
  closers.push(() => printer.close());
  await until(printer, 'ready');
  expect(await printer.print(ticket('A001'))).toEqual(PRINTED);
});
