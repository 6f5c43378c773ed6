import { MAX_BATCH, type WireEvent } from '../../contract/centre/events-upload.ts';
import { type Result, refuse, succeed } from '../../domain/result.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { SigningKey } from '../../signing/keys.ts';
import type { Enrolment } from '../ports/centre-memory.ts';
import type { Outbox } from '../ports/outbox.ts';
import type { CentreClient } from './centre-client.ts';
import { pathOfKiosk } from './tasks/task.ts';

interface LeftBehindParts {
  client: Pick<CentreClient, 'ask'>;
  outbox: Pick<Outbox, 'bootId'>;
  enrolment: Enrolment | null;
  key: SigningKey | null;
  clock: Clock;
  log: Log;
}

/**
 * Uploads another kiosk's unsent events in batches. An event that the centre rejects is logged and skipped; it remains on the old disk.
 * After a fault all events can be sent again, because the centre recognises those that it has.
 */
export async function sendLeftBehind(
  { client, outbox, enrolment, key, clock, log }: LeftBehindParts,
  incarnation: string,
  events: readonly WireEvent[],
): Promise<Result<null, { kind: string }>> {
  if (enrolment === null || key === null) return refuse({ kind: 'not-paired' });
  for (let at = 0; at < events.length; at += MAX_BATCH) {
    const batch = events.slice(at, at + MAX_BATCH);
    const answer = await client.ask('uploadReplaced', {
      params: pathOfKiosk(enrolment),
      body: { incarnation, sender: { bootId: outbox.bootId, monoMs: clock.monotonicMs() }, events: batch },
      signer: { key, tag: 'kiosk', count: null },
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
