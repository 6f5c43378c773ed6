import { randomUUID } from 'node:crypto';
import { type AlarmNotice, type AlarmRecipient, AlarmRules } from '../../src-main/contract/centre/alarms.ts';
import type { CityId } from '../../src-main/contract/shared/ids.ts';
import type { Result } from '../../src-main/domain/result.ts';
import { type Clock, instantOf } from '../clock.ts';
import type { Database } from '../database/database.ts';
import type { MailServer } from './mail-server.ts';
import { type NotSent, notSent } from './not-sent.ts';
import { Digest } from './rules/digest.ts';
import { sendMail } from './send-mail.ts';
import { sendWebhook, type WebhookParts } from './send-webhook.ts';
import { sayDigest } from './words.ts';

/** Returns the statements that take and finish messages of `table`. `columns` are read in addition to the columns that every outbox has. */
export const outboxOf = (table: string, columns: string) => ({
  /**
   * Takes due messages, also those that a dead replica had reserved: its reservation ends at `next_try_at`. A `next_try_at` later than any
   * pause comes from a wrong clock and is ignored.
   */
  take: `UPDATE ${table} SET holder = $3::uuid, tries = tries + 1, next_try_at = $4::timestamptz
    WHERE city_id = $1 AND message_id IN (SELECT message_id FROM ${table}
      WHERE city_id = $1 AND sent_at IS NULL AND (next_try_at <= $2::timestamptz OR next_try_at > $6::timestamptz)
      ORDER BY next_try_at LIMIT $5::int FOR UPDATE SKIP LOCKED)
    RETURNING message_id AS "messageId", ${columns}, tries`,
  sent: `UPDATE ${table} SET sent_at = $4::timestamptz, holder = NULL
    WHERE city_id = $1 AND message_id = $2::uuid AND holder = $3::uuid`,
  failed: `UPDATE ${table} SET next_try_at = $4::timestamptz, holder = NULL
    WHERE city_id = $1 AND message_id = $2::uuid AND holder = $3::uuid`,
});

export const OUTBOX = {
  rules: 'SELECT document FROM alarm_rules WHERE city_id = $1',
  ...outboxOf(
    'alarm_message',
    'rule_id AS "ruleId", recipient_id AS "recipientId", content, written_at AS "writtenAt"',
  ),
} as const;

/**
 * While a replica sends a message, it reserves the message for this long, which is longer than a mail or a webhook may take. If the replica
 * dies, another replica sends the message when the reservation has ended.
 */
const HELD_MS = 90_000;
const MOST_AT_ONCE = 10;
/** A try to send a message is given up after this long, because a server may accept the bytes one by one. */
const LONGEST_SENDING_MS = 60_000;
const FIRST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 3_600_000;

/**
 * Returns a random pause before the next try, so that messages are not all retried at once. It is between half and all of a time that
 * doubles with each try, up to one hour.
 */
export const pauseAfterTries = (tries: number, random: number): number =>
  Math.round(Math.min(FIRST_PAUSE_MS * 2 ** (tries - 1), LONGEST_PAUSE_MS) * (0.5 + random / 2));

interface Held {
  messageId: string;
  ruleId: string;
  recipientId: string;
  content: unknown;
  writtenAt: string;
  tries: number;
}

export interface OutboxParts extends WebhookParts {
  database: Database;
  clock: Clock;
  logger: { info(words: object): void; warn(words: object): void };
  /** `null`: no mail server is configured, so mails wait. */
  mailServer: MailServer | null;
  /** Aborts messages that are being sent: they count as not accepted and are sent again later. */
  ending: AbortSignal;
}

interface Sending<Message> {
  send(message: Message): Promise<Result<null, NotSent>>;
  /** Ids that identify the message in the log; the log never has the message's text. */
  named(message: Message): object;
}

/**
 * Sends up to ten due messages of a city at the same time. A message is marked as sent only after it was accepted: if the replica dies in
 * between, another replica sends it again under the same id. Returns the number of tries.
 */
export async function sendDue<Message extends { messageId: string; tries: number }>(
  { database, clock, logger, ending }: OutboxParts,
  cityId: CityId,
  { take, sent: markSent, failed }: ReturnType<typeof outboxOf>,
  event: 'alarm-message' | 'result-message',
  { send, named }: Sending<Message>,
): Promise<number> {
  const nowMs = clock.nowMs();
  const holder = randomUUID();
  const taken = await database.query<Message>(take, [
    cityId,
    instantOf(nowMs),
    holder,
    instantOf(nowMs + HELD_MS),
    MOST_AT_ONCE,
    instantOf(nowMs + 2 * LONGEST_PAUSE_MS),
  ]);
  await Promise.all(
    taken.map(async (message) => {
      const sent = await Promise.race([
        send(message),
        refusalOnceOver(AbortSignal.any([ending, AbortSignal.timeout(LONGEST_SENDING_MS)])),
      ]);
      const { messageId, tries } = message;
      const words = { cityId, messageId, ...named(message), tries };
      const at = (ms: number) => [cityId, messageId, holder, instantOf(ms)];
      if (sent.ok) {
        await database.query(markSent, at(clock.nowMs()));
        logger.info({ event: `${event}-sent`, ...words });
      } else {
        await database.query(failed, at(clock.nowMs() + pauseAfterTries(tries, Math.random())));
        logger.warn({ event: `${event}-not-sent`, ...words, reason: sent.error.reason });
      }
    }),
  );
  return taken.length;
}

export async function sendMessages(parts: OutboxParts, cityId: CityId): Promise<number> {
  // The rules are read once, and only if a message is due.
  let read: Promise<AlarmRules | undefined> | null = null;
  const rulesOf = async (): Promise<AlarmRules | undefined> => {
    const [row] = await parts.database.query<{ document: unknown }>(OUTBOX.rules, [cityId]);
    return AlarmRules.safeParse(row?.document).data;
  };
  return sendDue<Held>(parts, cityId, OUTBOX, 'alarm-message', {
    named: ({ ruleId, recipientId }) => ({ ruleId, recipientId }),
    async send(message) {
      read ??= rulesOf();
      const rules = await read;
      const recipient = rules?.recipients.find(({ recipientId }) => recipientId === message.recipientId);
      return sendOne(parts, cityId, message, recipient, rules?.zone ?? 'UTC');
    },
  });
}

const refusalOnceOver = (signal: AbortSignal): Promise<Result<null, NotSent>> =>
  new Promise((resolve) => {
    const over = () => resolve(notSent('the message was not accepted in time'));
    if (signal.aborted) over();
    else signal.addEventListener('abort', over, { once: true });
  });

async function sendOne(
  parts: OutboxParts,
  cityId: CityId,
  { messageId, ruleId, content, writtenAt }: Held,
  recipient: AlarmRecipient | undefined,
  zone: string,
): Promise<Result<null, NotSent>> {
  const digest = Digest.safeParse(content);
  if (!digest.success) return notSent('the message was written by a newer release');
  if (recipient === undefined) return notSent('no such recipient');
  const { subject, text } = sayDigest(digest.data, { language: recipient.language, zone, cityId });
  if (recipient.by === 'mail')
    return parts.mailServer === null
      ? notSent('no mail server is set')
      : sendMail(parts.mailServer, { messageId, to: recipient.address, subject, text });
  const { opened, ended } = digest.data;
  const notice: AlarmNotice = { id: messageId, cityId, ruleId, at: writtenAt, subject, text, opened, ended };
  return sendWebhook({ url: recipient.url, privateNetwork: recipient.privateNetwork, tag: 'alarm', notice }, parts);
}
