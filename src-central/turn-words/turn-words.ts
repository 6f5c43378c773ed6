import type { TicketLanguage } from '../../config/languages.ts';
import { languageRow, TICKET_LANGUAGES } from '../../config/languages.ts';
import { ticketText } from '../../config/locales/ticket-words.ts';
import { QUEUE_STATEMENT_HOLDS_S } from '../../src-main/contract/centre/queue-statement.ts';
import type { CityId } from '../../src-main/contract/shared/ids.ts';
import { addDays } from '../../src-main/domain/calendar-day.ts';
import { instantOfLocal, SERVICE_DAY_BEGINS_AT, serviceDayOf } from '../../src-main/domain/service-day.ts';
import { isBeforeCall, TURN_STATES, type TurnState } from '../../src-main/domain/ticket-life.ts';
import type { Keyring } from '../appointments/keyring.ts';
import { type Clock, instantOf } from '../clock.ts';
import type { Database } from '../database/database.ts';
import { type FoundTurn, stateOf } from '../phone/find-turn.ts';
import { deskLifeOf, type LifeRow, livesOf } from '../projections/desk-events.ts';
import { servedAt } from '../projections/served-events.ts';
import { isWithdrawn } from '../projections/ticket-events.ts';
import { type Rounds, startRounds, trying } from '../rounds.ts';
import { isPushService, type PushParts, Subscription, sendWord, type Word } from './send-word.ts';

export const TURN_WORDS = {
  keep: `INSERT INTO turn_word (city_id, ticket_id, kiosk_id, mark, sealed, language, kept_at, until_at)
    SELECT $1, $2::uuid, $3::uuid, $4, $5, $6, $7::timestamptz, $8::timestamptz
    WHERE (SELECT count(*) FROM turn_word WHERE city_id = $1 AND ticket_id = $2::uuid AND mark <> $4) < $9::int
    ON CONFLICT (city_id, ticket_id, mark) DO UPDATE SET sealed = EXCLUDED.sealed RETURNING mark`,
  open: `SELECT word.ticket_id AS "ticketId", word.mark, word.sealed, word.language, word.said, word.tries,
      ticket_void.voided_by AS "voidedBy", ${isWithdrawn('ticket')} AS "isWithdrawn",
      ${servedAt('ticket', 'check_in')} AS "servedAt", ${livesOf('ticket')} AS lives,
      (SELECT (statement.tickets -> word.ticket_id::text ->> 'waiting')::int FROM queue_statement AS statement
        WHERE statement.city_id = $1 AND statement.office_id = ticket.office_id
          AND statement.as_of > $3::timestamptz AND statement.as_of < $4::timestamptz
          AND statement.tickets ? word.ticket_id::text
        ORDER BY statement.as_of DESC LIMIT 1) AS waiting
    FROM turn_word AS word
    JOIN ticket ON ticket.city_id = word.city_id AND ticket.ticket_id = word.ticket_id AND ticket.kiosk_id = word.kiosk_id
    LEFT JOIN appointment_check_in AS check_in ON check_in.city_id = ticket.city_id
      AND check_in.ticket_id = ticket.ticket_id AND check_in.kiosk_id = ticket.kiosk_id
    LEFT JOIN ticket_void ON ticket_void.city_id = ticket.city_id AND ticket_void.ticket_id = ticket.ticket_id
    WHERE word.city_id = $1 AND (word.next_try_at IS NULL OR word.next_try_at <= $2::timestamptz)`,
  /**
   * Reserves a browser's row for this replica until `next_try_at`. After that time another replica may take the row, in case this replica
   * has died.
   */
  take: `UPDATE turn_word SET tries = tries + 1, next_try_at = $5::timestamptz
    WHERE city_id = $1 AND ticket_id = $2::uuid AND mark = $3 AND said = $6::int
      AND (next_try_at IS NULL OR next_try_at <= $4::timestamptz) RETURNING mark`,
  said: `UPDATE turn_word SET said = $4::int, tries = 0, next_try_at = NULL
    WHERE city_id = $1 AND ticket_id = $2::uuid AND mark = $3`,
  later: 'UPDATE turn_word SET next_try_at = $4::timestamptz WHERE city_id = $1 AND ticket_id = $2::uuid AND mark = $3',
  forget: 'DELETE FROM turn_word WHERE city_id = $1 AND ticket_id = $2::uuid AND mark = $3',
  forgetOver: `DELETE FROM turn_word AS word WHERE word.city_id = $1 AND (word.until_at <= $2::timestamptz OR NOT EXISTS
    (SELECT 1 FROM ticket WHERE ticket.city_id = $1 AND ticket.ticket_id = word.ticket_id AND ticket.kiosk_id = word.kiosk_id))`,
} as const;

const HOLDS_MS = QUEUE_STATEMENT_HOLDS_S * 1_000;
const LOOK_EVERY_MS = 2_000;
const NEAR = 2;
const MOST_OF_TURN = 4;
const HELD_MS = 30_000;
const MOST_TRIES = 5;
/** One push service gets at most this many notifications at once, so that a service that does not answer delays no other. */
const MOST_OF_SERVICE = 8;
const SAID = { nothing: 0, near: 1, called: 2 } as const;
/** A push service may keep a notification for this many seconds for a phone that is off. */
const LIVES_S = { near: 600, called: 180 } as const;
/**
 * Reasons after which the subscription is deleted: the push service says that it has ended or belongs to another key, or its address is no
 * known push service.
 */
const GONE = ['HTTP 400', 'HTTP 401', 'HTTP 403', 'HTTP 404', 'HTTP 410', 'no known push service'];

export interface WordParts {
  database: Database;
  clock: Clock;
  keyring: Keyring;
  push: PushParts;
}

const boundTo = (cityId: CityId, ticketId: string) => ['torn-turn-word', cityId, ticketId] as const;

/**
 * Stores a browser's subscription until the ticket or its day ends. `false`: the subscription is malformed, its push service is unknown,
 * the ticket has too many subscriptions, or no key can encrypt it.
 */
export async function keepWord(
  { database, clock, keyring, push }: WordParts,
  { ticketId, kioskId, place: { cityId }, zone, turn }: FoundTurn,
  asked: unknown,
): Promise<boolean> {
  const subscription = Subscription.safeParse(asked).data;
  if (subscription === undefined || !isPushService(subscription.endpoint, push.services)) return false;
  const sealed = keyring.encryptValue(boundTo(cityId, ticketId), Buffer.from(JSON.stringify(subscription)));
  const [mark] = keyring.marks('turn-word', subscription.endpoint);
  if (sealed === null || mark === undefined) return false;
  const nowMs = clock.nowMs();
  const nextDay = addDays(serviceDayOf(nowMs, zone), 1);
  const untilMs = instantOfLocal(`${nextDay} ${SERVICE_DAY_BEGINS_AT}`, zone) ?? nowMs;
  const row = [cityId, ticketId, kioskId, mark, sealed, turn.language, instantOf(nowMs), instantOf(untilMs)];
  return (await database.query(TURN_WORDS.keep, [...row, MOST_OF_TURN])).length > 0;
}

interface OpenWord {
  ticketId: string;
  mark: string;
  sealed: string;
  language: string;
  said: number;
  tries: number;
  voidedBy: string | null;
  isWithdrawn: boolean;
  servedAt: string | null;
  lives: LifeRow[] | null;
  waiting: number | null;
}

/**
 * Returns the notification that a browser should get now. `over`: the ticket's turn has ended, so the browser's row is deleted. `null`: no
 * notification.
 */
function dueOf(state: TurnState, waiting: number | null, said: number): 'near' | 'called' | 'over' | null {
  if (TURN_STATES[state] === 'over') return 'over';
  if (state === 'called') return said < SAID.called ? 'called' : null;
  return isBeforeCall(state) && waiting !== null && waiting <= NEAR && said < SAID.near ? 'near' : null;
}

/** Returns the texts of a notification. They name neither office nor service nor ticket number, because a locked phone shows them. */
export function wordOf(kind: 'near' | 'called', chosen: string): Word {
  const language: TicketLanguage = TICKET_LANGUAGES.find((one) => one === chosen) ?? 'ca';
  const { direction } = languageRow(language);
  const [title, body] =
    kind === 'near'
      ? (['phone-word-near', 'phone-word-near-say'] as const)
      : (['phone-called', 'phone-word-called-say'] as const);
  return { title: ticketText(language, title), body: ticketText(language, body), lang: language, dir: direction };
}

/** Decrypts a subscription. `null`: the key that encrypted it is lost, or the stored text is damaged. */
function openedBy(keyring: Keyring, cityId: CityId, { ticketId, sealed }: OpenWord): Subscription | null {
  try {
    return Subscription.parse(JSON.parse(keyring.decryptValue(boundTo(cityId, ticketId), sealed).toString('utf8')));
  } catch {
    return null;
  }
}

export interface TurnWordsParts extends WordParts {
  logger: { warn(words: object): void; error(words: object): void };
}

/**
 * Starts sending notifications to phones whose turn is near or called, and deleting subscriptions of ended turns. Runs at every replica.
 * Never rejects.
 */
export function startTurnWords({ database, clock, keyring, push, logger }: TurnWordsParts): Rounds {
  const round = { database, logger, event: 'turn-words-failed', everyMs: LOOK_EVERY_MS };
  const underWay = new Map<string, number>();
  const sends = new Set<Promise<void>>();

  async function tell(cityId: CityId, row: OpenWord, kind: 'near' | 'called'): Promise<void> {
    const { ticketId, mark, said, tries } = row;
    const key = [cityId, ticketId, mark];
    const opened = openedBy(keyring, cityId, row);
    if (opened === null) {
      await database.query(TURN_WORDS.forget, key);
      return;
    }
    const { host } = new URL(opened.endpoint);
    if ((underWay.get(host) ?? 0) >= MOST_OF_SERVICE) return;
    underWay.set(host, (underWay.get(host) ?? 0) + 1);
    try {
      const nowMs = clock.nowMs();
      const taken = await database.query(TURN_WORDS.take, [...key, instantOf(nowMs), instantOf(nowMs + HELD_MS), said]);
      if (taken.length === 0) return;
      const sent = await sendWord(opened, wordOf(kind, row.language), LIVES_S[kind], push);
      if (sent.ok) {
        await database.query(TURN_WORDS.said, [...key, SAID[kind]]);
        return;
      }
      const { reason } = sent.error;
      logger.warn({ event: 'turn-word-not-sent', cityId, service: host, tries: tries + 1, reason });
      if (GONE.includes(reason)) await database.query(TURN_WORDS.forget, key);
      else if (tries + 1 >= MOST_TRIES) await database.query(TURN_WORDS.said, [...key, SAID[kind]]);
      else await database.query(TURN_WORDS.later, [...key, instantOf(clock.nowMs() + 1_000 * 2 ** (tries + 1))]);
    } finally {
      underWay.set(host, (underWay.get(host) ?? 1) - 1);
    }
  }

  function begin(cityId: CityId, row: OpenWord, kind: 'near' | 'called'): void {
    const send = trying(round, { cityId }, () => tell(cityId, row, kind)).finally(() => void sends.delete(send));
    sends.add(send);
  }

  async function lookAt(cityId: CityId): Promise<void> {
    const nowMs = clock.nowMs();
    await database.query(TURN_WORDS.forgetOver, [cityId, instantOf(nowMs)]);
    const span = [instantOf(nowMs - HOLDS_MS), instantOf(nowMs + HOLDS_MS)];
    const rows = await database.query<OpenWord>(TURN_WORDS.open, [cityId, instantOf(nowMs), ...span]);
    for (const row of rows) {
      const state = stateOf(row, deskLifeOf(row.lives).turn);
      const due = dueOf(state, row.waiting, row.said);
      const key = [cityId, row.ticketId, row.mark];
      if (due === 'over') await database.query(TURN_WORDS.forget, key);
      // A missed turn goes back to `near`, so that its next call is announced again.
      else if (state === 'missed' && row.said === SAID.called)
        await database.query(TURN_WORDS.said, [...key, SAID.near]);
      else if (due !== null) begin(cityId, row, due);
    }
  }

  const rounds = startRounds(round, lookAt);
  return {
    /** Resolves once all present notifications have been sent or have failed. */
    async look() {
      await rounds.look();
      await Promise.all(sends);
    },
    async stop() {
      await rounds.stop();
      await Promise.all(sends);
    },
  };
}
