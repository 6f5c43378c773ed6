import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { UNREADABLE } from '../../../../../src-main/centre/ports/outbox.ts';
import type { KioskEvent } from '../../../../../src-main/contract/shared/events.ts';
import { RequestId, TicketId } from '../../../../../src-main/contract/shared/ids.ts';
import { writeIdentity } from '../../../../../src-main/storage/identity.ts';
import { lineOf } from '../../../../../src-main/storage/journal-record.ts';
import { MIGRATIONS } from '../../../../../src-main/storage/migrations/index.ts';
import type { TicketOrder } from '../../../../../src-main/tickets/ports/store.ts';
import type { Anchor } from '../../../../../src-main/tickets/rules/time-label.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';
import { must } from '../../../../support/must.ts';
import type { StoreWishes } from '../../../../support/store.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';
import { openTestStore } from '../../../../support/test-store.ts';
import { ticketOrder } from '../../../../support/ticket-order.ts';

const NOON_MS = Date.parse('2026-11-25T11:00:00Z');
const DAY_MS = 86_400_000;

function open(wishes?: StoreWishes, data = temporaryFolder(), clock = createManualClock(NOON_MS)) {
  const kept = openTestStore(data, clock, 1, wishes);
  const next = (count = 200) => must(kept.outbox.next(count));
  const counts = () => {
    const counted = kept.outbox.counts();
    return counted.ok ? counted.value : null;
  };
  return { ...kept, clock, data, next, counts };
}

describe('unsent events', () => {
  test('are in the order they happened, each with its boot', () => {
    const { store, outbox, next, clock } = open();
    const first = ticketOrder();
    store.issue(first);
    clock.advance(1_500);
    store.recordEvent({ type: 'printer-condition', v: 1, payload: { printer: 'main', condition: 'paper-out' } });
    const [, issued, condition] = next().map(({ wire }) => wire);
    expect(issued).toMatchObject({
      type: 'ticket-issued',
      seq: 2,
      at: { wall: '2026-11-25T11:00:00.000Z', bootId: outbox.bootId, monoMs: 1_000, trust: 'guess' },
      payload: { ticketId: first.ticketId, number: 1 },
    });
    expect(issued?.payload).not.toHaveProperty('configVersion');
    expect(condition).toMatchObject({ type: 'printer-condition', seq: 3, at: { monoMs: 2_500 } });
  });

  test('recorded before and after the machine slept have two boots, because the monotonic clock stops in sleep', () => {
    let slept = 500;
    const { store, outbox, next } = open({ sleptMs: () => slept });
    const sentBy = [outbox.bootId];
    store.issue(ticketOrder());
    slept += 900;
    store.issue(ticketOrder());
    slept += 3_600_000;
    store.issue(ticketOrder());
    sentBy.push(outbox.bootId);
    const [before, stillBefore, after] = next()
      .slice(1)
      .map(({ wire }) => wire?.at.bootId);
    expect([before, stillBefore, after]).toEqual([sentBy[0], sentBy[0], sentBy[1]]);
    expect(after).not.toBe(before);
  });

  test('carry the profile under which a ticket was issued, and whether the time was the centre’s', () => {
    const anchor: Anchor = { trustedMs: NOON_MS, atMonotonicMs: 1_000 };
    const { store, next } = open({ anchor: () => anchor, configVersion: 7 });
    store.issue(ticketOrder());
    expect(next().at(-1)?.wire).toMatchObject({ at: { trust: 'trusted' }, payload: { configVersion: 7 } });
  });

  test('are no longer sent once they are settled, also after a restart', () => {
    const first = open();
    first.store.issue(ticketOrder());
    first.store.issue(ticketOrder());
    const [slotGiven, ticket] = first.next();
    expect(first.counts()).toEqual({ unsent: 3, deadLetters: 0 });
    first.outbox.settle(ticket ? [ticket] : [], []);
    first.outbox.settle(slotGiven ? [slotGiven] : [], []);
    first.close();
    const again = open(undefined, first.data, first.clock);
    expect(again.next().map(({ wire }) => wire?.seq)).toEqual([3]);
    expect(again.outbox.bootId).not.toBe(first.outbox.bootId);
  });

  test('that are refused become dead letters, and each is reported to the centre, except a refused report', () => {
    const { store, outbox, next, counts } = open();
    store.issue(ticketOrder());
    const refused = next().at(-1);
    if (!refused) throw new Error('nothing waits');
    outbox.settle([refused], [{ ...refused, problem: 'malformed' }]);
    const [report] = next();
    expect(report?.wire).toMatchObject({
      type: 'upload-rejected',
      payload: { eventId: refused.eventId, problem: 'malformed' },
    });
    if (!report) throw new Error('nothing was told');
    outbox.settle([report], [{ ...report, problem: 'malformed' }]);
    expect(counts()).toEqual({ unsent: 0, deadLetters: 2 });
  });

  test('that are sent again and refused again stay dead letters, and are not reported a second time', () => {
    const { store, outbox, next, counts } = open();
    store.issue(ticketOrder());
    const all = next();
    const refused = all.at(-1);
    if (!refused) throw new Error('nothing waits');
    outbox.settle(all, [{ ...refused, problem: 'malformed' }]);
    outbox.settle(next(), []);
    for (const _time of [1, 2]) {
      outbox.requeueDeadLetters();
      expect(next()).toMatchObject([{ eventId: refused.eventId, again: true }]);
      outbox.settle(next(), [{ ...refused, problem: 'malformed' }]);
      expect(next()).toEqual([]);
      expect(counts()).toEqual({ unsent: 0, deadLetters: 1 });
    }
  });

  test('that cannot be read are requeued too, because a newer program may read them', () => {
    const { store, outbox, opened, next, counts } = open();
    store.recordEvent({ type: 'printer-condition', v: 1, payload: { printer: 'main', condition: 'ready' } });
    const payload = opened.database
      .prepare<[], string>("SELECT payload FROM event WHERE type = 'printer-condition'")
      .pluck()
      .get();
    const write = opened.database.prepare("UPDATE event SET payload = ? WHERE type = 'printer-condition'");
    write.run('{');
    const all = next();
    const unreadable = all.find(({ wire }) => wire === null);
    if (!unreadable) throw new Error('all can be read');
    outbox.settle(all, [{ ...unreadable, problem: UNREADABLE }]);
    outbox.settle(next(), []);
    outbox.requeueDeadLetters();
    expect(next()).toMatchObject([{ eventId: unreadable.eventId, wire: null, again: true }]);
    write.run(payload);
    expect(next()).toMatchObject([{ wire: { type: 'printer-condition' }, again: true }]);
    outbox.settle(next(), []);
    expect(counts()).toEqual({ unsent: 0, deadLetters: 0 });
  });

  test('are sent again to a centre that lost its memory if they are recent, dead letters included', () => {
    const { store, outbox, next, counts, clock } = open();
    store.issue(ticketOrder());
    clock.advance(40 * DAY_MS);
    store.issue(ticketOrder());
    const all = next();
    const [, , last] = all;
    if (!last) throw new Error('nothing waits');
    outbox.settle([last], [{ ...last, problem: 'malformed' }]);
    outbox.sendAgainSince(clock.wallMs() - 30 * DAY_MS);
    expect(next().map(({ wire }) => wire?.type)).toEqual(['ticket-issued', 'upload-rejected']);
    expect(counts()?.deadLetters).toBe(0);
  });

  test('are sent again too if a clock in 1970 dated one of them', () => {
    const { store, outbox, next, clock } = open();
    store.issue(ticketOrder());
    clock.setWall(0);
    store.recordEvent({ type: 'printer-condition', v: 1, payload: { printer: 'main', condition: 'paper-out' } });
    clock.setWall(NOON_MS);
    const all = next();
    outbox.settle(all, []);
    outbox.sendAgainSince(NOON_MS - 30 * DAY_MS);
    expect(next()).toEqual(all);
  });

  test('stay settled for a centre that lost its memory if none is recent', () => {
    const { store, outbox, next, clock } = open();
    store.issue(ticketOrder());
    outbox.settle(next(), []);
    clock.advance(40 * DAY_MS);
    outbox.sendAgainSince(clock.wallMs() - 30 * DAY_MS);
    expect(next()).toEqual([]);
  });

  test('are not held up by a corrupt row', () => {
    const { store, opened, next } = open();
    store.issue(ticketOrder());
    store.recordEvent({ type: 'printer-condition', v: 1, payload: { printer: 'main', condition: 'ready' } });
    opened.database.prepare("UPDATE event SET payload = '{' WHERE type = 'printer-condition'").run();
    opened.database.prepare('UPDATE event SET ticket_no = 99 WHERE ticket_no IS NOT NULL').run();
    expect(next().map(({ wire }) => wire?.type ?? null)).toEqual(['slot-given', null, null]);
  });

  test('that a crash left in the journal alone are restored unchanged and sent', () => {
    const { store, opened, data, clock, close } = open({ configVersion: 3 });
    store.issue(ticketOrder());
    opened.database.exec("CREATE TRIGGER refuse BEFORE INSERT ON ticket BEGIN SELECT raise(ABORT, 'no room'); END");
    store.issue(ticketOrder());
    opened.database.exec('DROP TRIGGER refuse');
    close();
    const again = open(undefined, data, clock);
    expect(again.opened.finding).toEqual({ kind: 'journal-replayed', records: 1 });
    expect(again.next().at(-1)?.wire).toMatchObject({
      type: 'ticket-issued',
      seq: 3,
      at: { monoMs: 1_000, trust: 'guess' },
      payload: { number: 2, configVersion: 3 },
    });
  });

  test('survive a lost database, and are sent once more', () => {
    const first = open({ configVersion: 3 });
    first.store.issue(ticketOrder());
    first.close();
    writeFileSync(join(first.data, 'torn.db'), 'not a database');
    const again = open(undefined, first.data, first.clock);
    expect(again.opened.finding.kind).toBe('database-restored');
    expect(again.next().map(({ wire }) => [wire?.epoch, wire?.seq, wire?.type])).toEqual([
      [1, 1, 'slot-given'],
      [1, 2, 'ticket-issued'],
    ]);
    again.store.issue(ticketOrder());
    expect(again.next().at(-1)?.wire).toMatchObject({ epoch: 2, seq: 1 });
  });
});

describe('the centre’s time', () => {
  test('dates the sessions with unknown dates, so that the next day begins again at 001', () => {
    let anchor: Anchor | null = null;
    const { store, clock } = open({ anchor: () => anchor });
    const label = (): string | null => {
      const issued = store.issue(ticketOrder());
      return issued.ok ? issued.value.label : null;
    };
    label();
    anchor = { trustedMs: NOON_MS, atMonotonicMs: clock.monotonicMs() };
    store.timeTrusted();
    expect(label()).toBe('A002');
    clock.advance(DAY_MS);
    expect(label()).toBe('A001');
  });

  test('changes nothing before it is known', () => {
    const { store, opened } = open();
    store.issue(ticketOrder());
    store.timeTrusted();
    expect(opened.database.prepare('SELECT upper FROM session').pluck().get()).toBeNull();
  });
});

test('a database and a journal from before there was a centre can be opened, and their events wait to be sent', () => {
  const data = temporaryFolder();
  const incarnation = randomUUID();
  const ticketId = TicketId.parse(randomUUID());
  const requestId = RequestId.parse(randomUUID());
  const events: KioskEvent[] = [
    { type: 'slot-given', v: 1, payload: { slot: 1, incarnation, evidence: 'store-new' } },
    {
      type: 'ticket-issued',
      v: 1,
      payload: { ...payloadOf(ticketOrder()), ticketId, serviceDay: '2026-11-25', number: 1 },
    },
  ];
  const records = events.map((event, index) => ({
    epoch: 1,
    seq: index + 1,
    eventId: randomUUID(),
    atMs: NOON_MS,
    requestId: event.type === 'ticket-issued' ? requestId : null,
    event,
  }));
  const journal = join(data, 'journal');
  writeIdentity(journal, { slot: 1, incarnation, epoch: 1, floors: { counters: [], sessions: [] } });
  writeFileSync(join(journal, '2026-11-25.journal'), records.map(lineOf).join(''));
  const old = new Database(join(data, 'torn.db'));
  for (const sql of MIGRATIONS.slice(0, 3)) old.exec(sql);
  old.pragma('user_version = 3');
  old.prepare('INSERT INTO kiosk (id, slot, incarnation, epoch, last_seq) VALUES (1, 1, ?, 1, 2)').run(incarnation);
  old
    .prepare(
      `INSERT INTO ticket (ticket_id, request_id, series, service_day, number, service_id, way, language, issued_at_ms)
       VALUES (?, ?, 'A', '2026-11-25', 1, 'empadronament', 'walk-in', 'ca', ?)`,
    )
    .run(ticketId, requestId, NOON_MS);
  old.exec(`INSERT INTO counter VALUES ('A', '2026-11-25', 1); INSERT INTO session VALUES ('A', 1, NULL)`);
  const addEvent = old.prepare(
    'INSERT INTO event (epoch, seq, event_id, type, v, at_ms, ticket_no, payload) VALUES (1, ?, unhex(?), ?, 1, ?, ?, ?)',
  );
  for (const { seq, eventId, event } of records)
    addEvent.run(
      seq,
      eventId.replaceAll('-', ''),
      event.type,
      NOON_MS,
      event.type === 'ticket-issued' ? 1 : null,
      event.type === 'ticket-issued' ? null : JSON.stringify(event.payload),
    );
  old.close();

  const { opened, next, store } = open(undefined, data);
  expect(opened.finding).toEqual({ kind: 'store-clean' });
  expect(next().map(({ wire }) => [wire?.type, wire?.at])).toEqual([
    ['slot-given', { wall: '2026-11-25T11:00:00.000Z', trust: 'guess' }],
    ['ticket-issued', { wall: '2026-11-25T11:00:00.000Z', trust: 'guess' }],
  ]);
  expect(store.issue(ticketOrder())).toMatchObject({ ok: true, value: { label: 'A002' } });
});

const payloadOf = ({ ticketId, series, serviceId, visitType, language, followToken }: TicketOrder) => ({
  ticketId,
  series,
  serviceId,
  way: visitType,
  language,
  followToken,
});

test('a dead letter is listed with its type, its problem and its time, until it is requeued', () => {
  const { store, outbox, next, clock, counts } = open();
  store.issue(ticketOrder());
  const [given, issued] = next();
  if (given === undefined || issued === undefined) throw new Error('nothing waits');
  clock.advance(60_000);
  outbox.settle([given, issued], [{ ord: issued.ord, eventId: issued.eventId, problem: 'unknown-office' }]);
  const dead = { ord: issued.ord, type: 'ticket-issued', problem: 'unknown-office', atMs: NOON_MS + 60_000 };
  expect(outbox.deadLetters(10)).toEqual({ ok: true, value: [dead] });
  expect(outbox.deadLetters(0)).toEqual({ ok: true, value: [] });
  outbox.requeueDeadLetters();
  expect(outbox.deadLetters(10)).toEqual({ ok: true, value: [] });
  expect(counts()).toMatchObject({ deadLetters: 0 });
});
