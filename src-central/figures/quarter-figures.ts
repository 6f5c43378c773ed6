import { OfficeId } from '../../src-main/contract/shared/ids.ts';
import type { Queries } from '../database/database.ts';
import { createMeasure, type MeasuredRow } from '../twin/measured.ts';
import { type FiguresOf, standingActs, ticketsOf } from './month-figures.ts';

const CALLS: ReadonlySet<string> = new Set(['call', 'recall']);
const ENDS: ReadonlySet<string> = new Set(['finish', 'transfer', 'leave']);

/**
 * Returns an office's arrivals, waits and ends by quarter of an hour, for the simulation (twin). Small numbers are not hidden, because only
 * the office's own staff read them, and they saw the queue anyway.
 */
export async function quarterFigures(queries: Queries, asked: FiguresOf): Promise<MeasuredRow[]> {
  const measure = createMeasure(OfficeId.parse(asked.officeId), asked.zone);
  for await (const { serviceId, way, dueMs, lives } of ticketsOf(queries, asked)) {
    const acts = standingActs(lives)
      .map(({ act, at }) => ({ act, atMs: Date.parse(at) }))
      .toSorted((one, other) => one.atMs - other.atMs);
    const end = acts.findLast(({ act }) => ENDS.has(act));
    // A desk may finish a call without recording that the holder came.
    const began =
      acts.find(({ act }) => act === 'serve') ??
      (end === undefined || end.act === 'leave' ? undefined : acts.findLast(({ act }) => CALLS.has(act)));
    measure.add({
      serviceId,
      dueMs,
      servedMs: began?.atMs ?? null,
      endMs: end?.atMs ?? null,
      calledMs: acts.find(({ act }) => act === 'call')?.atMs ?? null,
      class: way === 'appointment' ? 'appointment' : 'walk-in',
    });
  }
  return measure.rows();
}
