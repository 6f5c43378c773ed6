/**
 * How long a test may wait before it counts as waiting in vain, milliseconds; the only limit in tests. Each wait is for a fact and measures
 * nothing, so a machine that is thirty times too busy is slow and stays green. `npm run faults` sets a shorter one, because a planted fault
 * often makes a test wait in vain.
 */
export const WAITS_IN_VAIN_MS = Number(process.env.TORN_WAITS_IN_VAIN_MS ?? 600_000);
