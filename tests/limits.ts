/**
 * The longest time that a test may wait before it counts as waiting in vain, in milliseconds; the only limit in tests. A test waits for an
 * event and measures no time, so a machine that is thirty times too busy makes tests slow and not red. `npm run faults` sets a shorter
 * limit, because a planted fault often makes a test wait in vain.
 */
export const WAITS_IN_VAIN_MS = Number(process.env.TORN_WAITS_IN_VAIN_MS ?? 600_000);
