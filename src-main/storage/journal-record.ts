import { crc32 } from 'node:zlib';
import { z } from 'zod';
import { KioskEvent } from '../contract/shared/events.ts';
import { RequestId } from '../contract/shared/ids.ts';

/**
 * An event unchanged, from any program version. Unknown content is stored unread: for everything a Torn has written, `JSON.stringify` of
 * the result of `JSON.parse` is the same text.
 */
const StoredEvent = z.looseObject({
  type: z.string().min(1),
  v: z.int().positive(),
  // The payload is not rebuilt key by key, because a key may be called `__proto__`.
  payload: z.unknown(),
});
export interface StoredEvent {
  type: string;
  v: number;
  payload: unknown;
}

/** Data on a ticket's paper that its event does not contain: its appointment if it may be shown, and labels of tickets it replaces. */
const BesideTicket = z.object({
  appointmentMs: z.number().nullable(),
  deskId: z.string().nullable(),
  replaces: z.string().nullable(),
});
export type BesideTicket = z.infer<typeof BesideTicket>;

/** A journal record; unknown fields of a newer program stay in the journal and are ignored. */
export const JournalRecord = z.looseObject({
  epoch: z.int().nonnegative(),
  seq: z.int().positive(),
  eventId: z.uuid(),
  atMs: z.number(),
  requestId: RequestId.nullable(),
  event: StoredEvent,
  /** The boot (`createBootName`), its monotonic clock (whole ms), and whether the time was the centre's; absent in old records. */
  bootId: z.uuid().optional(),
  monoMs: z.int().nonnegative().optional(),
  trust: z.enum(['trusted', 'guess']).optional(),
  /** The ticket prints in large letters. Stored beside the event, because events go to the centre and this concerns only this kiosk. */
  largePrint: z.literal(true).optional().catch(undefined),
  /** Data that only a ticket's own event has. A newer program may use another form. */
  beside: BesideTicket.optional().catch(undefined),
});
export interface JournalRecord {
  epoch: number;
  seq: number;
  eventId: string;
  atMs: number;
  requestId: RequestId | null;
  event: StoredEvent;
  bootId?: string | undefined;
  monoMs?: number | undefined;
  trust?: 'trusted' | 'guess' | undefined;
  largePrint?: true | undefined;
  beside?: BesideTicket | undefined;
}

/** A record's place. Unknown kinds of records of a newer program may have a place too. */
export const RecordPlace = z.object({ epoch: z.int().nonnegative(), seq: z.int().positive() });
export type RecordPlace = z.infer<typeof RecordPlace>;

/** A line with a correct checksum, so some program wrote it. `record` is `null` if this one cannot read it. */
export interface JournalLine {
  place: RecordPlace | null;
  record: JournalRecord | null;
}

/** Takes the place, in a rebuilt journal, of an event whose row has rotted. */
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

/** The event in its known type; `null` for one of a newer program, or with unknown content. */
export function knownEvent(event: StoredEvent): KioskEvent | null {
  const known = KioskEvent.safeParse({ type: event.type, v: event.v, payload: event.payload });
  return known.success ? known.data : null;
}

/**
 * A number issued by an event of any type and version: every Torn uses these names. Without this an older program would reissue a newer
 * program's numbers.
 */
const GivenNumber = z.object({ series: z.string(), serviceDay: z.iso.date(), number: z.int().positive() });
export type GivenNumber = z.infer<typeof GivenNumber>;

export function numberGivenBy({ payload }: StoredEvent): GivenNumber | null {
  const given = GivenNumber.safeParse(payload);
  return given.success ? given.data : null;
}

/** The part of the event needed for a ticket's row; a newer program may add more. */
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
