import {
  FIGURES_AFTER_DAYS,
  type FigureRow,
  type OfficeFigures,
  type WordRow,
} from '../../src-main/contract/centre/figures.ts';
import type { CityId, OfficeId } from '../../src-main/contract/shared/ids.ts';
import { addDays } from '../../src-main/domain/calendar-day.ts';
import { type Result, succeed } from '../../src-main/domain/result.ts';
import { localDateTime } from '../../src-main/domain/service-day.ts';
import { instantOf } from '../clock.ts';
import { newestOffice } from '../configuration/newest-office.ts';
import type { Queries } from '../database/database.ts';
import type { Centre } from '../replica-context.ts';
import { type Handler, NO_OFFICE, type Refusal, refuseMember } from '../server/operation.ts';
import { monthFigures } from './month-figures.ts';
import { monthWords } from './month-words.ts';

export const OFFICE_FIGURES = {
  read: `SELECT rows::text AS rows, words::text AS words FROM office_figures WHERE city_id = $1 AND office_id = $2 AND month = $3`,
  keep: `INSERT INTO office_figures (city_id, office_id, month, made_at, rows, words)
    VALUES ($1, $2, $3, $4::timestamptz, $5::text::jsonb, $6::text::jsonb) ON CONFLICT (city_id, office_id, month) DO NOTHING`,
} as const;

interface Kept {
  rows: readonly FigureRow[];
  words: readonly WordRow[];
}

interface FiguresAsked {
  cityId: CityId;
  officeId: OfficeId;
  month: string;
}

function daysOf(month: string): { from: string; until: string } {
  const from = `${month}-01`;
  return { from, until: `${addDays(from, 31).slice(0, 'YYYY-MM'.length)}-01` };
}

/**
 * Returns the figures of an office and a month that ended long enough ago. They are computed at the first request and stored. Later events
 * never change them, so that the difference between two answers reveals nothing about few people. Rows of services that are now sensitive
 * are left out.
 */
export async function officeFigures(
  queries: Queries,
  { cityId, officeId, month }: FiguresAsked,
  nowMs: number,
): Promise<Result<OfficeFigures, Refusal>> {
  const office = await newestOffice(queries, { cityId, officeId });
  if (office === null) return refuseMember('not-found', '/path/officeId', NO_OFFICE);
  const { from, until } = daysOf(month);
  const today = localDateTime(nowMs, office.zone).date;
  if (today < addDays(until, FIGURES_AFTER_DAYS - 1))
    return refuseMember(
      'not-found',
      '/query/month',
      `figures are available from ${FIGURES_AFTER_DAYS} days after the end of the month`,
    );
  const isSensitive = (serviceId: string | null): boolean =>
    office.services.some((one) => one.serviceId === serviceId && one.sensitive === true);
  const publish = ({ rows, words }: Kept) =>
    // Services that the office no longer has are included, because citizens used them in that month.
    succeed({
      officeId,
      month,
      rows: rows
        .filter(({ serviceId }) => !isSensitive(serviceId))
        // A month computed by an older release has no `errands`.
        .map((row) => ({ ...row, errands: row.errands ?? null })),
      words: words.filter(({ serviceId }) => !isSensitive(serviceId)),
    });
  const kept = await keptRows(queries, cityId, officeId, month);
  if (kept !== null) return publish(kept);
  const asked = { cityId, officeId, from, until, zone: office.zone };
  const made: Kept = { rows: await monthFigures(queries, asked), words: await monthWords(queries, asked) };
  const row = [cityId, officeId, month, instantOf(nowMs), JSON.stringify(made.rows), JSON.stringify(made.words)];
  await queries.query(OFFICE_FIGURES.keep, row);
  // If two requests computed the month at the same time, both return the rows that were stored first.
  return publish((await keptRows(queries, cityId, officeId, month)) ?? made);
}

async function keptRows(queries: Queries, cityId: string, officeId: string, month: string): Promise<Kept | null> {
  const asked = [cityId, officeId, month];
  const [kept] = await queries.query<{ rows: string; words: string | null }>(OFFICE_FIGURES.read, asked);
  if (kept === undefined) return null;
  return { rows: JSON.parse(kept.rows) as FigureRow[], words: JSON.parse(kept.words ?? '[]') as WordRow[] };
}

export const readFigures =
  ({ database, clock }: Centre): Handler<'readFigures'> =>
  async ({ params: { cityId, officeId }, query: { month } }) => {
    const figures = await officeFigures(database, { cityId, officeId, month }, clock.nowMs());
    return figures.ok ? succeed({ body: figures.value }) : figures;
  };
