import type { Random } from '../random.ts';

export type Step =
  | { kind: 'tickets'; count: number }
  | { kind: 'pass'; ms: number }
  /** The wall clock is set to the true time plus `awayMs` milliseconds. */
  | { kind: 'set-wall'; awayMs: number }
  /** The kiosk is off for `offMs` milliseconds; then its wall clock shows the true time plus `awayMs` milliseconds. */
  | { kind: 'restart'; how: 'told' | 'killed'; offMs: number; awayMs: number };

export interface Schedule {
  /** The true time at the beginning, milliseconds since 1970. */
  startMs: number;
  steps: readonly Step[];
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const YEAR_MS = 365 * DAY_MS;

/**
 * Evenings in UTC. In the offices' time zone the nights after these four evenings are an ordinary night, a night that is an hour shorter, a
 * night that is an hour longer, and the night in which a new year begins.
 */
const EVENINGS = ['2026-11-25T17:00Z', '2027-03-27T18:00Z', '2027-10-30T18:00Z', '2027-12-31T20:00Z'].map((text) =>
  Date.parse(text),
);

export function planSchedule(random: Random, steps: number): Schedule {
  const startMs = random.pick(EVENINGS) + random.int(0, 6 * HOUR_MS);
  const planned = Array.from({ length: steps }, () => planStep(random, startMs));
  return { startMs, steps: [...planned, { kind: 'tickets', count: 3 }] };
}

function planStep(random: Random, startMs: number): Step {
  if (random.chance(0.45)) return { kind: 'tickets', count: random.int(1, 6) };
  if (random.chance(0.5)) return { kind: 'pass', ms: planPause(random) };
  const awayMs = planError(random, startMs);
  if (random.chance(0.5)) return { kind: 'set-wall', awayMs };
  return { kind: 'restart', how: random.pick(['told', 'killed'] as const), offMs: planPause(random), awayMs };
}

const planPause = (random: Random): number =>
  random.pick([
    () => random.int(1_000, 20 * MINUTE_MS),
    () => random.int(HOUR_MS, 4 * HOUR_MS),
    () => random.int(7 * HOUR_MS, 12 * HOUR_MS),
    () => random.int(12 * HOUR_MS, 40 * HOUR_MS),
  ])();

const planError = (random: Random, startMs: number): number =>
  random.pick([
    () => 0,
    () => 0,
    () => random.int(-90 * MINUTE_MS, 90 * MINUTE_MS),
    () => random.int(-3, 3) * DAY_MS,
    () => random.int(-40, 40) * DAY_MS,
    // The next value is an empty battery (1970), the last two are mistyped years.
    () => -startMs,
    () => 2 * YEAR_MS,
    () => 14 * YEAR_MS,
  ])();
