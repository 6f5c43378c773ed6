/**
 * The plan of ticket numbers: maps each number to the slot that owns it. A slot is a kiosk's place in its office, 1 to 99 except 9. `s` is
 * the slot.
 *
 * | slot                             | band      | then          | then            |
 * | -------------------------------- | --------- | ------------- | --------------- |
 * | 1, or the only kiosk             | 001-399   | 1000-1999     | 10000-19999     |
 * | 2 / 3 / 4 (spare, replacement)   | 400-599 / 600-799 / 800-899 | s000-s999 | s0000-s9999 |
 * | 5-8                              | none      | s000-s999     | s0000-s9999     |
 * | 9, the desk or the centre        | 900-999   | 9000-9999     | 90000-99999     |
 * | 10-99, once 1-8 are given        | s00000-s99999 | none      | none            |
 *
 * Invariants: every number belongs to at most one slot; the plan is a constant of the program, never configuration, and a released plan
 * never changes: two kiosks that both believe a number theirs is the one fault that paper cannot undo. A slot belongs to one enrolment of
 * one kiosk. The centre gives the slot of a replaced kiosk to another once that kiosk has signed the end of its journal, the centre has
 * every event up to this end, and two days have passed. It never gives the slot of a revoked kiosk again.
 */

export interface Band {
  readonly first: number;
  readonly last: number;
}

/** Largest number of digits of a ticket's number for which paper and screens have room. */
export const MOST_DIGITS = 7;
export const HIGHEST_SLOT = 99;
/**
 * The last slot whose numbers begin with three or four digits. From slot 10 on numbers have seven digits, so an office uses those slots
 * only once it has given all lower ones.
 */
export const HIGHEST_SHORT_SLOT = 8;
/** No kiosk gets this slot: desks or the centre issue its numbers. */
export const DESK_SLOT = 9;

/** Indexed by slot. */
const THREE_DIGITS: readonly (Band | null)[] = [
  null,
  { first: 1, last: 399 },
  { first: 400, last: 599 },
  { first: 600, last: 799 },
  { first: 800, last: 899 },
  null,
  null,
  null,
  null,
  { first: 900, last: 999 },
];

const wide = (slot: number, size: number): Band => ({ first: slot * size, last: slot * size + size - 1 });

const PLAN: readonly (readonly Band[])[] = Array.from({ length: HIGHEST_SLOT + 1 }, (_, slot) => {
  if (slot === 0) return [];
  if (slot > 9) return [wide(slot, 100_000)];
  const short = THREE_DIGITS[slot] ?? null;
  return [...(short === null ? [] : [short]), wide(slot, 1_000), wide(slot, 10_000)];
});

export const isKioskSlot = (slot: number): boolean =>
  Number.isInteger(slot) && slot >= 1 && slot <= HIGHEST_SLOT && slot !== DESK_SLOT;

/**
 * Returns the bands of a slot in the sequence of use.
 * @throws RangeError if there is no such slot
 */
export function bandsOf(slot: number): readonly Band[] {
  const bands = PLAN[slot];
  if (bands === undefined || slot === 0) throw new RangeError(`there is no slot ${slot}`);
  return bands;
}

/**
 * Returns the numbers that a kiosk issues for clerks: its slot's part of each of the desk's wider bands, so that kiosks that cannot reach
 * each other never issue the same number. 900-999 are reserved for the paper strip, from which a desk gives numbers by hand. Empty for
 * slots of two digits.
 */
export const deskBandsOf = (slot: number): readonly Band[] =>
  isKioskSlot(slot) && slot < DESK_SLOT
    ? [partOf(wide(DESK_SLOT, 1_000), slot, 100), partOf(wide(DESK_SLOT, 10_000), slot, 1_000)]
    : [];

const partOf = ({ first }: Band, part: number, size: number): Band => ({
  first: first + part * size,
  last: first + part * size + size - 1,
});

export const isDeskNumber = (number: number): boolean => slotOf(number) === DESK_SLOT;

/**
 * Returns the first number of the range that ends at `number` when staff mark "all numbers up to this one" as served. Only numbers of one
 * slot belong to the range (`isInRange`), and among a desk's numbers only those of the paper strip or those of one kiosk (`deskBandsOf`). A
 * sibling kiosk may have given this kiosk numbers of the sibling's slot too, and numbers of two slots do not show which was issued first.
 */
export function countedFrom(number: number): number {
  if (isDeskNumber(number)) return number - (number % (number < 10_000 ? 100 : 1_000));
  const slot = slotOf(number);
  return slot === null ? 1 : (bandsOf(slot)[0]?.first ?? 1);
}

/**
 * For each slot up to `HIGHEST_SHORT_SLOT`: its first number (`from`), and the ranges between its bands, whose numbers belong to other
 * slots.
 */
const GAPS = Array.from({ length: HIGHEST_SHORT_SLOT }, (_, at) => {
  const bands = bandsOf(at + 1);
  const gaps = bands.slice(1).map(({ first }, no) => ({ first: (bands[no]?.last ?? 0) + 1, last: first - 1 }));
  return { from: bands[0]?.first ?? 0, gaps };
});

/**
 * Returns SQL, for SQLite and PostgreSQL, that is true if `number` lies from `from` (`countedFrom`) to `to` and belongs to the slot of this
 * range: a range that reaches a slot's next band also spans numbers of other slots. All three parameters are SQL expressions.
 */
export function isInRange(number: string, from: string, to: string): string {
  const ofOthers = GAPS.map(({ from: first, gaps }) => {
    const isInGap = gaps.map((gap) => `${number} BETWEEN ${gap.first} AND ${gap.last}`).join(' OR ');
    return `${from} = ${first} AND (${isInGap})`;
  });
  return `${number} BETWEEN ${from} AND ${to} AND NOT (${ofOthers.join(' OR ')})`;
}

/** Returns the name of the counter for a number. Desk numbers have a counter of their own, apart from the kiosk's numbers. */
export const countedAs = (series: string, number: number): string =>
  isDeskNumber(number) ? deskCounter(series) : series;
export const deskCounter = (series: string): string => `${series}${DESK_SLOT}`;

export function slotOf(number: number): number | null {
  if (!Number.isInteger(number) || number < 1) return null;
  if (number < 1_000) return slotOfThreeDigits(number);
  if (number < 10_000) return Math.floor(number / 1_000);
  if (number < 100_000) return Math.floor(number / 10_000);
  const slot = Math.floor(number / 100_000);
  return slot > 9 && slot <= HIGHEST_SLOT ? slot : null;
}

export const ownsNumber = (slot: number, number: number): boolean => slotOf(number) === slot;

/**
 * Returns the smallest number of these bands above `floor` (0 if none was issued yet); `null` if none is left. The floor may belong to
 * another slot.
 */
export function nextIn(bands: readonly Band[], floor: number): number | null {
  for (const band of bands) {
    const candidate = Math.max(floor + 1, band.first);
    if (candidate <= band.last) return candidate;
  }
  return null;
}

/** `A047`, `A1000`. */
export function formatLabel(series: string, number: number): string {
  return `${series}${String(number).padStart(3, '0')}`;
}

function slotOfThreeDigits(number: number): number | null {
  const slot = THREE_DIGITS.findIndex((band) => band !== null && band.first <= number && number <= band.last);
  return slot === -1 ? null : slot;
}
