import type { Centre } from '../replica-context.ts';
import type { StoredUpload } from './upload.ts';

/** Counts an upload's items, and logs its alarms. Called after the commit, because a transaction may run several times. */
export function reportUpload(
  { meter, logger }: Centre,
  { answer, kept, alarms }: StoredUpload,
  { receivedAtMs, requestId }: { receivedAtMs: number; requestId: string },
): void {
  const results = Map.groupBy(answer.items, (item) => ('fork' in item && item.fork ? 'fork' : item.status));
  for (const [result, items] of results) meter.taken(result, items.length);
  for (const { type, happenedAtMs, timeUncertain } of kept) {
    if (!timeUncertain) meter.kept((receivedAtMs - happenedAtMs) / 1_000);
    if (type === 'upload-rejected') meter.deadLetterReported();
  }
  for (const { kind, kioskId, detail } of alarms) logger.warn({ event: kind, requestId, kioskId, detail });
}
