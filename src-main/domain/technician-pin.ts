/** Whether the first guesses of anybody would find it: one step from each digit to the next (111111, 123456, 9876543), or a short piece repeated (121212, 123123). */
export function isEasyPin(pin: string): boolean {
  const steps = [...pin].slice(1).map((digit, index) => (Number(digit) - Number(pin[index]) + 10) % 10);
  return steps.every((step) => step === steps[0]) || /^(\d{1,3})\1+$/.test(pin);
}

/** Wrong PINs in a row that cost nothing: whoever has forgotten which of their PINs it was. */
const FREE_FAILURES = 2;
const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 15 * 60_000;

/**
 * How long after the last of `failures` wrong PINs in a row the next one may be tried, in milliseconds: nothing, then 30 s, twice as long each
 * time, 15 min at most. Whoever tries day and night tries 96 PINs a day, of a million or more.
 */
export function waitAfterFailuresMs(failures: number): number {
  if (failures <= FREE_FAILURES) return 0;
  return Math.min(FIRST_WAIT_MS * 2 ** (failures - FREE_FAILURES - 1), LONGEST_WAIT_MS);
}
