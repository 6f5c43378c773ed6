import { crc32 } from 'node:zlib';
import { z } from 'zod';
import { KioskEvent } from '../contract/shared/events.ts';
import { RequestId } from '../contract/shared/ids.ts';

/**
 * An event of any version of the program. Its content is not interpreted, so that an unknown event is stored unchanged: for every text that
 * a version of Torn has written, `JSON.stringify` after `JSON.parse` gives the same text.
 */
const StoredEvent = z.object({
  type: z.string().min(1),
  v: z.int().positive(),
  // The payload is not parsed key by key, because a key may be called `__proto__`.
  payload: z.unknown(),
});
type StoredEvent = z.infer<typeof StoredEvent>;

/**
 * Data of a ticket's paper that its event does not contain: time and desk of its appointment, if they may be printed, and the labels of the
 * tickets that it replaces.
 */
const BesideTicket = z.object({
  appointmentMs: z.number().nullable(),
  deskId: z.string().nullable(),
  replaces: z.string().nullable(),
});
export type BesideTicket = z.infer<typeof BesideTicket>;

/** A journal record; unknown fields of a newer program stay in the journal and are ignored. */
const JournalRecord = z.object({
  epoch: z.int().nonnegative(),
  seq: z.int().positive(),
  eventId: z.uuid(),
  atMs: z.number(),
  requestId: RequestId.nullable(),
  event: StoredEvent,
  /**
   * `bootId`: the run of the monotonic clock (`createBootName`), which a suspend of the machine ends too. `monoMs`: that clock in whole
   * milliseconds. `trust`: whether the time was the centre's. Old records have none of them.
   */
  bootId: z.uuid().optional(),
  monoMs: z.int().nonnegative().optional(),
  trust: z.enum(['trusted', 'guess']).optional(),
  /**
   * Whether the ticket prints in large letters. Stored beside the event, because the event goes to the centre and the print size concerns
   * only this kiosk.
   */
  largePrint: z.literal(true).optional().catch(undefined),
  /** Present only with the event `ticket-issued`. A newer program may use another form. */
  beside: BesideTicket.optional().catch(undefined),
});
export type JournalRecord = z.infer<typeof JournalRecord>;

/**
 * A record's position: epoch (it grows when journal or database is rebuilt or restored) and seq (number within the epoch). Records of a
 * kind that only a newer program knows may have a position too.
 */
export const RecordPlace = z.object({ epoch: z.int().nonnegative(), seq: z.int().positive() });
export type RecordPlace = z.infer<typeof RecordPlace>;

/** A line with a correct checksum, which therefore some version of Torn wrote. `record` is `null` if this version cannot read it. */
export interface JournalLine {
  place: RecordPlace | null;
  record: JournalRecord | null;
}

/** The placeholder, in a rebuilt journal, for an event whose row in the database cannot be read. */
export interface UnreadableRecord extends RecordPlace {
  kind: 'unreadable';
  eventId: string;
}

export function lineOf(record: object): string {
  const json = JSON.stringify(record);
  return `${checksumOf(json)} ${json}\n`;
}

/** Reads a journal line; `null` when its checksum does not match. */
export function readLine(line: string): JournalLine | null {
  const json = line.slice(9);
  if (line[8] !== ' ' || checksumOf(json) !== line.slice(0, 8)) return null;
  try {
    const value: unknown = JSON.parse(json);
    const place = RecordPlace.safeParse(value);
    const record = JournalRecord.safeParse(value);
    return { place: place.success ? place.data : null, record: record.success ? record.data : null };
  } catch {
    return null;
  }
}

export const checksumOf = (text: string): string => crc32(Buffer.from(text, 'utf8')).toString(16).padStart(8, '0');

/** The event in its known type; `null` if its type or content is unknown, because a newer program wrote it. */
export function knownEvent(event: StoredEvent): KioskEvent | null {
  const known = KioskEvent.safeParse({ type: event.type, v: event.v, payload: event.payload });
  return known.success ? known.data : null;
}

/**
 * The number that an event issued, whatever its type and version, because every version of Torn uses these field names. An older program
 * thus counts the numbers of a newer one and does not issue them again.
 */
const GivenNumber = z.object({ series: z.string(), serviceDay: z.iso.date(), number: z.int().positive() });
export type GivenNumber = z.infer<typeof GivenNumber>;

export function numberGivenBy({ payload }: StoredEvent): GivenNumber | null {
  const given = GivenNumber.safeParse(payload);
  return given.success ? given.data : null;
}

/** The fields of the event that a ticket's row needs; a newer program may add more. */
const IssuedTicket = GivenNumber.extend({
  ticketId: z.string(),
  serviceId: z.string(),
  way: z.string(),
  language: z.string(),
  followToken: z.string().nullable(),
  configVersion: z.int().positive().optional(),
  preferential: z.literal(true).optional(),
  comeAndFetch: z.literal(true).optional(),
});
export type IssuedTicket = z.infer<typeof IssuedTicket>;

export function ticketIssuedBy({ type, payload }: StoredEvent): IssuedTicket | null {
  if (type !== 'ticket-issued') return null;
  const ticket = IssuedTicket.safeParse(payload);
  return ticket.success ? ticket.data : null;
}
