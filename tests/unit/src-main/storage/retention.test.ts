import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { RequestId, ServiceId, TicketId } from '../../../../src-main/contract/shared/ids.ts';
import { classesOf, DEFAULT_TERMS, RETENTION } from '../../../../src-main/contract/shared/retention.ts';
import { addDays } from '../../../../src-main/domain/calendar-day.ts';
import { openRetention } from '../../../../src-main/storage/retention.ts';
import type { RetentionNow } from '../../../../src-main/storage/retention-now.ts';
import { type Anchor, createDayOf } from '../../../../src-main/tickets/rules/time-label.ts';
import { createManualClock } from '../../../support/manual-clock.ts';
import type { StoreWishes } from '../../../support/store.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { testEnrolment } from '../../../support/test-enrolment.ts';
import { openTestStore } from '../../../support/test-store.ts';

const NOON_MS = Date.parse('2026-11-25T11:00:00Z');
const IN_2040_MS = Date.parse('2040-01-01T11:00:00Z');
const DAY_MS = 86_400_000;
const KEPT_MS = DEFAULT_TERMS['turn-copy'] * DAY_MS;
const dayOf = createDayOf('Europe/Madrid');

/** A store whose clock starts in 1970, as after a dead battery. */
function open(data = temporaryFolder(), clock = createManualClock(0), wishes: StoreWishes = {}) {
  const kept = openTestStore(data, clock, 1, wishes);
  const { store, outbox, opened } = kept;
  function print(): RequestId {
    const requestId = RequestId.parse(randomUUID());
    const ticketId = TicketId.parse(randomUUID());
    const serviceId = ServiceId.parse('empadronament');
    store.issue({
      ticketId,
      requestId,
      series: 'A',
      serviceId,
      visitType: 'walk-in',
      language: 'ca',
      followToken: null,
    });
    store.recordPrint(ticketId, { job: { state: 'printed', cause: null } });
    return requestId;
  }
  const knows = (requestId: RequestId): boolean => {
    const found = store.findByRequest(requestId);
    return found.ok && found.value !== null;
  };
  const waiting = () => {
    const events = outbox.next(200);
    return events.ok ? events.value.map(({ wire }) => wire?.type ?? null) : null;
  };
  const settleAll = () => {
    const events = outbox.next(200);
    outbox.settle(events.ok ? events.value : [], []);
  };
  const enrol = () => kept.centre.enrol(testEnrolment(), null);
  const now = (nowMs = clock.wallMs()): RetentionNow => {
    const today = dayOf(nowMs);
    return { nowMs, today, firstKept: (days) => addDays(today, -days), hasWorked: () => true };
  };
  /** Runs retention with a journal whose oldest record is `oldest`; the earlier days are deleted. */
  const prune = (oldest: { epoch: number; seq: number } | null, nowMs?: number) =>
    openRetention(opened.database, { ...opened.journal, oldest: () => oldest })(now(nowMs), DEFAULT_TERMS);
  const pruneByJournal = () => openRetention(opened.database, opened.journal)(now(), DEFAULT_TERMS);
  const lastSeq = () => opened.database.prepare<[], number>('SELECT last_seq FROM kiosk').pluck().get() ?? 0;
  const list = opened.database.prepare(
    `INSERT INTO paper_job (job_id, kind, service_id, language, duplicate, asked_at_ms, state)
     VALUES (?, 'documents', 'empadronament', 'ca', 0, ?, 'printed')`,
  );
  /** Adds a printed list of documents, which has no ticket. */
  const addList = () => void list.run(randomUUID(), clock.wallMs());
  const count = (table: string): number =>
    opened.database.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get() ?? 0;
  return {
    ...kept,
    clock,
    data,
    now,
    print,
    knows,
    waiting,
    settleAll,
    enrol,
    prune,

    pruneByJournal,
    lastSeq,
    count,
    addList,
  };
}

test('events of a kiosk whose clock showed 1970 are sent once it is right, and not deleted before', () => {
  const { enrol, print, clock, waiting, prune, settleAll, knows } = open();
  enrol();
  const early = print();
  clock.setWall(NOON_MS);
  print();
  prune({ epoch: 1, seq: 3 });
  expect(waiting()).toEqual(['slot-given', 'ticket-issued', 'ticket-issued']);
  settleAll();
  prune({ epoch: 1, seq: 3 });
  expect(knows(early)).toBe(false);
});

test('a ticket dated 1970 that the journal still has is not damage at the next start', () => {
  const first = open();
  const early = first.print();
  first.clock.setWall(NOON_MS);
  first.print();
  first.pruneByJournal();
  first.close();
  const again = open(first.data, first.clock);
  expect(again.opened.finding).toEqual({ kind: 'store-clean' });
  expect(again.knows(early)).toBe(true);
});

test('a ticket dated 1970 among tickets of these days stays, with its slip', () => {
  const { print, clock, prune, knows, opened, lastSeq } = open(temporaryFolder(), createManualClock(NOON_MS));
  print();
  clock.setWall(0);
  const during = print();
  clock.setWall(NOON_MS);
  print();
  prune({ epoch: 1, seq: lastSeq() });
  expect(knows(during)).toBe(true);
  expect(opened.database.prepare('SELECT count(*) FROM paper_job').pluck().get()).toBe(3);
});

test('events, slips and tickets older than the term are deleted together, and numbers are not given again', () => {
  const { print, clock, prune, knows, opened, waiting, lastSeq } = open(temporaryFolder(), createManualClock(NOON_MS));
  const old = print();
  clock.advance(KEPT_MS + DAY_MS);
  const young = print();
  prune({ epoch: 1, seq: lastSeq() });
  expect([knows(old), knows(young)]).toEqual([false, true]);
  expect(waiting()).toEqual(['ticket-issued']);
  expect(opened.database.prepare('SELECT count(*) FROM paper_job').pluck().get()).toBe(1);
  expect(opened.database.prepare('SELECT count(*) FROM counter').pluck().get()).toBeGreaterThan(0);
});

test('an event dated 2040 does not protect later ones, and counts as no newer than its neighbours', () => {
  const { print, clock, prune, knows, lastSeq } = open(temporaryFolder(), createManualClock(NOON_MS));
  const old = print();
  clock.setWall(IN_2040_MS);
  print();
  clock.setWall(NOON_MS);
  const older = print();
  clock.advance(KEPT_MS + 2 * DAY_MS);
  const young = print();
  prune({ epoch: 1, seq: lastSeq() });
  expect([knows(old), knows(older), knows(young)]).toEqual([false, false, true]);
});

test('a ticket whose day the centre has confirmed is not old because a clock shows 1970', () => {
  const anchor = { trustedMs: NOON_MS, atMonotonicMs: 1_000 };
  const { print, prune, knows, lastSeq } = open(temporaryFolder(), createManualClock(0), { anchor: () => anchor });
  const first = print();
  print();
  prune({ epoch: 1, seq: lastSeq() }, NOON_MS + DAY_MS);
  expect(knows(first)).toBe(true);
});

/** SQL that adds rows, for the tickets issued so far, to each table that issuing a number does not fill. */
const OTHER_ROWS = `
  INSERT INTO voided_ticket SELECT ticket_id FROM ticket;
  INSERT INTO dead_letter SELECT ord, '{}', at_ms, 0 FROM event;
  INSERT INTO ticket_state SELECT ticket_id, 'served' FROM ticket;
  INSERT INTO life_event (life_id, ticket_id, rank, desk_id, act, at_ms) SELECT ticket_id, ticket_id, 1, 'taula-1', 'call', 0 FROM ticket;
  INSERT INTO served_mark SELECT ticket_id, series, service_day, 1, 9, 0, 1, issued_at_ms, NULL, NULL FROM ticket;
  INSERT INTO served_undo SELECT mark_id, said_at_ms FROM served_mark;
  INSERT INTO heard_ticket SELECT 'heard', 2, service_day, '{}', 1 FROM ticket;
  INSERT INTO life_event (life_id, ticket_id, rank, desk_id, act, at_ms) VALUES ('heard', 'heard', 1, 'taula-1', 'call', 0);
  INSERT INTO appointment_day SELECT service_day FROM ticket;
  INSERT INTO appointment SELECT 'booked', service_day, x'00' FROM ticket;
  INSERT INTO check_in SELECT ticket_id, 'booked', service_day, 0 FROM ticket;
  INSERT INTO check_in_code SELECT 'hash', ticket_id, service_day FROM ticket;
  INSERT INTO seal_shown SELECT 'mark', issued_at_ms FROM ticket;`;
const ENDING = Object.entries(RETENTION.kiosk).flatMap(([column, entry]) =>
  classesOf(entry).some((name) => RETENTION.classes[name].end === 'delete-row') ? [column.split('.')[0] ?? ''] : [],
);

test('every table whose class ends has lost the rows of a day at the end of its terms, and keeps the rows of this day', () => {
  const anchor = { trustedMs: NOON_MS, atMonotonicMs: 1_000 };
  const kiosk = open(temporaryFolder(), createManualClock(NOON_MS), { anchor: () => anchor });
  const { print, clock, prune, count, opened, appointments } = kiosk;
  print();
  opened.database.exec(OTHER_ROWS);
  const tables = [...new Set(ENDING)];
  expect(tables.filter((table) => count(table) === 0)).toEqual([]);
  clock.advance(KEPT_MS + DAY_MS);
  const today = dayOf(clock.wallMs());
  opened.database
    .prepare('INSERT INTO served_mark VALUES (?, ?, ?, 1, 9, 0, 1, 0, NULL, NULL)')
    .run('young', 'B', today);
  expect(prune(null)).toEqual({ 'turn-copy': 2, 'held-appointment': 2 });
  // The kiosk has given no number since the clock moved on, so its last service day is unchanged, and a sibling's number of that day
  // (`heard_ticket`) stays.
  expect(['ticket', 'event', 'served_mark', 'heard_ticket', 'check_in', 'check_in_code'].map(count)).toEqual([
    0, 0, 1, 1, 0, 0,
  ]);
  print();
  expect(prune(null)).toEqual({ 'held-appointment': 1 });
  appointments.endDay(today);
  const left = tables.filter((table) => count(table) > 0);
  expect(left).toEqual(['event', 'paper_job', 'served_mark', 'ticket']);
  expect(left.map(count)).toEqual([1, 1, 1, 1]);
  // The numbering of events (`ord`) has started again, so the last number that the centre has is 0, and the new event is still sent.
  expect(opened.database.prepare('SELECT delivered_ord FROM centre').pluck().get()).toBe(0);
});

test('events and lists of documents end by the millisecond, tickets with the whole of their service day', () => {
  const lastMs = Date.parse('2026-11-25T02:59:59Z');
  const { store, print, knows, clock, prune, count, addList } = open(temporaryFolder(), createManualClock(lastMs));
  const record = () =>
    store.recordEvent({ type: 'printer-condition', v: 1, payload: { printer: 'main', condition: 'ready' } });
  const dayBefore = print();
  clock.advance(1_000);
  const morning = print();
  record();
  addList();
  clock.advance(1);
  record();
  addList();
  const boundMs = clock.wallMs() + KEPT_MS;
  clock.advance(8 * 3_600_000);
  const noon = print();
  const left = () => [dayBefore, morning, noon].map(knows);
  prune(null, lastMs + KEPT_MS);
  expect([left(), count('event'), count('paper_job')]).toEqual([[true, true, true], 6, 5]);
  prune(null, lastMs + KEPT_MS + 1_000);
  expect([left(), count('event'), count('paper_job')]).toEqual([[false, true, true], 4, 4]);
  // The day's first ticket stays, and so does every event after it; lists of documents belong to no day.
  prune(null, boundMs);
  expect([left(), count('event'), count('paper_job')]).toEqual([[false, true, true], 4, 3]);
  prune(null, boundMs + DAY_MS - 2_000);
  expect(left()).toEqual([false, true, true]);
  prune(null, boundMs + DAY_MS);
  expect([left(), count('event'), count('paper_job')]).toEqual([[false, false, false], 0, 0]);
});

test('a number and a list of documents dated 2040 end with their neighbours', () => {
  const { print, clock, prune, knows, count, addList } = open(temporaryFolder(), createManualClock(NOON_MS));
  print();
  clock.setWall(IN_2040_MS);
  const during = print();
  addList();
  clock.setWall(NOON_MS);
  addList();
  print();
  clock.advance(KEPT_MS + 2 * DAY_MS);
  const young = print();
  addList();
  prune(null);
  expect([knows(during), knows(young), count('ticket'), count('paper_job')]).toEqual([false, true, 1, 2]);
  // No list was printed after the newest list, so no later date shows that the newest list's date is wrong. The newest list therefore
  // counts as new.
  clock.setWall(IN_2040_MS);
  addList();
  prune(null, NOON_MS + 2 * KEPT_MS + 9 * DAY_MS);
  expect([knows(young), count('paper_job')]).toEqual([false, 1]);
});

test('a number labelled by a clock in 2040 loses its needs when its neighbours do, and is deleted with them', () => {
  let anchor: Anchor | null = null;
  const kiosk = open(temporaryFolder(), createManualClock(IN_2040_MS), { anchor: () => anchor });
  const { print, clock, prune, knows, opened } = kiosk;
  const blanked = Object.entries(RETENTION.kiosk).flatMap(([column, entry]) =>
    column.startsWith('ticket.') && classesOf(entry).some((name) => RETENTION.classes[name].end === 'blank-column')
      ? [column.slice('ticket.'.length)]
      : [],
  );
  const left = () =>
    opened.database
      .prepare<[], string>(
        `SELECT ${blanked.map((name) => `coalesce(${name}, '')`).join(' || ')} FROM ticket ORDER BY ticket_no`,
      )
      .pluck()
      .all();
  const first = print();
  clock.setWall(NOON_MS);
  anchor = { trustedMs: NOON_MS, atMonotonicMs: clock.monotonicMs() };
  const second = print();
  clock.advance(15 * DAY_MS);
  print();
  opened.database.exec(`UPDATE ticket SET ${blanked.map((name) => `${name} = 1`).join(', ')}`);
  expect(opened.database.prepare('SELECT DISTINCT service_day FROM ticket').pluck().all()).toHaveLength(3);
  prune(null);
  const all = '1'.repeat(blanked.length);
  expect([blanked.length, left().map((text) => text.replaceAll('.0', ''))]).toEqual([10, ['', '', all]]);
  clock.advance(KEPT_MS - DAY_MS);
  prune(null);
  expect([knows(first), knows(second), left()]).toEqual([false, false, ['']]);
});

test('each class ends with its own day, once, and the rows are counted', () => {
  const { store, print, clock, prune, opened } = open(temporaryFolder(), createManualClock(NOON_MS));
  const found = store.findByRequest(print());
  const ticketId = found.ok && found.value !== null ? found.value.ticketId : null;
  if (ticketId === null) expect.fail('no ticket');
  opened.database.exec('UPDATE ticket SET preferential = 1, appointment_ms = 1');
  const [from, to] = [new Date(NOON_MS).toISOString(), new Date(NOON_MS + 1).toISOString()];
  const proof = { ticketId, code: 'AAAA11112222', from, to };
  store.recordEvent({ type: 'attendance-proof-printed', v: 1, payload: proof });
  const days = [DEFAULT_TERMS.need, DEFAULT_TERMS['visit-link'], DEFAULT_TERMS['attendance-copy']];
  const ended = days.map((day) => {
    clock.setWall(NOON_MS + day * DAY_MS);
    const early = prune(null);
    clock.advance(DAY_MS);
    return [early, prune(null), prune(null)];
  });
  expect(ended).toEqual([
    [{}, { need: 1 }, {}],
    [{}, { 'visit-link': 1 }, {}],
    [{}, { 'attendance-copy': 1 }, {}],
  ]);
  expect(opened.database.prepare(`SELECT payload FROM event WHERE payload LIKE '%AAAA1111%'`).all()).toEqual([]);
});

test('a slip that is printed again or not yet printed keeps its number, and the number keeps its acts', () => {
  const { store, print, clock, prune, count, opened } = open(temporaryFolder(), createManualClock(NOON_MS));
  const { database } = opened;
  for (let given = 0; given < 3; given += 1) print();
  clock.advance(KEPT_MS + DAY_MS);
  const change = database.prepare('UPDATE paper_job SET state = ?, asked_at_ms = ? WHERE ticket_no = ?');
  change.run('waiting', NOON_MS, 1);
  change.run('sending', NOON_MS, 2);
  database.exec(`INSERT INTO ticket_state SELECT ticket_id, 'served' FROM ticket`);
  print();
  prune(null);
  expect([count('ticket'), count('ticket_state'), count('event')]).toEqual([3, 2, 1]);
  expect(store.unfinishedSlips()).toMatchObject({ ok: true, value: [{ kind: 'ticket' }, { kind: 'ticket' }] });
  change.run('printed', clock.wallMs(), 1);
  change.run('printed', NOON_MS, 2);
  prune(null);
  expect([count('ticket'), count('ticket_state')]).toEqual([2, 1]);
});

test('a refused event and a boot end with the events they belong to', () => {
  const { print, clock, prune, count, opened } = open(temporaryFolder(), createManualClock(NOON_MS));
  const { database } = opened;
  print();
  database.exec(`INSERT INTO boot VALUES (100, 'old'), (101, 'new'); UPDATE event SET boot_no = 100`);
  clock.advance(KEPT_MS + DAY_MS);
  print();
  database.exec(`UPDATE event SET boot_no = 101 WHERE ord = (SELECT max(ord) FROM event);
    INSERT INTO dead_letter SELECT ord, '{}', at_ms, 0 FROM event`);
  prune(null);
  expect(database.prepare(`SELECT boot_id FROM boot WHERE boot_no >= 100`).pluck().all()).toEqual(['new']);
  expect([count('dead_letter'), count('event')]).toEqual([1, 1]);
});

test('without the days of work nothing of a number ends, but a signed code does, off the disk', () => {
  const { print, clock, count, opened, data, now, addList } = open(temporaryFolder(), createManualClock(NOON_MS));
  print();
  addList();
  const { database } = opened;
  const mark = randomUUID();
  const show = database.prepare('INSERT INTO seal_shown VALUES (?, ?)');
  show.run(mark, clock.wallMs());
  clock.advance(1);
  show.run(randomUUID(), clock.wallMs());
  clock.advance(DAY_MS);
  const retain = openRetention(database, { ...opened.journal, oldest: () => null });
  const onDisk = () =>
    ['torn.db', 'torn.db-wal'].some((file) => readFileSync(join(data, file), 'latin1').includes(mark));
  expect(onDisk()).toBe(true);
  expect(retain({ ...now(), hasWorked: () => false }, { ...DEFAULT_TERMS, 'turn-copy': 0 })).toEqual({});
  expect([count('seal_shown'), count('ticket'), count('event'), count('paper_job')]).toEqual([1, 1, 2, 2]);
  expect(onDisk()).toBe(false);
});

test('a deletion that fails halfway deletes nothing, and the next one deletes', () => {
  const { print, clock, prune, knows, count, opened } = open(temporaryFolder(), createManualClock(NOON_MS));
  const old = print();
  opened.database.exec(OTHER_ROWS);
  clock.advance(KEPT_MS + DAY_MS);
  // A trigger fails at the last table, as a full disk or a damaged page does.
  opened.database.exec(
    `CREATE TEMP TRIGGER full BEFORE DELETE ON ticket_state BEGIN SELECT raise(ABORT, 'disk full'); END`,
  );
  expect(() => prune(null)).toThrow('disk full');
  expect([knows(old), count('event'), count('paper_job'), count('seal_shown')]).toEqual([true, 2, 1, 1]);
  opened.database.exec('DROP TRIGGER full');
  prune(null);
  expect([knows(old), count('event'), count('paper_job'), count('seal_shown')]).toEqual([false, 0, 0, 0]);
});

test('the last acknowledged event ends and the next one stays; each that the journal contains stays', () => {
  const { enrol, print, clock, prune, settleAll, waiting, count } = open(temporaryFolder(), createManualClock(NOON_MS));
  enrol();
  for (let given = 0; given < 3; given += 1) print();
  settleAll();
  print();
  clock.advance(KEPT_MS + DAY_MS);
  prune({ epoch: 1, seq: 4 });
  expect(count('event')).toBe(2);
  prune({ epoch: 0, seq: 99 });
  expect(count('event')).toBe(2);
  prune(null);
  expect([count('event'), waiting()]).toEqual([1, ['ticket-issued']]);
  settleAll();
  prune(null);
  // All events were deleted, so their numbering (`ord`) starts again. The new event still waits for the centre.
  print();
  expect([count('event'), waiting()]).toEqual([1, ['ticket-issued']]);
});
