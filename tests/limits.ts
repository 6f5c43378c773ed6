/**
 * The milliseconds after which a waiting test has failed; the usual time limit in tests. It is long, because most tests
 * wait for events and measure no time: a machine that is thirty times too busy makes them slow, not red. `npm run
 * faults` sets a shorter limit, because a planted fault often makes a test wait in vain.
 */
export const WAITS_IN_VAIN_MS = Number(process.env.TORN_WAITS_IN_VAIN_MS ?? 600_000);
