import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lifeOf } from '../../../../../src-main/domain/ticket-life.ts';
import { openServedCleaning } from '../../../../../src-main/staff/store/served-marks.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';
import { must } from '../../../../support/must.ts';
import { listedDay } from '../../../../support/service-day.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';
import { loseDatabase, openTestStore } from '../../../../support/test-store.ts';
import { issueTicket } from '../../../../support/ticket-order.ts';

const NOON_MS = Date.parse('2026-11-24T11:00:00Z');
const DAY = '2026-11-24';
const HOUR = 3_600_000;
const MINUTE = 60_000;

function open(data = temporaryFolder()) {
  const clock = createManualClock(NOON_MS);
  const kept = openTestStore(data, clock);
  const issue = (series = 'A', startMs: number | null = null) =>
    issueTicket(kept.store, {
      series,
      visitType: startMs === null ? 'walk-in' : 'appointment',
      ...(startMs === null
        ? {}
        : {
            checkIn: {
              appointmentId: randomUUID(),
              way: 'qr',
              trust: 'cache',
              arrivedInWindow: 'in-time',
              deskId: null,
              preferential: false,
              comeAndFetch: false,
              appointmentStart: new Date(startMs).toISOString(),
            } as const,
          }),
    });
  const listed = () => {
    return must(kept.store.day.list(kept.store.today.now(), 1_000)).map(({ ticket }) => ticket.label);
  };
  const numbers = (last: number, first = 1, series = 'A') => ({
    series,
    today: kept.store.today.now(),
    first,
    last,
    appointmentsUntilMs: clock.wallMs(),
  });
  const sent = () => {
    return must(kept.outbox.next(100)).flatMap(({ wire }) => (wire?.type.includes('served') ? [wire] : []));
  };
  return { ...kept, data, clock, issue, listed, numbers, sent };
}
const done = { ok: true, value: null };

describe('numbers that the staff marked as served', () => {
  test('can be undone for a minute, and once', () => {
    const { served, issue, numbers, clock } = open();
    issue();
    const [first, second] = [randomUUID(), randomUUID()];
    served.note(first, numbers(1));
    expect([served.mayUndo(first, MINUTE), served.mayUndo(second, MINUTE)]).toEqual([true, false]);
    clock.advance(MINUTE + 1);
    expect(served.mayUndo(first, MINUTE)).toBe(false);
    served.note(second, numbers(1));
    served.undo(second, MINUTE);
    expect(served.mayUndo(second, MINUTE)).toBe(false);
  });

  test('no longer wait, are counted before they are marked, and are sent to the centre once', () => {
    const { served, store, issue, listed, numbers, sent } = open();
    for (let no = 0; no < 5; no += 1) issue();
    issue('B');
    expect(served.count(numbers(3))).toEqual({ ok: true, value: 3 });
    const markId = randomUUID();
    expect(served.note(markId, numbers(3))).toEqual(done);
    expect(served.count(numbers(4))).toEqual({ ok: true, value: 1 });
    expect(listed()).toEqual(['A004', 'A005', 'B001']);
    expect(store.day.waiting(store.today.now())).toMatchObject({ value: [{ count: 3 }] });
    expect(store.day.countUnprinted(store.today.now())).toMatchObject({ value: 0 });
    served.note(randomUUID(), numbers(5, 5));
    expect(listed()).toEqual(['A004', 'B001']);
    expect(sent().map(({ type, payload }) => ({ type, ...payload }))).toMatchObject([
      {
        type: 'numbers-served',
        markId,
        series: 'A',
        serviceDay: DAY,
        from: 1,
        to: 3,
        rank: 1,
        appointmentsUntil: '2026-11-24T11:00:00.000Z',
      },
      { type: 'numbers-served', from: 5, to: 5, rank: 2 },
    ]);
  });

  test('up to a number of the slot’s next band include no number of another slot that a sibling gave this kiosk', () => {
    const { served, store, listed, numbers } = open();
    for (const [fromSlot, number] of [
      [2, 400],
      [4, 899],
      [1, 1_001],
    ] as const)
      issueTicket(store, { given: { number, serviceDay: DAY, fromSlot } });
    expect(listed().toSorted()).toEqual(['A1001', 'A400', 'A899']);
    expect(served.count(numbers(1_001))).toEqual({ ok: true, value: 1 });
    served.note(randomUUID(), numbers(1_001));
    expect(listed().toSorted()).toEqual(['A400', 'A899']);
  });

  test('leave out an appointment before its hour, unless it is the only number of the mark', () => {
    const { served, issue, listed, numbers } = open();
    issue();
    issue('A', NOON_MS + HOUR);
    issue('A', NOON_MS - HOUR);
    issue('A', NOON_MS + HOUR);
    served.note(randomUUID(), numbers(4));
    expect(listed()).toEqual(['A002']);
    served.note(randomUUID(), numbers(2, 2));
    expect(listed()).toEqual([]);
  });

  test('can be undone within a minute, once, and not later; other marks stay', () => {
    const { served, clock, issue, listed, numbers, sent } = open();
    issue();
    issue();
    const [all, one] = [randomUUID(), randomUUID()];
    served.note(all, numbers(2));
    served.note(one, numbers(1, 1));
    clock.advance(MINUTE);
    expect(served.undo(all, MINUTE)).toEqual({ ok: true, value: true });
    expect(served.undo(all, MINUTE)).toEqual({ ok: true, value: true });
    expect(listed()).toEqual(['A002']);
    clock.advance(1);
    expect(served.undo(one, MINUTE)).toEqual({ ok: true, value: false });
    expect(served.undo(randomUUID(), MINUTE)).toEqual({ ok: true, value: false });
    expect(sent().map(({ type }) => type)).toEqual(['numbers-served', 'numbers-served', 'served-undone']);
  });

  test.each(['database', 'journal'])('stay marked when the %s is lost', (lost) => {
    const first = open();
    for (let no = 0; no < 4; no += 1) first.issue();
    const undone = randomUUID();
    first.served.note(randomUUID(), first.numbers(1));
    first.served.note(undone, first.numbers(3));
    first.served.undo(undone, MINUTE);
    first.close();
    if (lost === 'journal') rmSync(join(first.data, 'journal'), { recursive: true });
    else loseDatabase(first.data);
    const again = open(first.data);
    expect(again.listed()).toEqual(['A002', 'A003', 'A004']);
    expect(again.sent()).toHaveLength(3);
  });

  test('are kept as long as a ticket of their day, and no longer', () => {
    const { served, opened, issue, listed, numbers } = open();
    issue();
    const past = randomUUID();
    served.note(past, { ...numbers(1), today: listedDay('2026-11-23') });
    served.undo(past, MINUTE);
    served.note(randomUUID(), numbers(1));
    const marks = () => opened.database.prepare('SELECT service_day FROM served_mark').pluck().all();
    expect(marks().toSorted()).toEqual(['2026-11-23', DAY]);
    openServedCleaning(opened.database)(DAY);
    expect(marks()).toEqual([DAY]);
    expect(opened.database.prepare('SELECT mark_id FROM served_undo').all()).toEqual([]);
    expect(listed()).toEqual([]);
  });

  test('give the same list in the database as the life of the same events', () => {
    const act = fc.record({
      first: fc.integer({ min: 1, max: 6 }),
      last: fc.integer({ min: 1, max: 6 }),
      undone: fc.boolean(),
      withdrawn: fc.integer({ min: 1, max: 30 }),
    });
    const { served, store, issue, listed, numbers } = open();
    let run = 0;
    fc.assert(
      fc.property(fc.array(act, { maxLength: 6 }), (acts) => {
        run += 1;
        const series = `K${run}-`;
        const tickets = Array.from({ length: 6 }, (_, no) => issue(series, no % 2 === 0 ? null : NOON_MS + HOUR));
        for (const { first, last, undone, withdrawn } of acts) {
          const markId = randomUUID();
          served.note(markId, numbers(last, first, series));
          if (undone) served.undo(markId, MINUTE);
          const gone = tickets[withdrawn - 1];
          if (gone) store.withdraw(gone.ticketId);
        }
        const counting = tickets.flatMap(({ number, label }) => {
          const found = store.day.withNumber(store.today.now(), number);
          const one = found.ok ? found.value.find(({ ticket }) => ticket.series === series) : undefined;
          if (one === undefined) throw new Error(label);
          return one.ticket.withdrawnAtMs === null && lifeOf(one.servedEvents).state === 'waiting' ? [label] : [];
        });
        expect(listed().filter((label) => label.startsWith(series))).toEqual(counting);
      }),
      { numRuns: 60 },
    );
  });
});
