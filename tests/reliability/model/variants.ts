import { bandsOf, nextIn } from '../../../src-main/domain/numbering.ts';
import { JOB_LIFE_MS } from '../../../src-main/domain/print-job.ts';
import { type IssuedNumber, issueNumber, type SeriesState } from '../../../src-main/tickets/rules/issue-number.ts';
import { type DayReading, readServiceDay } from '../../../src-main/tickets/rules/time-label.ts';
import { bookOf } from './disk.ts';
import { monotonicOf, wallOf } from './kiosk.ts';
import {
  type Choice,
  FAULTS,
  type Fault,
  INVARIANTS,
  type Invariant,
  type Kiosk,
  type PrintJob,
  type Variant,
  type World,
} from './state.ts';
import { dayOf, rowKey } from './world.ts';

const isYoung = (world: World, kiosk: Kiosk, { boot, pressedMonotonicMs }: PrintJob) =>
  boot === kiosk.boot && monotonicOf(world, kiosk) - pressedMonotonicMs <= JOB_LIFE_MS;

export const PRODUCT: Variant = {
  name: 'the product',
  leastKiosks: 1,
  faults: new Set(FAULTS),
  checks: new Set(INVARIANTS),
  journal: true,
  durableCommits: true,
  printsFirst: false,
  jobsOutliveTheProcess: false,
  line: { isCounted: true, keepsDay: true, asksOwner: true },
  mayPrint: isYoung,
  choose: (world, kiosk, series) => chooseByProduct(world, kiosk, series, (session) => session),
};

export function readDay(world: World, kiosk: Kiosk): DayReading | null {
  const { anchor, database } = kiosk;
  if (database === null) return null;
  const clock = { wallMs: wallOf(world, kiosk), monotonicMs: monotonicOf(world, kiosk) };
  return readServiceDay(clock, anchor, database.clock, dayOf);
}

function chooseByProduct(
  world: World,
  kiosk: Kiosk,
  series: number,
  sessionOf: (session: SeriesState | null) => SeriesState | null,
): Choice | null {
  const day = readDay(world, kiosk);
  if (day === null || kiosk.database === null) return null;
  const { slot, books } = kiosk.database;
  const { counters, session } = bookOf(books, series);
  const { serviceDay } = day;
  const issued = issueNumber(
    { slot, counter: { serviceDay, last: counters.get(serviceDay) ?? 0 }, session: sessionOf(session) },
    { day, monotonicMs: monotonicOf(world, kiosk), lastTicket: kiosk.lastTickets[series] ?? null },
  );
  if (!issued.ok) return null;
  const { number } = issued.value;
  return { number, serviceDay, issued: issued.value, clock: day.row };
}

/** Completes the choice of a planted fault that computes only a number and a day. */
function asChoice(world: World, kiosk: Kiosk, day: DayReading, number: number, learned?: () => void): Choice {
  const { serviceDay } = day;
  const issued: IssuedNumber = {
    number,
    serviceDay,
    counter: { serviceDay, last: number },
    session: { last: number, upper: serviceDay },
    lastTicket: { serviceDay, monotonicMs: monotonicOf(world, kiosk) },
  };
  const choice = { number, serviceDay, issued, clock: day.row };
  return learned === undefined ? choice : { ...choice, learned };
}

const lastOf = ({ database }: Kiosk, series: number, serviceDay: string): number =>
  (database === null ? undefined : bookOf(database.books, series).counters.get(serviceDay)) ?? 0;

const highestKnown = (kiosk: Kiosk, series: number, serviceDay: string): number =>
  Math.max(lastOf(kiosk, series, serviceDay), kiosk.heard.get(rowKey(series, serviceDay)) ?? 0);

function chooseNextToKnown(world: World, kiosk: Kiosk, series: number): Choice | null {
  const day = readDay(world, kiosk);
  return day && asChoice(world, kiosk, day, highestKnown(kiosk, series, day.serviceDay) + 1);
}

const LEASE_MS = 60_000;

/**
 * Lets one kiosk, the leader, count for all kiosks in contact. Each kiosk judges the leader's lease by its own wall
 * clock, which is the fault.
 */
function chooseByLeader(world: World, kiosk: Kiosk, series: number): Choice | null {
  const day = readDay(world, kiosk);
  if (day === null) return null;
  const wallMs = wallOf(world, kiosk);
  if (kiosk.lease.holder !== kiosk.index && wallMs > kiosk.lease.untilWallMs) kiosk.lease.holder = kiosk.index;
  const leader = world.kiosks[kiosk.lease.holder];
  if (leader === undefined || !leader.running || leader.lease.holder !== leader.index) return null;
  if (leader !== kiosk && !(kiosk.online && leader.online)) return null;
  const row = rowKey(series, day.serviceDay);
  const number = highestKnown(leader, series, day.serviceDay) + 1;
  return asChoice(world, kiosk, day, number, () => {
    leader.heard.set(row, number);
    for (const follower of world.kiosks)
      if (follower === leader || (follower.running && follower.online && leader.online)) {
        follower.heard.set(row, number);
        follower.lease = { holder: leader.index, untilWallMs: wallOf(world, follower) + LEASE_MS };
      }
  });
}

/** Begins with the first number again whenever the wall clock's date has changed. */
function chooseByDate(world: World, kiosk: Kiosk, series: number): Choice | null {
  if (kiosk.database === null) return null;
  const wallMs = wallOf(world, kiosk);
  const serviceDay = dayOf(wallMs);
  const { slot, tickets } = kiosk.database;
  const last = world.tickets[tickets.findLast((id) => world.tickets[id]?.series === series) ?? -1];
  const number = slot === null ? null : nextIn(bandsOf(slot), last?.serviceDay === serviceDay ? last.number : 0);
  if (number === null) return null;
  const day = readServiceDay({ wallMs, monotonicMs: 0 }, null, { lastServiceDay: null, lastWallMs: null }, dayOf);
  return asChoice(world, kiosk, day, number);
}

/** Gives each kiosk every nth number, where n is the number of known kiosks. */
function chooseResidue(world: World, kiosk: Kiosk, series: number): Choice | null {
  const day = readDay(world, kiosk);
  if (day === null) return null;
  let number = lastOf(kiosk, series, day.serviceDay) + 1;
  while (number % kiosk.classes !== kiosk.index % kiosk.classes) number += 1;
  return asChoice(world, kiosk, day, number);
}

const control = (
  name: string,
  faults: readonly Fault[],
  checks: readonly Invariant[],
  rest: Partial<Omit<Variant, 'name' | 'faults' | 'checks'>>,
): Variant => ({ ...PRODUCT, name, faults: new Set(faults), checks: new Set(checks), ...rest });

/**
 * Faulty ways of numbering, each with the promises that it breaks. If the scheduler's runs show no fault in one of these ways, the runs
 * prove nothing about the product.
 */
export const CONTROLS: readonly Variant[] = [
  control('one more than the highest number known of', ['partition', 'loss'], ['I1', 'C1'], {
    leastKiosks: 2,
    choose: chooseNextToKnown,
  }),
  control('a leader whose lease is judged by wall clocks', ['partition', 'loss', 'clock', 'kill'], ['I1', 'C1'], {
    leastKiosks: 2,
    choose: chooseByLeader,
  }),
  control('001 when the date is another', ['clock', 'kill'], ['I1', 'C1'], { choose: chooseByDate }),
  control('commits that power may undo, and no journal', ['power'], ['I1', 'I4', 'C1'], {
    journal: false,
    durableCommits: false,
  }),
  control('paper before the commit, and no journal', ['kill'], ['I1', 'I4'], { journal: false, printsFirst: true }),
  control('no journal', ['database', 'kill'], ['I1', 'C1'], { journal: false }),
  control('residue classes that change while a kiosk is away', ['partition', 'loss'], ['I1', 'C1'], {
    leastKiosks: 2,
    choose: chooseResidue,
  }),
  control('no number carried over from day to day', ['clock', 'kill'], ['U2'], {
    choose: (world, kiosk, series) => chooseByProduct(world, kiosk, series, () => null),
  }),
  control('paper however late', FAULTS, ['U2'], { jobsOutliveTheProcess: true, mayPrint: () => true }),
  control('numbers for other kiosks that nobody counts', ['kill'], ['I1', 'C1'], {
    leastKiosks: 2,
    line: { ...PRODUCT.line, isCounted: false },
  }),
  control('numbers of other kiosks under the day of whoever prints them', ['clock', 'kill'], ['I1', 'C1'], {
    leastKiosks: 2,
    line: { ...PRODUCT.line, keepsDay: false },
  }),
  control('numbers of other kiosks printed again without a question', ['clock', 'kill'], ['U2'], {
    leastKiosks: 2,
    line: { ...PRODUCT.line, asksOwner: false },
  }),
];
