import { freeStarts, lineFor, type Wish } from '../../../src-main/domain/booking/free-hours.ts';
import { type OfficeDay, type OfficeHours, officeDay } from '../../../src-main/domain/booking/office-day.ts';
import { type PlacedDay, placeDay, type Taken } from '../../../src-main/domain/booking/placed.ts';
import { type Asker, type BookingPlan, type Door, minutesOf } from '../../../src-main/domain/booking/plan.ts';
import { isReleasedFor, releaseMoment } from '../../../src-main/domain/booking/release.ts';
import type { OpeningHours } from '../../../src-main/domain/opening-hours.ts';
import type { Complaint } from '../../support/ledger.ts';
import type { Random } from '../random.ts';

export type BookingPromise =
  /** A confirmed booking is missing or has a different appointment time. */
  | 'lost'
  /** One secret has two bookings. */
  | 'repeated'
  /** A minute has more visits than places. */
  | 'over-capacity'
  /** A booking took a place that is reserved for others. */
  | 'share'
  /** An appointment time stays taken after the hold on it has ended. */
  | 'held-for-ever'
  /** The list of bookings that a closure cancels has a wrong booking or lacks a booking. */
  | 'hits'
  /** A cancelled appointment time of a later day becomes free at a different moment than the stored one. */
  | 'release';

/** The steps of a replica. A planted fault replaces one of these steps. */
export interface Steps {
  locks: boolean;
  /** Whether a replica reads the taken appointment times after it has the lock (`true`) or when it was asked (`false`). */
  readsUnderLock: boolean;
  isHeld(endsMs: number, nowMs: number): boolean;
  listHits(hits: readonly string[]): readonly string[];
}

export const REAL: Steps = {
  locks: true,
  readsUnderLock: true,
  isHeld: (endsMs, nowMs) => endsMs > nowMs,
  listHits: (hits) => hits,
};

const MINUTE_MS = 60_000;
const HOLD_MS = 10 * MINUTE_MS;
/** Today and tomorrow: a Wednesday and a Thursday in winter time. */
const DAYS = ['2026-11-25', '2026-11-26'] as const;
const [TODAY] = DAYS;
const MIDNIGHT_MS = Date.parse('2026-11-24T23:00:00Z');
const OPENS = 9 * 60;
const CLOSES = 14 * 60;

interface Row {
  taken: Taken;
  /** The end of a hold; `null`: the row is a booking. */
  endsMs: number | null;
  releaseMs: number | null;
  isForeign: boolean;
}

interface World {
  rows: Map<string, Row>;
  plan: BookingPlan;
  hours: OpeningHours;
}

interface Write {
  put: [string, Row][];
  remove: string[];
  plan?: BookingPlan;
  hours?: OpeningHours;
}

const week = <Range>(day: readonly Range[]) => ({
  mon: day,
  tue: day,
  wed: day,
  thu: day,
  fri: day,
  sat: [],
  sun: [],
});
const openHours = (closures: OpeningHours['closures']): OpeningHours => ({
  week: week([{ from: '09:00', to: '14:00' }]),
  seasons: [],
  closures,
});

const timeOf = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** Makes a plan such as a person in an office draws: one to three groups of desks, with or without a break. */
function randomPlan(random: Random): BookingPlan {
  const step = random.pick([10, 15, 30]);
  const services = [
    { serviceId: 'short', minutes: step },
    { serviceId: 'long', minutes: step * random.int(2, 3) },
  ];
  const lines = Array.from({ length: random.int(1, 3) }, (_, index) => {
    const atOnce = random.int(1, 3);
    const noon = random.int(22, 24) * 30;
    const ranges = random.chance(0.4)
      ? [
          { from: '09:00', to: timeOf(noon), atOnce },
          { from: timeOf(noon + 30), to: '14:00', atOnce: random.int(1, 3) },
        ]
      : [{ from: '09:00', to: '14:00', atOnce }];
    return {
      lineId: `line-${index}`,
      services: random.chance(0.7) || index === 0 ? ['short', 'long'] : ['short'],
      deskId: null,
      week: week(ranges),
      exceptions: [],
    };
  });
  const share = () => random.pick([0, 0, 10, 20]);
  return {
    step,
    services,
    lines,
    ahead: { mostDays: 30, leastMinutes: random.pick([0, 30]) },
    shares: {
      walkIn: random.pick([5, 10, 25]),
      sameDay: share(),
      telephone: share(),
      help: share(),
      unproven: random.pick([10, 30, 100]),
      desk: random.pick([100, 10, 30]),
    },
    mostOpen: 3,
    checksHolder: false,
  };
}

/** A person's request to a replica, and the step at which a fault interrupts it. */
interface Request {
  replica: number;
  what: 'hold' | 'confirm' | 'cancel' | 'move' | 'import' | 'close' | 'replan' | 'look';
  asker: Asker;
  errands: string[];
  startMs: number;
  day: (typeof DAYS)[number];
  dies: 'never' | 'before-commit' | 'after-commit';
}

function randomRequest(random: Random, plan: BookingPlan): Request {
  const door: Door = random.pick(['web', 'web', 'web', 'telephone', 'desk', 'seu']);
  const day = random.pick(DAYS);
  const minute = OPENS + random.int(0, (CLOSES - OPENS) / plan.step - 1) * plan.step;
  return {
    replica: random.int(0, 2),
    what: random.pick([
      'hold',
      'hold',
      'hold',
      'hold',
      'confirm',
      'confirm',
      'confirm',
      'cancel',
      'move',
      'import',
      'look',
      ...(random.chance(0.15) ? (['close', 'replan'] as const) : []),
    ]),
    asker: { door, needsHelp: random.chance(0.1), isProven: door === 'seu' || random.chance(0.3) },
    errands: random.pick([['short'], ['short'], ['long'], ['short', 'long']]),
    startMs: MIDNIGHT_MS + DAYS.indexOf(day) * 86_400_000 + minute * MINUTE_MS,
    day,
    dies: random.chance(0.1) ? random.pick(['before-commit', 'after-commit']) : 'never',
  };
}

/**
 * Simulates an office's morning: three replicas serve people at the same time, and the database or a replica stops
 * between their steps.
 */
export function liveMorning(name: string, random: Random, steps: Steps): Complaint<BookingPromise>[] {
  const complaints: Complaint<BookingPromise>[] = [];
  const complain = (promise: BookingPromise, detail: string) =>
    void complaints.push({ promise, detail: `${name}: ${detail}` });
  const world: World = { rows: new Map(), plan: randomPlan(random), hours: openHours([]) };
  const days = new Map<string, OfficeDay>();
  const placesKnown = new Map<string, readonly number[]>();
  let nowMs = MIDNIGHT_MS + 8 * 60 * MINUTE_MS;
  let serial = 0;
  let lockedBy: number | null = null;
  /** Confirmed holds. Below, `booked` has the confirmed bookings with their start. No fault may remove either. */
  const holds: { id: string; asker: Asker }[] = [];
  const booked = new Map<string, number>();
  /** Bookings that were cancelled or moved. An answer that comes later and is about such a booking is ignored. */
  const left = new Set<string>();
  /**
   * The bookings and holds that were made before the last change of the plan or of the opening hours. A booking among them that no longer
   * fits is listed for the staff.
   */
  const before = new Set<string>();
  const cancelledAt = new Map<string, number>();

  const dayOf = (date: string): OfficeDay => {
    const known = days.get(date);
    if (known) return known;
    const office: OfficeHours = {
      zone: 'Europe/Madrid',
      hours: world.hours,
      services: [],
      calendar: { holidays: [] },
    };
    const day = officeDay(world.plan, office, date);
    days.set(date, day);
    return day;
  };
  const dateOf = (startMs: number): (typeof DAYS)[number] => (startMs < MIDNIGHT_MS + 86_400_000 ? DAYS[0] : DAYS[1]);

  /** Returns the day's rows that occupy a place now, as the centre's `readTaken` does. */
  function readDay(rows: ReadonlyMap<string, Row>, date: string): PlacedDay {
    const counted: Taken[] = [];
    for (const { taken, endsMs, releaseMs } of rows.values()) {
      if (dateOf(taken.startMs) !== date) continue;
      if (endsMs !== null && !steps.isHeld(endsMs, nowMs)) continue;
      if (releaseMs !== null && isReleasedFor(releaseMs, null, nowMs)) continue;
      counted.push(taken);
    }
    return placeDay(dayOf(date), counted);
  }

  /** Stores a group of desks for each visit that has none, as the centre's `settleDay` does. */
  function settle(placed: PlacedDay, write: Write, rows: ReadonlyMap<string, Row>): PlacedDay {
    const settled = placed.taken.flatMap((taken) => {
      const lineId = placed.lineOf.get(taken.id) ?? null;
      if (lineId === taken.lineId) return taken;
      const row = rows.get(taken.id);
      if (row === undefined || row.releaseMs !== null) return taken;
      if (row.endsMs !== null && lineId === null) {
        write.remove.push(taken.id);
        return [];
      }
      const given = { ...taken, lineId, placedMs: nowMs };
      write.put.push([taken.id, { ...row, taken: given }]);
      return given;
    });
    return placeDay(placed.day, settled);
  }

  function answerHold(request: Request, rows: ReadonlyMap<string, Row>): { write: Write; id: string | null } {
    const write: Write = { put: [], remove: [] };
    const placed = settle(readDay(rows, request.day), write, rows);
    const wish: Wish = { errands: request.errands, deskId: null, asker: request.asker };
    const lineId = lineFor(placed, wish, request.startMs, { today: TODAY, nowMs });
    const minutes = minutesOf(world.plan, request.errands);
    if (lineId === null || minutes === null) return { write, id: null };
    serial += 1;
    const id = `hold-${serial}`;
    const taken = { id, startMs: request.startMs, services: request.errands, minutes, lineId, deskId: null };
    const row = { taken: { ...taken, placedMs: nowMs, asker: request.asker }, endsMs: nowMs + HOLD_MS };
    write.put.push([id, { ...row, releaseMs: null, isForeign: false }]);
    return { write, id };
  }

  function answerConfirm(id: string, rows: ReadonlyMap<string, Row>): { write: Write; isBooked: boolean } {
    const write: Write = { put: [], remove: [] };
    const row = rows.get(id);
    if (row === undefined || row.releaseMs !== null) return { write, isBooked: false };
    if (row.endsMs === null) return { write, isBooked: true };
    const { taken } = row;
    if (taken.startMs <= nowMs) return { write, isBooked: false };
    const placed = settle(readDay(rows, dateOf(taken.startMs)), write, rows);
    const isHeld = steps.isHeld(row.endsMs, nowMs);
    const wish: Wish = { errands: taken.services, deskId: null, asker: taken.asker };
    const again = { today: TODAY, nowMs: 0 };
    const lineId = (isHeld ? placed.lineOf.get(id) : lineFor(placed, wish, taken.startMs, again)) ?? null;
    if (lineId === null) return { write, isBooked: false };
    write.put.push([id, { ...row, taken: { ...taken, lineId, placedMs: nowMs }, endsMs: null }]);
    return { write, isBooked: true };
  }

  function freeAgain(row: Row, rows: ReadonlyMap<string, Row>, write: Write, id: string): void {
    write.remove.push(id);
    const { startMs } = row.taken;
    const date = dateOf(startMs);
    const releaseMs = releaseMoment({ startMs, date, today: TODAY, nowMs }, random.int(0, 1_000) / 1_000);
    if (date <= TODAY || row.taken.lineId === null) return;
    serial += 1;
    const plain: Asker = { door: 'seu', needsHelp: false, isProven: true };
    const release = {
      ...row.taken,
      id: `release-${serial}`,
      services: [],
      placedMs: Number.POSITIVE_INFINITY,
      asker: plain,
    };
    write.put.push([release.id, { taken: release, endsMs: null, releaseMs, isForeign: false }]);
    if (rows.has(id)) cancelledAt.set(release.id, nowMs);
  }

  function commit({ put, remove, plan, hours }: Write): void {
    for (const id of remove) world.rows.delete(id);
    for (const [id, row] of put) if (!remove.includes(id)) world.rows.set(id, row);
    if (plan) world.plan = plan;
    if (hours) world.hours = hours;
    if (plan || hours) {
      days.clear();
      placesKnown.clear();
      for (const id of world.rows.keys()) before.add(id);
    }
  }

  /** Runs a person's request step by step: ask, wait for the lock, read, write, commit, receive the answer. */
  function* serve(no: number, request: Request): Generator<'wait' | 'go'> {
    const early = new Map(world.rows);
    yield 'go';
    if (steps.locks) {
      while (lockedBy !== null) yield 'wait';
      lockedBy = no;
    }
    const rows = steps.readsUnderLock ? new Map(world.rows) : early;
    const free = () => {
      if (lockedBy === no) lockedBy = null;
    };
    const answered = answer(request, rows);
    yield 'go';
    if (request.dies === 'before-commit') {
      free();
      return;
    }
    commit(answered.write);
    check(answered.added);
    free();
    yield 'go';
    if (request.dies === 'never') answered.hears();
  }

  interface Answered {
    write: Write;
    /** The row to which this write gave a place; `null`: none. */
    added: string | null;
    hears(): void;
  }

  function answer(request: Request, rows: ReadonlyMap<string, Row>): Answered {
    const nothing = { write: { put: [], remove: [] }, added: null, hears: () => undefined };
    switch (request.what) {
      case 'look':
        return nothing;
      case 'hold': {
        const { write, id } = answerHold(request, rows);
        return { write, added: id, hears: () => void (id && holds.push({ id, asker: request.asker })) };
      }
      case 'confirm': {
        const [hold] = holds.length === 0 ? [] : [random.pick(holds)];
        if (hold === undefined) return nothing;
        const { write, isBooked } = answerConfirm(hold.id, rows);
        const startMs = rows.get(hold.id)?.taken.startMs ?? 0;
        const isNew = rows.get(hold.id)?.endsMs != null;
        return {
          write,
          added: isBooked && isNew ? hold.id : null,
          hears: () => void (isBooked && !left.has(hold.id) && booked.set(hold.id, startMs)),
        };
      }
      case 'cancel':
      case 'move': {
        const own = [...rows].filter(([id, row]) => row.endsMs === null && row.releaseMs === null && booked.has(id));
        const [picked] = own.length === 0 ? [] : [random.pick(own)];
        if (picked === undefined) return nothing;
        const [id, row] = picked;
        if (request.what === 'cancel') {
          const write: Write = { put: [], remove: [] };
          freeAgain(row, rows, write, id);
          // The person no longer relies on the booking, because the request may have removed it even without an
          // answer.
          booked.delete(id);
          left.add(id);
          return { write, added: null, hears: () => undefined };
        }
        const { write, id: there } = answerHold(
          { ...request, errands: [...row.taken.services], asker: row.taken.asker },
          rows,
        );
        const [moved] = write.put.filter(([putId]) => putId === there);
        if (there === null || moved === undefined) return nothing;
        freeAgain(row, rows, write, id);
        write.put = write.put.map(([putId, put]) =>
          putId === there ? [putId, { ...put, endsMs: null }] : [putId, put],
        );
        booked.delete(id);
        left.add(id);
        return {
          write,
          added: there,
          hears: () => void (!left.has(there) && booked.set(there, moved[1].taken.startMs)),
        };
      }
      case 'import': {
        serial += 1;
        const id = `import-${serial}`;
        const taken = { id, startMs: request.startMs, services: ['short'], minutes: null, lineId: null, deskId: null };
        const asker: Asker = { door: 'seu', needsHelp: false, isProven: true };
        const row = { taken: { ...taken, placedMs: nowMs, asker }, endsMs: null, releaseMs: null, isForeign: true };
        return { write: { put: [[id, row]], remove: [] }, added: null, hears: () => undefined };
      }
      case 'close': {
        const hours = openHours([{ span: { from: request.day, to: request.day } }]);
        return { write: { put: [], remove: [], hours }, added: null, hears: () => checkClosure(request.day) };
      }
      case 'replan': {
        const plan = { ...randomPlan(random), step: world.plan.step, services: world.plan.services };
        return { write: { put: [], remove: [], plan, hours: openHours([]) }, added: null, hears: () => checkPlan() };
      }
      default:
        return request.what satisfies never;
    }
  }

  const spanOf = ({ startMs, minutes }: Taken): [from: number, to: number] => {
    const from = ((startMs - MIDNIGHT_MS) / MINUTE_MS) % 1_440;
    return [from, from + (minutes ?? world.plan.services[0]?.minutes ?? 0)];
  };

  /** Computes the places of a group of desks at each minute from the plan, without the program's code. */
  function placesOf(lineId: string, date: string): readonly number[] {
    const key = `${lineId} ${date}`;
    const known = placesKnown.get(key);
    if (known) return known;
    const isClosed = world.hours.closures.some(({ span }) => span.from === date);
    const ranges = isClosed ? [] : (world.plan.lines.find((one) => one.lineId === lineId)?.week.wed ?? []);
    const places = Array.from({ length: 1_440 }, (_, minute) => {
      if (minute < OPENS || minute >= CLOSES) return 0;
      const time = timeOf(minute);
      return ranges.find(({ from, to }) => from <= time && time < to)?.atOnce ?? 0;
    });
    placesKnown.set(key, places);
    return places;
  }

  /** Counts the taken places and the reserved shares around a new row, without the program's code. */
  function check(added: string | null): void {
    const row = added === null ? undefined : world.rows.get(added);
    const lineId = row?.taken.lineId ?? null;
    if (row === undefined || lineId === null) return;
    const { taken } = row;
    const date = dateOf(taken.startMs);
    const places = placesOf(lineId, date);
    const placesAt = (minute: number): number => places[minute] ?? 0;
    const { lineOf } = readDay(world.rows, date);
    const older = new Set([...before].filter((id) => lineOf.get(id) !== world.rows.get(id)?.taken.lineId));
    const same = [...world.rows.values()].filter(
      (one) =>
        !older.has(one.taken.id) &&
        one.taken.lineId === taken.lineId &&
        dateOf(one.taken.startMs) === date &&
        (one.endsMs === null || one.endsMs > nowMs) &&
        // A cancelled appointment time stays occupied until its release only while the plan still contains it.
        (one.releaseMs === null || (one.releaseMs > nowMs && lineOf.has(one.taken.id))),
    );
    const [from, to] = spanOf(taken);
    for (let minute = from; minute < to; minute += 5) {
      const used = same.filter((one) => spanOf(one.taken)[0] <= minute && minute < spanOf(one.taken)[1]).length;
      if (used > placesAt(minute)) {
        complain('over-capacity', `${used} visits at ${timeOf(minute)} of ${date}, ${placesAt(minute)} places`);
        break;
      }
    }
    if (row.endsMs === null) return;
    const { shares } = world.plan;
    const overlapOf = (one: Row, start: number, end: number): number =>
      Math.max(0, Math.min(spanOf(one.taken)[1], end) - Math.max(spanOf(one.taken)[0], start));
    const placesIn = (start: number, end: number): number => {
      let sum = 0;
      for (let minute = Math.max(start, OPENS); minute < Math.min(end, CLOSES); minute += 1) sum += placesAt(minute);
      return sum;
    };
    const sumOf = (rows: readonly Row[], start: number, end: number): number =>
      rows.reduce((sum, one) => sum + overlapOf(one, start, end), 0);
    for (let hour = Math.floor(from / 60); hour * 60 < to; hour += 1) {
      const most = (placesIn(hour * 60, hour * 60 + 60) * (100 - shares.walkIn)) / 100;
      const used = sumOf(same, hour * 60, hour * 60 + 60);
      if (used > most) complain('share', `${used} minutes of hour ${hour} of ${date} are booked, ${most} may be`);
    }
    const total = placesIn(0, 1_440);
    const unproven = same.filter(({ taken: { asker } }) => asker.door === 'web' && !asker.isProven);
    const isUnproven = taken.asker.door === 'web' && !taken.asker.isProven;
    if (isUnproven && sumOf(unproven, 0, 1_440) * 100 > total * shares.unproven)
      complain('share', `unproven bookings take ${sumOf(unproven, 0, 1_440)} of ${total} minutes of ${date}`);
    const atDesks = sumOf(
      same.filter(({ taken: { asker } }) => asker.door === 'desk'),
      ...([0, 1_440] as const),
    );
    if (taken.asker.door === 'desk' && shares.desk !== undefined && atDesks * 100 > total * shares.desk)
      complain('share', `clerks have booked ${atDesks} of ${total} minutes of ${date}`);
    if (taken.asker.door !== 'telephone' && !taken.asker.needsHelp) {
      const kept = shares.walkIn + shares.telephone + shares.help + (date === TODAY ? 0 : shares.sameDay);
      const plain = same.filter(({ taken: { asker } }) => asker.door !== 'telephone' && !asker.needsHelp);
      if (sumOf(plain, 0, 1_440) * 100 > total * (100 - kept))
        complain('share', `the plain bookings of ${date} take a share that is kept for others`);
    }
  }

  function checkClosure(date: string): void {
    if (!world.hours.closures.some(({ span }) => span.from === date)) return;
    const isVisit = (id: string): boolean => {
      const row = world.rows.get(id);
      return row !== undefined && row.endsMs === null && row.releaseMs === null;
    };
    const listed = steps.listHits(readDay(world.rows, date).hits.map(({ taken }) => taken.id)).filter(isVisit);
    const due = [...world.rows]
      .filter(([id, { taken }]) => isVisit(id) && dateOf(taken.startMs) === date)
      .map(([id]) => id);
    if (listed.toSorted().join() !== due.toSorted().join())
      complain('hits', `the closure of ${date} lists ${listed.length} bookings and takes ${due.length}`);
  }

  /**
   * Under the new plan, the visits that kept their places must fit together, and no visit listed as displaced may fit
   * beside them.
   */
  function checkPlan(): void {
    for (const date of DAYS) {
      const placed = readDay(world.rows, date);
      const hits = new Set(steps.listHits(placed.hits.map(({ taken }) => taken.id)));
      const stay = placed.taken.filter(({ id }) => !hits.has(id) && placed.lineOf.has(id));
      for (const line of world.plan.lines)
        for (let minute = OPENS; minute < CLOSES; minute += 5) {
          const here = stay.filter(({ id, ...taken }) => {
            const [from, to] = spanOf({ id, ...taken });
            return placed.lineOf.get(id) === line.lineId && from <= minute && minute < to;
          });
          const places =
            line.week.wed.find(({ from, to }) => from <= timeOf(minute) && timeOf(minute) < to)?.atOnce ?? 0;
          if (here.length > places) complain('hits', `a new plan leaves ${here.length} visits at ${places} places`);
        }
      const unlisted = placed.taken.filter(
        ({ id, placedMs }) => Number.isFinite(placedMs) && !hits.has(id) && !placed.lineOf.has(id),
      );
      if (unlisted.length > 0) complain('hits', `a new plan lists ${hits.size} visits and forgets ${unlisted.length}`);
    }
  }

  const running: Generator<'wait' | 'go'>[] = [];
  const requests = random.int(12, 30);
  for (let no = 0; no < requests || running.length > 0; ) {
    if (no < requests && (running.length === 0 || (running.length < 6 && random.chance(0.5)))) {
      if (running.length === 0 && random.chance(0.25)) nowMs += random.int(1, 20) * MINUTE_MS;
      running.push(serve(no, randomRequest(random, world.plan)));
      no += 1;
    }
    const at = random.int(0, running.length - 1);
    const { done } = running[at]?.next() ?? { done: true };
    if (done) running.splice(at, 1);
  }

  // A move may have overwritten rows, but each confirmed booking must exist at its appointment time.
  for (const [id, startMs] of booked) {
    const row = world.rows.get(id);
    if (row === undefined || row.endsMs !== null) complain('lost', `${id} was answered as booked, and is not`);
    else if (row.taken.startMs !== startMs) complain('lost', `${id} is at another hour than answered`);
  }
  // Five hours later every hold has ended and every cancelled appointment time is free, so only bookings count.
  const plain: Wish = { errands: ['short'], deskId: null, asker: { door: 'seu', needsHelp: false, isProven: true } };
  nowMs += 5 * 3_600_000;
  const [, tomorrow] = DAYS;
  const asked = { today: TODAY, nowMs };
  const free = freeStarts(readDay(world.rows, tomorrow), plain, asked);
  const visits = new Map([...world.rows].filter(([, row]) => row.endsMs === null && row.releaseMs === null));
  const due = freeStarts(readDay(visits, tomorrow), plain, asked);
  if (free.length < due.length)
    complain('held-for-ever', `${due.length - free.length} hours stay taken without a booking`);
  for (const [id, at] of cancelledAt) {
    const wait = (world.rows.get(id)?.releaseMs ?? at + HOLD_MS) - at;
    if (wait < 10 * MINUTE_MS || wait > 4 * 3_600_000) complain('release', `a cancelled hour waits ${wait} ms`);
  }
  return complaints;
}
