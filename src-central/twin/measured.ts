import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { OfficeId, ServiceId } from '../../src-main/contract/shared/ids.ts';
import { problemsIn } from '../../src-main/contract/shared/problems.ts';
import { IsoDate, TimeOfDay } from '../../src-main/contract/shared/times.ts';
import { messageOf, type Result, refuse, succeed } from '../../src-main/domain/result.ts';
import { localDateTime } from '../../src-main/domain/service-day.ts';
import { csvLine } from '../csv.ts';

const Count = z.coerce.number().int().nonnegative();
const Sum = z.coerce.number().nonnegative();

/**
 * A row of measured figures: the people of a service and class in a quarter of an hour. An appointment counts in the quarter in which it
 * begins, or in which its holder arrives if that is later.
 */
export const MeasuredRow = z.object({
  officeId: OfficeId,
  date: IsoDate,
  /** `HH:MM` by the office's clock. */
  quarter: TimeOfDay,
  serviceId: ServiceId,
  class: z.enum(['appointment', 'walk-in']),
  arrived: Count,
  called: Count,
  absent: Count,
  waitMinutes: Sum,
  /**
   * The number of visits with a beginning and an end. `attentionMinutes` is the sum of their minutes, `attentionSquares` the sum of the
   * squares.
   */
  attended: Count,
  attentionMinutes: Sum,
  attentionSquares: Sum,
});
export type MeasuredRow = z.infer<typeof MeasuredRow>;

const COLUMNS = Object.keys(MeasuredRow.shape) as (keyof MeasuredRow)[];

export const measuredCsv = (rows: readonly MeasuredRow[]): string =>
  [csvLine(COLUMNS), ...rows.map((row) => csvLine(COLUMNS.map((column) => row[column])))].join('');

/** Reads CSV, or a JSON list of the same rows. */
export function readMeasured(text: string): Result<MeasuredRow[], { kind: 'figures-invalid'; detail: string }> {
  let given: unknown;
  try {
    given = /^\s*\[/.test(text) ? JSON.parse(text) : parse(text, { columns: true, bom: true, skip_empty_lines: true });
  } catch (error) {
    return refuse({ kind: 'figures-invalid', detail: messageOf(error) });
  }
  const rows = z.array(MeasuredRow).safeParse(given);
  if (rows.success) return succeed(rows.data);
  const [first] = problemsIn(rows.error);
  return refuse({ kind: 'figures-invalid', detail: `${first?.place ?? ''}: ${first?.message ?? ''}` });
}

/** A ticket to measure. Times are milliseconds since 1970. */
export interface MeasuredTicket {
  readonly serviceId: string;
  readonly class: MeasuredRow['class'];
  /** The arrival, or the appointment's start if that is later. */
  readonly dueMs: number;
  readonly calledMs: number | null;
  readonly servedMs: number | null;
  readonly endMs: number | null;
}

/** Counts measured rows from tickets. The caller must add all tickets of a day before it reads `rows`. */
export function createMeasure(officeId: OfficeId, zone: string) {
  const rows = new Map<string, MeasuredRow>();
  return {
    add({ serviceId, class: own, dueMs, calledMs, servedMs, endMs }: MeasuredTicket): void {
      const { date, time } = localDateTime(dueMs, zone);
      const minutes = String(Math.floor(Number(time.slice(3)) / 15) * 15).padStart(2, '0');
      const quarter = `${time.slice(0, 3)}${minutes}`;
      const key = `${date} ${quarter} ${serviceId} ${own}`;
      const row = rows.get(key) ?? {
        officeId,
        date,
        quarter,
        serviceId: ServiceId.parse(serviceId),
        class: own,
        arrived: 0,
        called: 0,
        absent: 0,
        waitMinutes: 0,
        attended: 0,
        attentionMinutes: 0,
        attentionSquares: 0,
      };
      rows.set(key, row);
      row.arrived += 1;
      if (calledMs === null) return;
      row.called += 1;
      row.waitMinutes += tenthsOf(Math.max(0, calledMs - dueMs));
      if (servedMs === null || endMs === null) {
        row.absent += servedMs === null ? 1 : 0;
        return;
      }
      const attention = tenthsOf(endMs - servedMs);
      row.attended += 1;
      row.attentionMinutes += attention;
      row.attentionSquares += attention ** 2;
    },
    rows: (): MeasuredRow[] =>
      [...rows]
        .toSorted(([one], [other]) => (one < other ? -1 : 1))
        .map(([, row]) => ({
          ...row,
          waitMinutes: rounded(row.waitMinutes / MINUTE_TENTHS),
          attentionMinutes: rounded(row.attentionMinutes / MINUTE_TENTHS),
          attentionSquares: rounded(row.attentionSquares / MINUTE_TENTHS ** 2),
        })),
  };
}

/** Sums are in whole tenths of a second, so that they do not depend on the sequence of the tickets. */
const tenthsOf = (ms: number): number => Math.round(ms / 100);
const MINUTE_TENTHS = 600;
const rounded = (value: number): number => Math.round(value * 1_000) / 1_000;
