import { chanceOf, exponential, mixed } from '../../../src-central/twin/chance.ts';
import { waitOfErlang } from '../../../src-central/twin/erlang.ts';
import { type Choose, type Shift, serveTurns, type Turn } from '../../../src-central/twin/hall.ts';
import { intervalOf, meanOf } from '../../../src-central/twin/interval.ts';
import { type CallingRule, USUAL_CALLING } from '../../../src-main/domain/calling-order.ts';

/** The mean length of a visit in every queue here, in minutes. */
const VISIT = 10;
const MINUTE_MS = 60_000;
/**
 * The numbers of people in a run. The first `WARM` are not measured, because the queue is not steady yet. The last `COOL` are not measured
 * either, because too few people of the preferential class come after them and overtake them.
 */
const [WARM, MEASURED, COOL] = [400, 2_000, 100];
const PEOPLE = WARM + MEASURED + COOL;
/** The number of independent runs. With fewer runs, the skewness of their results is not known well enough to correct the interval. */
const RUNS = 20;

/** A rule by which the preferential class always goes first, however long people of other classes have waited. */
const STRICT: CallingRule = {
  ...USUAL_CALLING,
  weights: { appointment: 1, preferential: 1, 'walk-in': 1 },
  headStartMinutes: { appointment: 0, preferential: 1e9, 'walk-in': 0 },
};

interface Line {
  readonly desks: number;
  /** The share of the desks' time that visits take. */
  readonly load: number;
  readonly isFixed: boolean;
  /** The share of people in the preferential class. */
  readonly first: number;
}

interface Waited {
  readonly turn: Turn;
  readonly minutes: number;
}

function live({ desks, load, isFixed, first }: Line, seed: number, choose?: Choose): Waited[] {
  const gap = VISIT / (desks * load);
  let atMs = 0;
  const turns = Array.from({ length: PEOPLE }, (_, no): Turn => {
    const chance = chanceOf(mixed(seed, no));
    atMs += exponential(chance(0), gap) * MINUTE_MS;
    return {
      ticketId: String(no).padStart(6, '0'),
      serviceId: 'a',
      hereMs: atMs,
      dueMs: atMs,
      walkMs: 0,
      class: chance(2) < first ? 'preferential' : 'walk-in',
      attentionMs: (isFixed ? VISIT : exponential(chance(1), VISIT)) * MINUTE_MS,
      leavesMs: Number.POSITIVE_INFINITY,
    };
  });
  const span = { fromMs: 0, toMs: Number.POSITIVE_INFINITY };
  const shifts = Array.from({ length: desks }, (_, no): Shift => {
    return { deskId: `taula-${no}`, services: null, spans: [span], breaks: [] };
  });
  const rule = first > 0 ? STRICT : USUAL_CALLING;
  const visits = serveTurns(turns, shifts, { rule, absentMs: 0 }, choose);
  return turns.slice(WARM, WARM + MEASURED).flatMap((turn) => {
    const visit = visits.get(turn);
    return visit === undefined ? [] : [{ turn, minutes: (visit.calledMs - turn.hereMs) / MINUTE_MS }];
  });
}

const means = (waited: readonly Waited[]): number => meanOf(waited.map(({ minutes }) => minutes));
const ofClass = (waited: readonly Waited[], own: Turn['class']): number =>
  means(waited.filter(({ turn }) => turn.class === own));

const THREE: Line = { desks: 3, load: 0.7, isFixed: false, first: 0 };
const ONE_FIXED: Line = { desks: 1, load: 0.6, isFixed: true, first: 0 };
const CLASSES: Line = { desks: 1, load: 0.6, isFixed: false, first: 0.3 };
const LONG = 15;

const erlang = (line: Line): number =>
  waitOfErlang({ perMinute: (line.desks * line.load) / VISIT, visit: VISIT, desks: line.desks }) ?? Number.NaN;
/**
 * The share of people who wait longer than `LONG`. The share who wait at all is the mean wait × desks × (1 − load) / visit, and their waits
 * are exponentially distributed.
 */
const shareOverLong = (line: Line): number => {
  const free = line.desks * (1 - line.load);
  return ((erlang(line) * free) / VISIT) * Math.exp((-free * LONG) / VISIT);
};
/** The mean remaining time of the visit that an arriving person finds in progress, by Cobham's formula; it is equal for both classes. */
const REST = CLASSES.load * VISIT;

/** Figures of queues, each by its formula (`says`) and from a run of the twin (`of`). */
export const FORMULAS = [
  { name: 'M/M/3, mean', line: THREE, says: erlang(THREE), of: means },
  {
    name: 'M/M/3, share of long waits',
    line: THREE,
    says: shareOverLong(THREE),
    of: (waited: readonly Waited[]) => meanOf(waited.map(({ minutes }) => (minutes > LONG ? 1 : 0))),
  },
  {
    name: 'M/D/1, mean',
    line: ONE_FIXED,
    says: (ONE_FIXED.load * VISIT) / (2 * (1 - ONE_FIXED.load)),
    of: means,
  },
  {
    name: 'first class, mean',
    line: CLASSES,
    says: REST / (1 - CLASSES.load * CLASSES.first),
    of: (waited: readonly Waited[]) => ofClass(waited, 'preferential'),
  },
  {
    name: 'second class, mean',
    line: CLASSES,
    says: REST / ((1 - CLASSES.load * CLASSES.first) * (1 - CLASSES.load)),
    of: (waited: readonly Waited[]) => ofClass(waited, 'walk-in'),
  },
] as const;

export function heldBy(seed: number, choose?: Choose): boolean[] {
  const runs = new Map<Line, Waited[][]>();
  return FORMULAS.map(({ line, says, of }) => {
    const lived = runs.get(line) ?? Array.from({ length: RUNS }, (_, run) => live(line, mixed(seed, run), choose));
    runs.set(line, lived);
    const { from, to } = intervalOf(lived.map(of));
    return from <= says && says <= to;
  });
}
