import type { Meter } from '../observation/meter.ts';
import type { StoredUpload } from './upload.ts';

/** Counts an upload's items for the metrics. Called after the commit, because a transaction may run several times. */
export function measureUpload(meter: Meter, { answer, kept }: StoredUpload, receivedAtMs: number): void {
  const results = Map.groupBy(answer.items, (item) => ('fork' in item && item.fork ? 'fork' : item.status));
  for (const [result, items] of results) meter.taken(result, items.length);
  for (const { type, happenedAtMs, timeUncertain } of kept) {
    if (!timeUncertain) meter.kept((receivedAtMs - happenedAtMs) / 1_000);
    if (type === 'upload-rejected') meter.deadLetterReported();
  }
}
