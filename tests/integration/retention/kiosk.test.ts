import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  CityId,
  KioskId,
  OfficeId,
  RequestId,
  ServiceId,
  StoreEpoch,
  TicketId,
} from '../../../src-main/contract/shared/ids.ts';
import { DEFAULT_TERMS, termsWith } from '../../../src-main/contract/shared/retention.ts';
import { attendanceCodeFrom } from '../../../src-main/domain/attendance-code.ts';
import { openBallast } from '../../../src-main/storage/ballast.ts';
import { startHousekeeping } from '../../../src-main/storage/housekeeping.ts';
import { type Anchor, createDayOf } from '../../../src-main/tickets/rules/time-label.ts';
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { openTestStore } from '../../support/test-store.ts';

const NOON_MS = Date.parse('2026-11-25T11:00:00Z');
const DAY_MS = 86_400_000;
const IN_2040_MS = Date.parse('2040-01-01T11:00:00Z');
const USUAL = termsWith({});

/** A kiosk with the core's housekeeping. `hears`: whether it knows the centre's time. */
function openKiosk({ data = temporaryFolder(), clock = createManualClock(NOON_MS), paired = true, hears = true } = {}) {
  const believed = { isKnown: hears, startMs: NOON_MS - clock.monotonicMs() };
  const anchor = (): Anchor | null => (believed.isKnown ? { trustedMs: believed.startMs, atMonotonicMs: 0 } : null);
  const kept = openTestStore(data, clock, 1, { anchor });
  const { store, outbox, opened, centre } = kept;
  if (paired && centre.enrolment() === null)
    centre.enrol(
      {
        kioskId: KioskId.parse(randomUUID()),
        cityId: CityId.parse('terrassa'),
        environment: 'test',
        officeId: OfficeId.parse('demostracio'),
        storeEpoch: StoreEpoch.parse(randomUUID()),
        centreKeys: [],
        keySinceMs: 0,
      },
      null,
    );
  const logged: string[] = [];
  const tell = (event: string, fields?: Record<string, unknown>) =>
    logged.push(`${event} ${String(fields?.detail ?? '')}`);
  const housekeeping = startHousekeeping({
    opened,
    ballast: openBallast(data),
    clock: { ...clock, after: () => () => {} },
    log: { event: tell },
    dayOf: createDayOf('Europe/Madrid'),
    anchor,
    terms: () => USUAL,
    folders: [data, join(data, 'journal')],
  });
  const deliver = () => {
    const batch = outbox.next(10_000);
    if (batch.ok) outbox.settle(batch.value, []);
  };
  return { ...kept, clock, data, believed, logged, housekeeping, deliver, ...visitsOf(kept, clock), store };
}

/** Stores the rows of one visit in which every identifier occurs. */
function visitsOf({ store, opened }: Pick<ReturnType<typeof openTestStore>, 'store' | 'opened'>, clock: ManualClock) {
  const visit = () => {
    const trace = {
      appointmentId: randomUUID(),
      followToken: randomUUID(),
      code: attendanceCodeFrom(Buffer.from(randomUUID().replaceAll('-', ''), 'hex')),
    };
    const requestId = RequestId.parse(randomUUID());
    const ticketId = TicketId.parse(randomUUID());
    const attention = { preferential: true, comeAndFetch: true };
    const serviceId = ServiceId.parse('empadronament');
    const ordered = { ticketId, requestId, series: 'A', serviceId, visitType: 'appointment', language: 'ca' } as const;
    const issued = store.issue({
      ...ordered,
      followToken: trace.followToken,
      attention,
      appointment: { startMs: clock.wallMs(), deskId: 'taula-3' },
      checkIn: {
        appointmentId: trace.appointmentId,
        way: 'qr',
        trust: 'cache',
        arrivedInWindow: 'in-time',
        deskId: 'taula-3',
        ...attention,
        appointmentStart: new Date(NOON_MS).toISOString(),
      },
    });
    if (!issued.ok) throw new Error(issued.error.kind);
    store.recordPrint(ticketId, { job: { state: 'printed', cause: null } });
    const jobId = randomUUID();
    const slip = { jobId, kind: 'attendance', ticket: issued.value, serviceId, language: 'ca' } as const;
    store.addSlip({ ...slip, code: trace.code, duplicate: false, askedAtMs: clock.wallMs() });
    const [from, to] = [new Date(NOON_MS).toISOString(), new Date(NOON_MS + 1).toISOString()];
    store.recordPrint(
      jobId,
      { job: { state: 'printed', cause: null } },
      { type: 'attendance-proof-printed', v: 1, payload: { ticketId, code: trace.code, from, to } },
    );
    return { ...trace, ticketId };
  };
  const ticketRow = (ticketId: string) =>
    opened.database
      .prepare<[string], unknown[]>(
        'SELECT follow_token, preferential, come_and_fetch, appointment_ms, desk_id FROM ticket WHERE ticket_id = ?',
      )
      .raw()
      .get(ticketId);
  return { visit, ticketRow };
}

const bytesOf = (data: string): string =>
  readdirSync(data, { recursive: true, encoding: 'utf8' })
    .map((name) => join(data, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, 'latin1'))
    .join('\n');
const leftOf = (
  data: string,
  { appointmentId, followToken, code }: Record<'appointmentId' | 'followToken' | 'code', string>,
) => {
  const bytes = bytesOf(data);
  const binary = Buffer.from(appointmentId.replaceAll('-', ''), 'hex').toString('latin1');
  return {
    appointmentId: bytes.includes(appointmentId) || bytes.includes(binary),
    followToken: bytes.includes(followToken),
    code: bytes.includes(code),
  };
};
type Kiosk = ReturnType<typeof openKiosk>;
/**
 * Advances the clock by each of these numbers of days in turn. Each time a citizen visits, the events are uploaded
 * and housekeeping runs.
 */
async function work(kiosk: Kiosk, ...daysLater: number[]): Promise<void> {
  for (const days of daysLater) {
    kiosk.clock.advance(days * DAY_MS);
    kiosk.visit();
    kiosk.deliver();
    kiosk.appointments.endDay(createDayOf('Europe/Madrid')(kiosk.clock.wallMs()));
    await kiosk.housekeeping.run();
  }
}

test('a visit’s identifiers are gone from every file of the kiosk once their terms and those of the copies are over', async () => {
  const kiosk = openKiosk();
  const first = kiosk.visit();
  kiosk.deliver();
  await work(kiosk, 1);
  expect(kiosk.ticketRow(first.ticketId)).toEqual([first.followToken, 1, 1, expect.any(Number), 'taula-3']);
  await work(kiosk, 1);
  expect(kiosk.ticketRow(first.ticketId)).toEqual([null, null, null, expect.any(Number), 'taula-3']);
  await work(kiosk, 4);
  expect(leftOf(kiosk.data, first)).toEqual({ appointmentId: true, followToken: false, code: true });
  await work(kiosk, 9, 1, 4);
  expect(kiosk.ticketRow(first.ticketId)).toEqual([null, null, null, null, null]);
  expect(leftOf(kiosk.data, first)).toEqual({ appointmentId: false, followToken: false, code: true });
  await work(kiosk, 10, 1, 4);
  expect(leftOf(kiosk.data, first)).toEqual({ appointmentId: false, followToken: false, code: false });
  expect(kiosk.logged.filter((line) => !/^(retention-done|backup-made) $/.test(line))).toEqual([]);
});

test('a later start finds both copies consistent, although the journal still has what the database deleted', async () => {
  const kiosk = openKiosk();
  const first = kiosk.visit();
  kiosk.deliver();
  await work(kiosk, 1, 1);
  expect(kiosk.ticketRow(first.ticketId)?.at(0)).toBeNull();
  expect(readFileSync(join(kiosk.data, 'journal', '2026-11-25.journal'), 'utf8')).toContain(first.followToken);
  await kiosk.housekeeping.close();
  kiosk.close();
  const again = openKiosk({ data: kiosk.data, clock: kiosk.clock });
  expect(again.opened.finding).toEqual({ kind: 'store-clean' });
});

test('a damaged row does not block the deletion of others', async () => {
  const kiosk = openKiosk();
  kiosk.visit();
  kiosk.opened.database.prepare(`UPDATE event SET payload = '{' WHERE type = 'appointment-checked-in'`).run();
  const sound = kiosk.visit();
  kiosk.deliver();
  await work(kiosk, 2);
  expect(kiosk.ticketRow(sound.ticketId)?.at(0)).toBeNull();
  const payloads = kiosk.opened.database
    .prepare<[], string>(
      `SELECT group_concat(payload) FROM event WHERE type = 'appointment-checked-in' AND payload <> '{'`,
    )
    .pluck()
    .get();
  expect(payloads).toContain('"comeAndFetch":false');
});

test('events that the centre has not acknowledged stay whole, and dead letters too', async () => {
  const kiosk = openKiosk();
  const dead = kiosk.visit();
  const batch = kiosk.outbox.next(10_000);
  const settled = batch.ok ? batch.value : [];
  const refused = settled.filter(({ wire }) => JSON.stringify(wire).includes(dead.ticketId));
  kiosk.outbox.settle(
    settled,
    refused.map(({ ord, eventId }) => ({ ord, eventId, problem: '{}' })),
  );
  const waiting = kiosk.visit();
  kiosk.clock.advance(60 * DAY_MS);
  await kiosk.housekeeping.run();
  expect(kiosk.ticketRow(dead.ticketId)?.at(0)).toBe(dead.followToken);
  expect(kiosk.ticketRow(waiting.ticketId)?.at(0)).toBe(waiting.followToken);
  const sent = JSON.stringify(kiosk.outbox.next(10_000));
  expect(sent).toContain(waiting.appointmentId);
  expect(sent).toContain(waiting.code);
  kiosk.deliver();
  kiosk.clock.advance(DAY_MS);
  await kiosk.housekeeping.run();
  expect(kiosk.ticketRow(waiting.ticketId)?.at(0)).toBeNull();
});

test('an event sent again to a restored centre contains only what is kept', async () => {
  const kiosk = openKiosk();
  const first = kiosk.visit();
  kiosk.deliver();
  await work(kiosk, 16);
  kiosk.outbox.sendAgainSince(0);
  const sent = kiosk.outbox.next(10_000);
  const wires = sent.ok ? sent.value.map(({ wire }) => wire) : [];
  expect(wires).not.toContain(null);
  const ofFirst = wires.filter((wire) => wire?.payload.ticketId === first.ticketId);
  expect(ofFirst.map((wire) => wire?.type)).toEqual([
    'ticket-issued',
    'appointment-checked-in',
    'attendance-proof-printed',
  ]);
  expect(ofFirst[1]?.payload).toEqual({
    ticketId: first.ticketId,
    appointmentId: null,
    appointmentStart: null,
    deskId: null,
    preferential: false,
    comeAndFetch: false,
    way: 'qr',
    trust: 'cache',
    arrivedInWindow: 'in-time',
  });
  expect(JSON.stringify(ofFirst)).toContain(first.code);
  expect(JSON.stringify(ofFirst)).not.toContain(first.followToken);
});

test('a paired kiosk deletes nothing by its own clock: not when it jumps, nor before the centre’s time is known', async () => {
  const kiosk = openKiosk({ hears: false });
  const first = kiosk.visit();
  kiosk.deliver();
  kiosk.clock.setWall(IN_2040_MS);
  await kiosk.housekeeping.run();
  for (const days of [40, 41, 42]) {
    kiosk.clock.setWall(NOON_MS + days * DAY_MS);
    kiosk.visit();
    kiosk.deliver();
  }
  await kiosk.housekeeping.run();
  expect(kiosk.ticketRow(first.ticketId)?.at(0)).toBe(first.followToken);
  expect(kiosk.logged).not.toContain('retention-done ');
  kiosk.believed.isKnown = true;
  await kiosk.housekeeping.run();
  expect(kiosk.ticketRow(first.ticketId)?.at(0)).toBe(first.followToken);
  expect(leftOf(kiosk.data, first)).toEqual({ appointmentId: true, followToken: true, code: true });
});

test('a kiosk without a centre counts its days of work: one jump of its clock does not end two weeks', async () => {
  const kiosk = openKiosk({ paired: false, hears: false });
  const first = kiosk.visit();
  kiosk.clock.setWall(NOON_MS + 40 * DAY_MS);
  kiosk.visit();
  await kiosk.housekeeping.run();
  expect(kiosk.ticketRow(first.ticketId)?.at(3)).not.toBeNull();
  for (let day = 0; day < 6; day += 1) {
    kiosk.clock.advance(DAY_MS);
    kiosk.visit();
    await kiosk.housekeeping.run();
  }
  expect(kiosk.ticketRow(first.ticketId)).toEqual([null, null, null, null, null]);
});

test('a clock that once showed 2040 keeps nothing in the journal until then', async () => {
  const kiosk = openKiosk({ hears: false });
  kiosk.visit();
  kiosk.clock.setWall(IN_2040_MS);
  const during = kiosk.visit();
  kiosk.store.recordEvent({ type: 'printer-condition', v: 1, payload: { printer: 'main', condition: 'ready' } });
  kiosk.clock.setWall(NOON_MS);
  const after = kiosk.visit();
  kiosk.believed.isKnown = true;
  kiosk.deliver();
  await work(kiosk, 16, 1, 4);
  for (const visit of [during, after])
    expect(leftOf(kiosk.data, visit)).toEqual({ appointmentId: false, followToken: false, code: true });
});

test('quarantined files are deleted after their term, counted from when they were first seen', async () => {
  const kiosk = openKiosk();
  const folder = join(kiosk.data, 'damaged-1970-01-01T00-00-00-000Z-0a1b2c3d');
  mkdirSync(folder);
  writeFileSync(join(folder, 'torn.db'), 'a visit');
  const copy = join(kiosk.data, 'torn.db.schema-3');
  writeFileSync(copy, 'a visit');
  await kiosk.housekeeping.run();
  kiosk.clock.advance((DEFAULT_TERMS['set-aside'] - 1) * DAY_MS);
  await kiosk.housekeeping.run();
  expect([existsSync(folder), existsSync(copy)]).toEqual([true, true]);
  kiosk.clock.advance(DAY_MS);
  await kiosk.housekeeping.run();
  expect([existsSync(folder), existsSync(copy)]).toEqual([false, false]);
});
