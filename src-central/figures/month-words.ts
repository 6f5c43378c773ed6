import type { WordRow } from '../../src-main/contract/centre/figures.ts';
import { ServiceId } from '../../src-main/contract/shared/ids.ts';
import { FACES, type Face } from '../../src-main/domain/faces.ts';
import type { Queries } from '../database/database.ts';
import { hideFew } from './hide-few.ts';
import type { FiguresOf } from './month-figures.ts';

export const MONTH_WORDS = {
  read: `SELECT service_id AS "serviceId", day::text AS day, face, answers::int AS answers FROM word_count
    WHERE city_id = $1 AND office_id = $2 AND day >= $3::date AND day < $4::date ORDER BY day, service_id`,
  atKiosks: `SELECT '' AS "serviceId", day::text AS day, sum(awful)::int AS awful, sum(bad)::int AS bad, sum(fair)::int AS fair,
      sum(good)::int AS good, sum(great)::int AS great FROM kiosk_words
    WHERE city_id = $1 AND office_id = $2 AND day >= $3::date AND day < $4::date GROUP BY day ORDER BY day`,
} as const;

interface CountRow {
  serviceId: string;
  day: string;
  face: string;
  answers: number;
}

type KioskRow = Pick<CountRow, 'serviceId' | 'day'> & Record<Face, number>;

const placeOf = ({ day, serviceId }: CountRow): string => `${day} ${serviceId}`;
const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/**
 * Returns how often citizens chose each smiley in a month, by day and service; answers at a kiosk have no service. A total of the month is
 * left out, because it would reveal hidden days.
 */
export async function monthWords(
  queries: Queries,
  { cityId, officeId, from, until }: Omit<FiguresOf, 'zone'>,
): Promise<WordRow[]> {
  const month = [cityId, officeId, from, until];
  const counted = await queries.query<CountRow>(MONTH_WORDS.read, month);
  const kiosks = await queries.query<KioskRow>(MONTH_WORDS.atKiosks, month);
  const atKiosks = kiosks.flatMap(({ serviceId, day, ...faces }) =>
    FACES.map((face) => ({ serviceId, day, face, answers: faces[face] })),
  );
  const rows = [...counted, ...atKiosks].toSorted((one, other) => compare(placeOf(one), placeOf(other)));
  const cells = Map.groupBy(rows, placeOf);
  return [...cells.values()].flatMap((cell) => {
    const [first] = cell;
    if (first === undefined) return [];
    const { total, parts } = hideFew(FACES.map((face) => cell.find((row) => row.face === face)?.answers ?? 0));
    const [awful = null, bad = null, fair = null, good = null, great = null] = parts;
    const serviceId = first.serviceId === '' ? null : ServiceId.parse(first.serviceId);
    return [{ serviceId, day: first.day, answers: total, faces: { awful, bad, fair, good, great } }];
  });
}
