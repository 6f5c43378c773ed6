import { crc32 } from 'node:zlib';
import { z } from 'zod';
import { KioskEvent } from '../contract/shared/events.ts';
import { RequestId } from '../contract/shared/ids.ts';

/**
 * An event as it stands, whichever program wrote it. What this one does not know is carried along unread: `JSON.stringify` of what
 * `JSON.parse` read is the same text for all that any Torn has written with `JSON.stringify`.
 */
const StoredEvent = z.looseObject({
  type: z.string().min(1),
  v: z.int().positive(),
  // Not rebuilt key by key: a key may be called `__proto__`.
  payload: z.unknown(),
});
export interface StoredEvent {
  type: string;
  v: number;
  payload: unknown;
}

/** What a ticket's paper says besides its event: of an appointment that its person may be told of, and labels of tickets that do not count any more. */
const BesideTicket = z.object({
  appointmentMs: z.number().nullable(),
  deskId: z.string().nullable(),
  replaces: z.string().nullable(),
});
export type BesideTicket = z.infer<typeof BesideTicket>;

/** A fact of the journal; fields of a newer program stay in the journal and are not read. */
export const JournalRecord = z.looseObject({
  epoch: z.int().nonnegative(),
  seq: z.int().positive(),
  eventId: z.uuid(),
  atMs: z.number(),
  requestId: RequestId.nullable(),
  event: StoredEvent,
  /** Which boot saw it (`createBootName`), by its monotonic clock (whole ms), and whether the time was the centre's; absent in old records. */
  bootId: z.uuid().optional(),
  monoMs: z.int().nonnegative().optional(),
  trust: z.enum(['trusted', 'guess']).optional(),
  /** Of a ticket whose papers are in large letters. Beside the event, for it concerns nobody but this kiosk: events go to the centre. */
  largePrint: z.literal(true).optional().catch(undefined),
  /** Of a ticket's own event alone, where it says anything. A newer program's may say it otherwise. */
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

/** Where a record stands. One of another kind, of a newer program, may have a place as well. */
export const RecordPlace = z.object({ epoch: z.int().nonnegative(), seq: z.int().positive() });
export type RecordPlace = z.infer<typeof RecordPlace>;

/** A line whose checksum is right: some program wrote it so. `record` is `null` where this one cannot read it. */
export interface JournalLine {
  place: RecordPlace | null;
  record: JournalRecord | null;
}

/** Stands in a rebuilt journal for a fact whose row has rotted: it keeps its place. */
export interface UnreadableRecord extends RecordPlace {
  kind: 'unreadable';
  eventId: string;
}

/** One record as it stands in a segment. */
export function lineOf(record: object): string {
  const json = JSON.stringify(record);
  return `${checksumOf(json)} ${json}\n`;
}

/** `null` when it is not as it was written. */
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

/** Which of the events this program knows it is; `null` for one of a newer program, or that says more than this one knows. */
export function knownEvent(event: StoredEvent): KioskEvent | null {
  const known = KioskEvent.safeParse({ type: event.type, v: event.v, payload: event.payload });
  return known.success ? known.data : null;
}

/**
 * A number that an event gives away, whatever its type and version: every Torn names a number so. Without it a newer program's numbers
 * would be given again by an older one.
 */
const GivenNumber = z.object({ series: z.string(), serviceDay: z.iso.date(), number: z.int().positive() });
export type GivenNumber = z.infer<typeof GivenNumber>;

export function numberGivenBy({ payload }: StoredEvent): GivenNumber | null {
  const given = GivenNumber.safeParse(payload);
  return given.success ? given.data : null;
}

/** What a ticket's row needs of its event; a newer program's may say more. */
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
