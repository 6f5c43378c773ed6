import { randomUUID } from 'node:crypto';
import { type CityId, OfficeId } from '../../src-main/contract/shared/ids.ts';
import { messageOf } from '../../src-main/domain/result.ts';
import { idFrom } from '../administration/audit.ts';
import { pauseAfterTries } from '../alarms/outbox.ts';
import type { Booking } from '../booking/booking.ts';
import { reachOfWait, type WaitRow } from '../booking/waiting.ts';
import { instantOf } from '../clock.ts';
import type { OfficePlace } from '../configuration/office-changes.ts';
import { StoreTrouble } from '../database/database.ts';
import { type Rounds, startRounds } from '../rounds.ts';
import { type ContactParts, forgetOver, hourLost, type MessageKind, readKept } from './contacts.ts';
import type { Reach } from './reach.ts';
import { type BookingInWords, sayMessage, sayOffer } from './words.ts';

export const CONTACT_OUTBOX = {
  offices: `SELECT DISTINCT appointment.office_id AS "officeId" FROM contact
    JOIN appointment ON appointment.city_id = contact.city_id AND appointment.appointment_id = contact.appointment_id
    WHERE contact.city_id = $1`,
  /** Takes due messages, also those reserved by a replica that died: its reservation ends at `next_try_at`. */
  take: `UPDATE contact_message SET holder = $3::uuid, tries = tries + 1, next_try_at = $4::timestamptz
    WHERE city_id = $1 AND message_id IN (SELECT message_id FROM contact_message
      WHERE city_id = $1 AND sent_at IS NULL AND next_try_at <= $2::timestamptz
      ORDER BY next_try_at LIMIT $5::int FOR UPDATE SKIP LOCKED)
    RETURNING appointment_id AS "appointmentId", kind, subject, message_id AS "messageId", tries`,
  sent: `UPDATE contact_message SET sent_at = $4::timestamptz, holder = NULL
    WHERE city_id = $1 AND message_id = $2::uuid AND holder = $3::uuid`,
  failed: `UPDATE contact_message SET next_try_at = $4::timestamptz, holder = NULL
    WHERE city_id = $1 AND message_id = $2::uuid AND holder = $3::uuid`,
  /**
   * Takes waiting-list entries whose offer was not announced. `next_try_at` identifies the try, so that a slow replica cannot finish
   * another replica's try.
   */
  takeOffers: `UPDATE booking_wait SET tries = tries + 1, next_try_at = $3::timestamptz
    WHERE city_id = $1 AND wait_hash IN (SELECT booking_wait.wait_hash FROM booking_wait JOIN booking_hold
        ON booking_hold.city_id = booking_wait.city_id AND booking_hold.hold_hash = booking_wait.wait_hash
      WHERE booking_wait.city_id = $1 AND sealed IS NOT NULL AND said_offer IS NULL AND next_try_at <= $2::timestamptz
        AND is_offer AND ends_at > $2::timestamptz LIMIT $4::int FOR UPDATE OF booking_wait SKIP LOCKED)
    RETURNING wait_hash AS "waitHash", office_id AS "officeId", errands, before_day AS "before", needs_help AS "needsHelp",
      language, moves, holder_hash AS "holderHash", holder_by AS "holderBy", by, sealed, tries`,
  saidOffer: `UPDATE booking_wait SET said_offer = $4::timestamptz, next_try_at = NULL, unsaid = 0
    WHERE city_id = $1 AND wait_hash = $2 AND next_try_at = $3::timestamptz`,
  failedOffer: `UPDATE booking_wait SET next_try_at = $4::timestamptz
    WHERE city_id = $1 AND wait_hash = $2 AND next_try_at = $3::timestamptz`,
} as const;

const HELD_MS = 90_000;
const MOST_AT_ONCE = 10;
const LOOK_EVERY_MS = 20_000;
/**
 * Appointments that have lost their time, such as by a closure, are searched at every 15th look (five minutes), which is often enough
 * because a closure is known days before.
 */
const LOST_EVERY_LOOKS = 15;

interface Due {
  appointmentId: string;
  kind: MessageKind;
  subject: string;
  messageId: string;
  tries: number;
}

export interface ReminderParts extends ContactParts {
  reach: Reach;
  /** Reads the booking with this secret. `null`: the booking no longer exists. */
  read: (cityId: CityId, token: string) => Promise<(BookingInWords & { state: string }) | null>;
  readWait: Booking['readWait'];
  lostHours: (place: OfficePlace) => Promise<{ appointmentId: string; start: string }[]>;
  pageOf: (cityId: CityId, token: string) => string;
  logger: { info(words: object): void; warn(words: object): void; error(words: object): void };
}

/**
 * Sends the due messages of a city. A message is marked as sent only after it was accepted, or if it is not needed any more. If a replica
 * dies in between, the message arrives twice under one id. Returns the number of tries.
 */
export async function sendDue(parts: ReminderParts, cityId: CityId): Promise<number> {
  const { database, clock, logger } = parts;
  const nowMs = clock.nowMs();
  const holder = randomUUID();
  const take = [cityId, instantOf(nowMs), holder, instantOf(nowMs + HELD_MS), MOST_AT_ONCE];
  const due = await database.query<Due>(CONTACT_OUTBOX.take, take);
  await Promise.all(
    due.map(async ({ messageId, tries, ...message }) => {
      const reason = await reasonOf(() => sendOne(parts, cityId, messageId, message));
      const at = (ms: number) => [cityId, messageId, holder, instantOf(ms)];
      if (reason === null) await database.query(CONTACT_OUTBOX.sent, at(clock.nowMs()));
      else {
        await database.query(CONTACT_OUTBOX.failed, at(clock.nowMs() + pauseAfterTries(tries, Math.random())));
        logger.warn({ event: 'contact-message-not-sent', cityId, messageId, kind: message.kind, tries, reason });
      }
    }),
  );
  return due.length;
}

/**
 * Returns why a message was not sent. An error, such as a lost key of its address, becomes a reason, so that it does not stop the other
 * messages; only a `StoreTrouble` is thrown.
 */
async function reasonOf(send: () => Promise<string | null>): Promise<string | null> {
  try {
    return await send();
  } catch (error) {
    if (error instanceof StoreTrouble) throw error;
    return messageOf(error);
  }
}

export async function sendOffers(parts: ReminderParts, cityId: CityId): Promise<number> {
  const { database, clock, keyring, reach, logger } = parts;
  const nowMs = clock.nowMs();
  const nextTry = instantOf(nowMs + HELD_MS);
  const due = await database.query<WaitRow & { tries: number }>(CONTACT_OUTBOX.takeOffers, [
    cityId,
    instantOf(nowMs),
    nextTry,
    MOST_AT_ONCE,
  ]);
  await Promise.all(
    due.map(async ({ tries, ...row }) => {
      const reason = await reasonOf(async () => {
        const kept = reachOfWait(keyring, cityId, row);
        if (kept === null) return 'the address was encrypted with a key that is lost';
        const waiting = await parts.readWait(cityId, kept.token);
        if (!waiting?.offer) return null;
        const link = parts.pageOf(cityId, kept.token);
        // A repeated try has the same id; the next offer to the same waiting-list entry ends later, so it gets another id.
        const id = idFrom(JSON.stringify(['offer', cityId, row.waitHash, waiting.offer.endsAt]));
        const sent = await reach.send(kept.reach, sayOffer({ ...waiting, ...waiting.offer, link }), id);
        return sent.ok ? null : sent.error.reason;
      });
      const own = [cityId, row.waitHash, nextTry];
      if (reason === null) await database.query(CONTACT_OUTBOX.saidOffer, [...own, instantOf(clock.nowMs())]);
      else {
        const next = instantOf(clock.nowMs() + pauseAfterTries(tries, Math.random()));
        await database.query(CONTACT_OUTBOX.failedOffer, [...own, next]);
        logger.warn({ event: 'contact-message-not-sent', cityId, kind: 'offer', tries, reason });
      }
    }),
  );
  return due.length;
}

/**
 * Sends one message. Returns why it was not sent. `null`: it was sent, or is not needed: its address was deleted, or its appointment has
 * another time or is not open any more.
 */
async function sendOne(
  parts: ReminderParts,
  cityId: CityId,
  messageId: string,
  { appointmentId, kind, subject }: Omit<Due, 'messageId' | 'tries'>,
): Promise<string | null> {
  const contact = await readKept(parts, cityId, appointmentId);
  if (contact === null) return null;
  const booked = await parts.read(cityId, contact.token);
  const isOfThisHour = booked?.state === 'booked' && Date.parse(booked.start) === Date.parse(subject);
  if (booked === null || !isOfThisHour) return null;
  const { language, token } = contact;
  const words = sayMessage(kind, language, { ...booked, link: parts.pageOf(cityId, token) });
  const sent = await parts.reach.send(contact, words, messageId);
  return sent.ok ? null : sent.error.reason;
}

export async function sayLostHours(parts: ReminderParts, cityId: CityId): Promise<void> {
  const rows = await parts.database.query<{ officeId: string }>(CONTACT_OUTBOX.offices, [cityId]);
  for (const { officeId } of rows)
    for (const lost of await parts.lostHours({ cityId, officeId: OfficeId.parse(officeId) }))
      await hourLost(parts, cityId, lost);
}

/** Starts sending messages and deleting addresses that are over. Every replica does both. */
export function startReminders(parts: ReminderParts): Rounds {
  const looks = new Map<CityId, number>();
  return startRounds({ ...parts, event: 'reminders-failed', everyMs: LOOK_EVERY_MS }, async (cityId, ending) => {
    const looked = looks.get(cityId) ?? 0;
    await forgetOver(parts.database, cityId, parts.clock.nowMs());
    if (looked % LOST_EVERY_LOOKS === 0) await sayLostHours(parts, cityId);
    while (!ending.aborted && (await sendOffers(parts, cityId)) > 0);
    while (!ending.aborted && (await sendDue(parts, cityId)) > 0);
    looks.set(cityId, looked + 1);
  });
}
