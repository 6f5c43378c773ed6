import { randomUUID } from 'node:crypto';
import { AppointmentNotice, Channel } from '../../src-main/contract/centre/appointments.ts';
import type { CityId } from '../../src-main/contract/shared/ids.ts';
import { resultsToTell } from '../appointments/appointment-result.ts';
import { type Clock, instantOf } from '../clock.ts';
import type { Database } from '../database/database.ts';
import { notSent } from './not-sent.ts';
import { type OutboxParts, outboxOf, sendDue } from './outbox.ts';
import { sendWebhook } from './send-webhook.ts';

export const RESULT_OUTBOX = {
  ...outboxOf('result_message', 'channel_id AS "channelId", content'),
  hears: 'SELECT EXISTS (SELECT 1 FROM channel WHERE city_id = $1 AND results IS NOT NULL) AS "isHeard"',
  /**
   * Writes a notice of an appointment's result. A second notice of the same result is not written; a different result has its own notice.
   */
  write: `INSERT INTO result_message (city_id, message_id, channel_id, appointment_id, result, at, content,
      written_at, next_try_at)
    SELECT $1, item.message_id, item.channel_id, item.appointment_id, item.result, item.at, item.content::jsonb, $2::timestamptz,
      $2::timestamptz
    FROM unnest($3::uuid[], $4::text[], $5::uuid[], $6::text[], $7::timestamptz[], $8::text[])
      AS item (message_id, channel_id, appointment_id, result, at, content)
    ON CONFLICT (city_id, appointment_id, result, at) DO NOTHING`,
  hook: 'SELECT results FROM channel WHERE city_id = $1 AND channel_id = $2',
} as const;

interface Held {
  messageId: string;
  channelId: string;
  content: unknown;
  tries: number;
}

/**
 * Writes a notice for each result that a channel (a booking system) receives and that has no notice yet. A second call, also at another
 * replica, writes no second notice.
 */
export async function writeResults(
  { database, clock }: { database: Database; clock: Clock },
  cityId: CityId,
): Promise<void> {
  const [heard] = await database.query<{ isHeard: boolean }>(RESULT_OUTBOX.hears, [cityId]);
  if (!heard?.isHeard) return;
  const nowMs = clock.nowMs();
  const due = (await resultsToTell(database, cityId, nowMs)).map(({ row, result }) => {
    const { appointmentId, channelId, reference } = row;
    const id = randomUUID();
    const notice = AppointmentNotice.parse({ id, cityId, channelId, reference, appointmentId, result });
    return { id, channelId, appointmentId, ...result, content: JSON.stringify(notice) };
  });
  if (due.length === 0) return;
  await database.query(RESULT_OUTBOX.write, [
    cityId,
    instantOf(nowMs),
    due.map(({ id }) => id),
    due.map(({ channelId }) => channelId),
    due.map(({ appointmentId }) => appointmentId),
    due.map(({ what }) => what),
    due.map(({ at }) => at),
    due.map(({ content }) => content),
  ]);
}

export const sendResults = (parts: OutboxParts, cityId: CityId): Promise<number> =>
  sendDue<Held>(parts, cityId, RESULT_OUTBOX, 'result-message', {
    named: ({ channelId }) => ({ channelId }),
    async send({ channelId, content }) {
      const [row] = await parts.database.query<{ results: unknown }>(RESULT_OUTBOX.hook, [cityId, channelId]);
      const hook = Channel.shape.results.safeParse(row?.results);
      if (!hook.success || !hook.data) return notSent('the channel has no webhook for results');
      const notice = AppointmentNotice.safeParse(content);
      if (!notice.success) return notSent('the message was written by a newer release');
      return sendWebhook({ ...hook.data, tag: 'result', notice: notice.data }, parts);
    },
  });
