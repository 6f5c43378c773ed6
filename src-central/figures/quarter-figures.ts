import { OfficeId } from '../../src-main/contract/shared/ids.ts';
import type { Queries } from '../database/database.ts';
import { createMeasure, type MeasuredRow } from '../twin/measured.ts';
import { type FiguresOf, ticketsOf } from './month-figures.ts';

/**
 * What each quarter of an hour brought to an office, for the twin. Small numbers are shown as they are: these figures are for the office's
 * own people, who saw the queue.
 */
export async function quarterFigures(queries: Queries, asked: FiguresOf): Promise<MeasuredRow[]> {
  const measure = createMeasure(OfficeId.parse(asked.officeId), asked.zone);
  for await (const { serviceId, way, dueMs, lives } of ticketsOf(queries, asked)) {
    const undone = new Set((lives ?? []).map(({ undoes }) => undoes));
    const standing = (lives ?? [])
      .filter(({ id }) => !undone.has(id))
      .map(({ act, at }) => ({ act, atMs: Date.parse(at) }))
      .toSorted((one, other) => one.atMs - other.atMs);
    const firstOf = (act: string): number | null => standing.find((life) => life.act === act)?.atMs ?? null;
    const servedMs = firstOf('serve');
    const end = standing.findLast(({ act }) => act === 'finish' || act === 'transfer' || act === 'leave');
    measure.add({
      ...{ serviceId, dueMs, servedMs, calledMs: firstOf('call'), endMs: end?.atMs ?? null },
      class: way === 'appointment' ? 'appointment' : 'walk-in',
    });
  }
  return measure.rows();
}
