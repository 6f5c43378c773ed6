import type { WordRow } from '../../src-main/contract/centre/figures.ts';
import { ServiceId } from '../../src-main/contract/shared/ids.ts';
import { FACES } from '../../src-main/domain/faces.ts';
import type { Queries } from '../database/database.ts';
import { hideFew } from './hide-few.ts';
import type { FiguresOf } from './month-figures.ts';

export const MONTH_WORDS = {
  read: `SELECT service_id AS "serviceId", day::text AS day, face, answers::int AS answers FROM word_count
    WHERE city_id = $1 AND office_id = $2 AND day >= $3::date AND day < $4::date ORDER BY day, service_id`,
} as const;

interface CountRow {
  serviceId: string;
  day: string;
  face: string;
  answers: number;
}

/** The answers of a month by day and service. No total of a month is given, because it would reveal hidden days. */
export async function monthWords(
  queries: Queries,
  { cityId, officeId, from, until }: Omit<FiguresOf, 'zone'>,
): Promise<WordRow[]> {
  const rows = await queries.query<CountRow>(MONTH_WORDS.read, [cityId, officeId, from, until]);
  const cells = Map.groupBy(rows, ({ day, serviceId }) => `${day} ${serviceId}`);
  return [...cells.values()].flatMap((cell) => {
    const [first] = cell;
    if (first === undefined) return [];
    const { total, parts } = hideFew(FACES.map((face) => cell.find((row) => row.face === face)?.answers ?? 0));
    // In the order of `FACES`.
    const [awful = null, bad = null, fair = null, good = null, great = null] = parts;
    const serviceId = first.serviceId === '' ? null : ServiceId.parse(first.serviceId);
    return [{ serviceId, day: first.day, answers: total, faces: { awful, bad, fair, good, great } }];
  });
}
