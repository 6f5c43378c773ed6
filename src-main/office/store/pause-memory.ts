import type Database from 'better-sqlite3';
import { ServiceId } from '../../contract/shared/ids.ts';
import { lastKnown, RottenRow } from '../../storage/guard.ts';
import type { ReportingParts } from '../../storage/outbox-writer.ts';
import type { PauseMemory, StaffPause } from '../ports/pauses.ts';
import { STOP_REASONS, type StopReason } from '../rules/service-closure.ts';

interface PauseRow {
  service_id: string;
  reason: string;
  since_ms: number;
  until_ms: number | null;
}

/** How long a pause without a set end is kept: longer than its service day lasts in any zone. */
const KEPT_WITHOUT_END_MS = 2 * 86_400_000;

export function openPauseRows(database: Database.Database) {
  const all = database.prepare<[], PauseRow>('SELECT service_id, reason, since_ms, until_ms FROM staff_pause');
  const put = database.prepare<[PauseRow]>(
    `INSERT INTO staff_pause (service_id, reason, since_ms, until_ms) VALUES (@service_id, @reason, @since_ms, @until_ms)
     ON CONFLICT (service_id) DO UPDATE SET reason = excluded.reason, since_ms = excluded.since_ms, until_ms = excluded.until_ms`,
  );
  const drop = database.prepare<[string]>('DELETE FROM staff_pause WHERE service_id = ?');
  const dropOver = database.prepare<[number, number]>(
    `DELETE FROM staff_pause WHERE until_ms <= ? OR (until_ms IS NULL AND since_ms < ? - ${KEPT_WITHOUT_END_MS})`,
  );
  return {
    all: () => all.all(),
    put: (row: PauseRow) => void put.run(row),
    drop: (serviceId: string) => drop.run(serviceId).changes > 0,
    dropOver: (nowMs: number) => void dropOver.run(nowMs, nowMs),
  };
}

/** Whether this program knows the reason; a pause that a newer program made may have another reason, which counts as `paused`. */
const isReason = (reason: string): reason is StopReason => STOP_REASONS.some((known) => known === reason);

function pauseOf({ service_id, reason, since_ms, until_ms }: PauseRow): StaffPause {
  const serviceId = ServiceId.safeParse(service_id);
  if (!serviceId.success) throw new RottenRow('a pause');
  return {
    serviceId: serviceId.data,
    reason: isReason(reason) ? reason : 'paused',
    sinceMs: since_ms,
    untilMs: until_ms,
  };
}

/** Opens the pauses on the store's only connection, because each change is in one transaction with its event for the centre. */
export function openPauseMemory({ database, outboxWriter, clock, dayOf }: ReportingParts): PauseMemory {
  const rows = openPauseRows(database);
  return {
    all: lastKnown(() => rows.all().map(pauseOf), []),
    pause: ({ serviceId, reason, sinceMs, untilMs }) =>
      outboxWriter.commit((record) => {
        const until = untilMs === null ? null : new Date(untilMs).toISOString();
        record({
          event: { type: 'service-paused', v: 1, payload: { serviceId, reason, until } },
          requestId: null,
          atMs: sinceMs,
          serviceDay: dayOf(sinceMs),
        });
        rows.dropOver(sinceMs);
        rows.put({ service_id: serviceId, reason, since_ms: sinceMs, until_ms: untilMs });
        return null;
      }),
    resume: (serviceId) =>
      outboxWriter.commit((record) => {
        if (!rows.drop(serviceId)) return null;
        const atMs = clock.wallMs();
        record({
          event: { type: 'service-resumed', v: 1, payload: { serviceId } },
          requestId: null,
          atMs,
          serviceDay: dayOf(atMs),
        });
        return null;
      }),
  };
}
