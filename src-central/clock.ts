/** The only source of time for the centre. */
export interface Clock {
  nowMs(): number;
}

export const systemClock: Clock = { nowMs: () => Date.now() };

/** Formats a time as RFC 3339 in UTC, with milliseconds. */
export const instantOf = (ms: number): string => new Date(ms).toISOString();

export const secondsSince = (instant: string, nowMs: number): number =>
  Math.max(0, (nowMs - Date.parse(instant)) / 1_000);
