import { MAX_BATCH, type WireEvent } from '../../contract/centre/events-upload.ts';
import { type Result, refuse, succeed } from '../../domain/result.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { Outbox } from '../ports/outbox.ts';
import type { CentreClient } from './centre-client.ts';
import type { AsKiosk } from './tasks/task.ts';

interface LeftBehindParts {
  client: Pick<CentreClient, 'ask'>;
  outbox: Pick<Outbox, 'bootId'>;
  asKiosk: AsKiosk;
  clock: Clock;
  log: Log;
}

/**
 * Uploads the unsent events of the replaced kiosk, read from its disk, in batches. An event that the centre rejects is logged and skipped;
 * it stays on that disk. After a fault all events can be sent again, because the centre recognises the events that it has.
 */
export async function sendLeftBehind(
  { client, outbox, asKiosk, clock, log }: LeftBehindParts,
  incarnation: string,
  events: readonly WireEvent[],
): Promise<Result<null, { kind: string }>> {
  const signed = asKiosk();
  if (signed === null) return refuse({ kind: 'not-paired' });
  for (let at = 0; at < events.length; at += MAX_BATCH) {
    const batch = events.slice(at, at + MAX_BATCH);
    const answer = await client.ask('uploadReplaced', {
      ...signed,
      body: { incarnation, sender: { bootId: outbox.bootId, monoMs: clock.monotonicMs() }, events: batch },
    });
    if (!answer.ok) return refuse({ kind: answer.error.kind });
    const items = answer.value.body?.items ?? [];
    if (items.length !== batch.length) return refuse({ kind: 'central-answer' });
    for (const [index, item] of items.entries())
      if (item.status === 'rejected')
        log.event('upload-rejected', { eventId: batch[index]?.id, problem: item.problem.type });
  }
  return succeed(null);
}
