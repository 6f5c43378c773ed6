import type { z } from 'zod';
import type { Alarm } from '../../src-main/contract/centre/administration.ts';
import { instantOf } from '../clock.ts';
import type { Queries } from '../database/database.ts';
import { idFrom } from './audit.ts';

export const ALARMS = {
  raise: `INSERT INTO alarm (city_id, kind, subject, alarm_id, at, kiosk_id, detail)
    SELECT $1, item.kind, item.subject, item.alarm_id, $2::timestamptz, item.kiosk_id, item.detail
    FROM unnest($3::text[], $4::text[], $5::uuid[], $6::uuid[], $7::text[]) AS item (kind, subject, alarm_id, kiosk_id, detail)
    ON CONFLICT (city_id, kind, subject) DO NOTHING`,
} as const;

export interface AlarmToRaise {
  kind: z.infer<typeof Alarm>['kind'];
  /**
   * The id or name of what the alarm is about: a kiosk, the epoch of its journal (a count of rebuilds and restores), a number, an
   * appointment or a sign-in. There is one alarm for each kind and subject.
   */
  subject: string;
  /** `null`: the alarm concerns no kiosk. */
  kioskId: string | null;
  /** Ids, numbers or names of places. Pages make a sentence of them, because readers have different languages. */
  detail: string;
}

/**
 * Raises alarms in the transaction that finds their cause. Rows are sorted, because two transactions that lock the same rows in different
 * sequences could block each other.
 */
export async function raiseAlarms(
  queries: Queries,
  cityId: string,
  alarms: readonly AlarmToRaise[],
  atMs: number,
): Promise<void> {
  if (alarms.length === 0) return;
  const sorted = alarms.toSorted((a, b) => (a.subject < b.subject ? -1 : 1));
  await queries.query(ALARMS.raise, [
    cityId,
    instantOf(atMs),
    sorted.map((alarm) => alarm.kind),
    sorted.map((alarm) => alarm.subject),
    sorted.map(({ kind, subject }) => idFrom([cityId, kind, subject].join('\n'))),
    sorted.map((alarm) => alarm.kioskId),
    sorted.map((alarm) => alarm.detail),
  ]);
}
