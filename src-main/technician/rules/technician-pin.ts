/**
 * Whether an attacker would try the PIN first: equal steps between digits (111111, 123456, 9876543), a repeated piece (121212, 123123),
 * each digit twice or more (112233), only two digits, dates, or a path over the keypad.
 */
export function isEasyPin(pin: string): boolean {
  return [isEvenSteps, isRepeated, isRuns, hasTwoDigits, isMadeOfDates, isWalk, isMadeOfLines].some((isIt) =>
    isIt(pin),
  );
}

function isEvenSteps(pin: string): boolean {
  const steps = pairsOf(pin).map(([from, to]) => (Number(to) - Number(from) + 10) % 10);
  return steps.every((step) => step === steps[0]);
}

function isRepeated(pin: string): boolean {
  for (let length = 1; length <= pin.length / 2; length += 1)
    if (pin.slice(length) === pin.slice(0, -length)) return true;
  return false;
}

const isRuns = (pin: string): boolean => /^(?:(\d)\1+)+$/.test(pin);

const hasTwoDigits = (pin: string): boolean => new Set(pin).size <= 2;

const DAY = '(?:0[1-9]|[12]\\d|3[01])';
const MONTH = '(?:0[1-9]|1[0-2])';
const DAY_MONTH = `(?:${DAY}${MONTH}|${MONTH}${DAY})`;
const YEAR = '(?:19|20)\\d\\d';
/** Dates: the year has four digits, two, or is missing. */
const DATES = new RegExp(`^(?:${DAY_MONTH}(?:\\d\\d)?|\\d\\d${MONTH}${DAY}|${YEAR}${MONTH}|${MONTH}${YEAR}|${YEAR})+$`);
const isMadeOfDates = (pin: string): boolean => DATES.test(pin);

/** Rows of the kiosk's keypad; 0 is below 8. */
const KEYPAD = ['123', '456', '789', ' 0 '];
const LINES = ['123', '456', '789', '147', '258', '369', '159', '357', '2580'].flatMap((line) => [
  line,
  [...line].toReversed().join(''),
]);

/** Whether each key is adjacent to the previous one, also diagonally, or the same: 147852, 236987, 124578. */
const isWalk = (pin: string): boolean => pairsOf(pin).every(([from, to]) => isBeside(from, to));

/** Whether the PIN consists of rows, columns and diagonals of the keypad, the last of them possibly cut short: 147258, 789456, 15935. */
function isMadeOfLines(pin: string): boolean {
  return LINES.some((line) => line.startsWith(pin) || (pin.startsWith(line) && isMadeOfLines(pin.slice(line.length))));
}

function isBeside(some: string, other: string): boolean {
  const [[x, y], [otherX, otherY]] = [placeOf(some), placeOf(other)];
  return Math.abs(x - otherX) <= 1 && Math.abs(y - otherY) <= 1;
}

function placeOf(key: string): [number, number] {
  const row = KEYPAD.findIndex((keys) => keys.includes(key));
  return [KEYPAD[row]?.indexOf(key) ?? 0, row];
}

const pairsOf = (pin: string): [string, string][] => [...pin].slice(1).map((to, at) => [pin.charAt(at), to]);

/** Number of wrong PINs in a row that cause no wait, because a technician may confuse the PINs of several kiosks. */
const FREE_FAILURES = 2;
const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 15 * 60_000;

/**
 * Wait before the next try after `failures` consecutive wrong PINs, in milliseconds: none at first, then 30 s, doubling, 15 min at most. An
 * attacker who tries day and night gets 96 PINs a day, of a million or more.
 */
export function waitAfterFailuresMs(failures: number): number {
  if (failures <= FREE_FAILURES) return 0;
  return Math.min(FIRST_WAIT_MS * 2 ** (failures - FREE_FAILURES - 1), LONGEST_WAIT_MS);
}
