import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type HeardDesk,
  LEAST_MEASURED,
  type MeasuredVisit,
  openDesks,
  type QueuedPerson,
  type QueueNow,
  reachOf,
  tookOf,
  usualVisitMs,
  waitRange,
  waitRanges,
} from '../../../../../src-main/calling/rules/waits.ts';
import { callingOrder, USUAL_CALLING } from '../../../../../src-main/domain/calling-order.ts';
import { type PastCall, type TurnInHall, withinShare } from '../../../../../src-main/domain/from-home.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NOW = 100 * DAY + 10 * HOUR;
const hourOf = (atMs: number): number => Math.floor((atMs % DAY) / HOUR);

const walkIn = (no: number, over: Partial<QueuedPerson> = {}): QueuedPerson => ({
  ticketId: `t${String(no).padStart(3, '0')}`,
  class: 'walk-in',
  serviceId: 'tramits',
  dueMs: NOW - (500 - no) * 1_000,
  ...over,
});
const people = (many: number): QueuedPerson[] => Array.from({ length: many }, (_, no) => walkIn(no));
const desk = (sinceMs: number | null = null, calls: readonly string[] = ['tramits']): QueueNow['desks'][number] => ({
  calls: new Set(calls),
  holds: sinceMs === null ? null : { serviceId: 'tramits', sinceMs },
});
const minutes = (...values: number[]): number[] => values.map((value) => value * MINUTE);
const TOOK = minutes(4, 5, 6, 7, 8, 9, 4, 5, 6, 7, 8, 9);
const queue = (over: Partial<QueueNow> = {}): QueueNow => ({
  waiting: people(6),
  desks: [desk()],
  tookMs: new Map([['tramits', TOOK]]),
  coming: [],
  rule: USUAL_CALLING,
  nowMs: NOW,
  ...over,
});
const last = walkIn(499, { ticketId: 'zz', dueMs: NOW });

describe('a range of waiting', () => {
  test('counts people with an earlier appointment who have yet to come before a person who is here already', () => {
    const later = walkIn(1, { class: 'appointment', dueMs: NOW + 40 * MINUTE });
    const coming = [{ serviceId: 'tramits', class: 'appointment' as const, perHour: 20 }];
    expect(waitRange(later, queue({ waiting: [later] }))).toEqual({ from: 30, to: 35 });
    expect(waitRange(later, queue({ waiting: [later], coming }))?.from).toBeGreaterThan(45);
  });

  test('is the time that the people before take, shared among the desks', () => {
    const one = waitRange(last, queue());
    const three = waitRange(last, queue({ desks: [desk(), desk(), desk()] }));
    // Six people are ahead, at 6.5 minutes each.
    expect(one).toEqual({ from: 30, to: 50 });
    expect(three).toEqual({ from: 5, to: 15 });
  });

  test('begins at zero while a desk is free and the queue is empty, and counts how long a visit has lasted already', () => {
    expect(waitRange(last, queue({ waiting: [] }))).toEqual({ from: 0, to: 1 });
    const recent = waitRange(last, queue({ waiting: [], desks: [desk(NOW)] }));
    const soon = waitRange(last, queue({ waiting: [], desks: [desk(NOW - 8 * MINUTE)] }));
    expect(recent?.from).toBeGreaterThanOrEqual(3);
    expect(soon?.to).toBeLessThanOrEqual(5);
  });

  test('counts all people who go first, including people who have not come yet', () => {
    const alone = waitRange(last, queue({ waiting: people(3) }));
    const often = { serviceId: 'tramits', class: 'appointment', perHour: 4 } as const;
    const overtaken = waitRange(last, queue({ waiting: people(3), coming: [often] }));
    expect(overtaken?.to).toBeGreaterThan(alone?.to ?? 0);
    const first = walkIn(1, { ticketId: 'first', class: 'preferential', dueMs: NOW - 60 * MINUTE });
    expect(waitRange(first, queue({ waiting: people(20) }))).toEqual({ from: 0, to: 1 });
  });

  test('counts only desks that call the service', () => {
    const others = [desk(), desk(null, ['padro']), desk(null, ['padro'])];
    expect(waitRange(last, queue({ desks: others }))).toEqual(waitRange(last, queue()));
  });

  test('is unknown if no desk calls the service, too little was measured, or the wait would be too long', () => {
    expect(waitRange(last, queue({ desks: [] }))).toBeNull();
    expect(waitRange(last, queue({ desks: [desk(null, ['padro'])] }))).toBeNull();
    expect(waitRange(last, queue({ tookMs: new Map() }))).toBeNull();
    expect(waitRange(last, queue({ waiting: people(200) }))).toBeNull();
  });

  test('is the same whether it is computed for one person or for many, before or after the person takes a ticket', () => {
    const often = { serviceId: 'tramits', class: 'appointment', perHour: 6 } as const;
    const asked = queue({ waiting: people(9), desks: [desk(NOW - MINUTE), desk()], coming: [often] });
    const asking = [...asked.waiting, last, walkIn(498, { ticketId: 'zy', dueMs: NOW, class: 'preferential' })];
    const all = waitRanges(asking, asked);
    expect(all.size).toBe(11);
    for (const person of asking) expect(all.get(person.ticketId)).toEqual(waitRange(person, asked));
    // A person has the same range after taking a ticket as before.
    expect(waitRange(last, { ...asked, waiting: [...asked.waiting, last] })).toEqual(all.get('zz'));
  });

  test('is the same each time, in whole minutes, and ends after it begins', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 25 }), fc.integer({ min: 1, max: 5 }), (many, desks) => {
        const asked = queue({ waiting: people(many), desks: Array.from({ length: desks }, () => desk(NOW - MINUTE)) });
        const range = waitRange(last, asked);
        expect(waitRange(last, asked)).toEqual(range);
        if (range === null) return;
        expect(Number.isInteger(range.from) && Number.isInteger(range.to)).toBe(true);
        expect(range.from).toBeGreaterThanOrEqual(0);
        expect(range.to).toBeGreaterThan(range.from);
      }),
      { numRuns: 20 },
    );
  });
});

describe('measured visits', () => {
  const visits = (many: number, atMs: number, tookMs: number, serviceId = 'tramits'): MeasuredVisit[] =>
    Array.from({ length: many }, (_, no) => ({ serviceId, calledAtMs: atMs - no * 1_000, tookMs, servedMs: null }));

  test('count for their service, hour of the day and last weeks; other hours count only if these are too few', () => {
    const sameHour = visits(LEAST_MEASURED, NOW - DAY + 30 * MINUTE, 5 * MINUTE);
    const otherHour = visits(30, NOW - DAY + 3 * HOUR, 9 * MINUTE);
    const other = visits(30, NOW - DAY, 1 * MINUTE, 'padro');
    const old = visits(30, NOW - 40 * DAY, 2 * MINUTE);
    const all = [...sameHour, ...otherHour, ...other, ...old];
    expect(new Set(tookOf(all, 'tramits', NOW, hourOf))).toEqual(new Set([5 * MINUTE]));
    const few = tookOf([...sameHour.slice(1), ...otherHour], 'tramits', NOW, hourOf);
    expect(new Set(few)).toEqual(new Set([5 * MINUTE, 9 * MINUTE]));
  });

  test('give no result if fewer than twelve, and leave out a visit that was never ended and one of tomorrow', () => {
    expect(tookOf(visits(LEAST_MEASURED - 1, NOW, MINUTE), 'tramits', NOW, hourOf)).toBeNull();
    const forgotten = visits(5, NOW - HOUR, 3 * HOUR);
    const ahead = visits(5, NOW + HOUR, MINUTE);
    expect(tookOf([...visits(11, NOW, MINUTE), ...forgotten, ...ahead], 'tramits', NOW, hourOf)).toBeNull();
  });
});

test('the usual length of a visit is the median of visits whose citizen arrived, and unknown while these are too few', () => {
  const served = (many: number, servedMs: number | null): MeasuredVisit[] =>
    Array.from({ length: many }, () => ({ serviceId: 'tramits', calledAtMs: NOW, tookMs: 20 * MINUTE, servedMs }));
  const usual = (visits: readonly MeasuredVisit[]) => usualVisitMs(visits, 'tramits', NOW, hourOf);
  expect(usual([...served(LEAST_MEASURED - 1, 5 * MINUTE), ...served(30, null)])).toBeNull();
  expect(usual([...served(7, 5 * MINUTE), ...served(6, 60 * MINUTE)])).toBe(5 * MINUTE);
  expect(usual([...served(6, 5 * MINUTE), ...served(7, 9 * MINUTE), ...served(30, null)])).toBe(9 * MINUTE);
});

test('a desk does not count while it is paused, idle while people wait, or with one person for hours', () => {
  const heard = (over: Partial<HeardDesk>): HeardDesk => ({ ...desk(), lastActMs: NOW, isPaused: false, ...over });
  const holds = (sinceMs: number) => ({ holds: { serviceId: 'tramits', sinceMs }, lastActMs: sinceMs });
  const open = (over: Partial<HeardDesk>) => openDesks([heard(over)], NOW).length === 1;
  expect(open({ lastActMs: NOW - 14 * MINUTE })).toBe(true);
  expect(open({ lastActMs: NOW - 16 * MINUTE })).toBe(false);
  expect(open({ isPaused: true })).toBe(false);
  expect(open(holds(NOW - 40 * MINUTE))).toBe(true);
  expect(open(holds(NOW - 3 * HOUR))).toBe(false);
});

test('the reach of a wait is "likely", "doubtful" or "not" by how the range lies before the end', () => {
  expect(reachOf({ from: 10, to: 30 }, 30)).toBe('likely');
  expect(reachOf({ from: 10, to: 30 }, 29)).toBe('doubtful');
  expect(reachOf({ from: 10, to: 30 }, 10)).toBe('not');
  expect(reachOf(null, 1)).toBe('likely');
  expect(reachOf({ from: 10, to: 30 }, null)).toBe('likely');
});

describe('beside turns from home', () => {
  const VISIT = 5 * MINUTE;
  const turns = fc.array(
    fc.record({
      isFromHome: fc.boolean(),
      dueMin: fc.integer({ min: 1, max: 90 }),
      lateMin: fc.integer({ min: 1, max: 60 }),
    }),
    { minLength: 1, maxLength: 14 },
  );
  const past = fc.array(
    fc.record({
      isFromHome: fc.boolean(),
      inHallMin: fc.integer({ min: 1, max: 90 }),
      ago: fc.integer({ min: 0, max: 60 }),
    }),
    { maxLength: 8 },
  );

  /** The tickets as one desk calls them: in calling order, but tickets from home pass citizens in the hall only within `share` per cent. */
  function calledInTurn(waiting: readonly QueuedPerson[], before: readonly PastCall[], share: number): string[] {
    const calls = [...before];
    let left = waiting;
    const order: string[] = [];
    for (let atMs = NOW; left.length > 0; atMs += VISIT) {
      const [next] = withinShare(callingOrder(left, USUAL_CALLING, atMs), turnOf, () => calls, { share });
      if (next === undefined) break;
      left = left.filter((one) => one !== next);
      order.push(next.ticketId);
      calls.push({ ...turnOf(next), calledAtMs: atMs });
    }
    return order;
  }
  const turnOf = ({ hall, serviceId, dueMs }: QueuedPerson): TurnInHall =>
    hall ?? { serviceId, inHallSinceMs: dueMs, isFromHome: false };

  test('each citizen gets the wait of the order that the office’s share produces', () => {
    fc.assert(
      fc.property(turns, past, fc.constantFrom(0, 10, 25, 34, 50, 100), (people, earlier, share) => {
        const waiting = people.map(({ isFromHome, dueMin, lateMin }, no) => {
          const dueMs = NOW - dueMin * MINUTE - no;
          const inHallSinceMs = isFromHome ? Math.min(NOW, dueMs + lateMin * MINUTE) : dueMs;
          return walkIn(no, { dueMs, hall: { serviceId: 'tramits', inHallSinceMs, isFromHome } });
        });
        const calls = earlier.map(({ isFromHome, inHallMin, ago }) => ({
          isFromHome,
          calledAtMs: NOW - ago * MINUTE,
          inHallSinceMs: NOW - (ago + inHallMin) * MINUTE,
        }));
        const fromHome = { share, calls: new Map([['tramits', calls]]), coming: [] };
        const tookMs = new Map([['tramits', Array.from({ length: LEAST_MEASURED }, () => VISIT)]]);
        const ranges = waitRanges(waiting, queue({ waiting, tookMs, fromHome }));
        for (const [place, ticketId] of calledInTurn(waiting, calls, share).entries()) {
          const range = ranges.get(ticketId);
          const real = (place * VISIT) / MINUTE;
          expect(range?.from, `${ticketId} is called at place ${place}`).toBeLessThanOrEqual(real);
          expect(range?.to, `${ticketId} is called at place ${place}`).toBeGreaterThanOrEqual(real);
        }
      }),
    );
  });

  test('holders who have not arrived yet lengthen the wait of a citizen in the hall, as far as the share lets them pass', () => {
    const fromHome = Array.from({ length: 6 }, (_, no) =>
      walkIn(no, { ticketId: `fromHome ${no}`, hall: { serviceId: 'tramits', inHallSinceMs: NOW, isFromHome: true } }),
    );
    const toOf = (share: number, coming: readonly QueuedPerson[]): number =>
      waitRange(last, queue({ fromHome: { share, calls: new Map(), coming } }))?.to ?? Number.NaN;
    expect(toOf(0, fromHome)).toBe(toOf(0, []));
    expect(toOf(50, fromHome)).toBeGreaterThan(toOf(50, []));
  });
});
