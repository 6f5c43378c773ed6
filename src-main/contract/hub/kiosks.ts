import { z } from 'zod';
import { ServiceId, Slug, TicketId } from '../shared/ids.ts';
import { Language, TicketLanguage } from '../shared/languages.ts';
import { IsoDate } from '../shared/times.ts';
import { DeskOrder } from './desk.ts';

/**
 * What the kiosks of one office ask each other, at the port of their desks. Each request says by which key it is signed, and is signed for the very kiosk that it is
 * sent to: `proofText`. Unknown fields are ignored by whoever is older.
 */
export const KIOSK_PATHS = {
  /** `ChangesAsked` → `OfficeChanges`, at once where there is something, else when there is or the time is up. */
  changes: '/api/kiosks/changes',
  /** `OrderPassedOn` → `DeskAnswer`: a desk at another kiosk orders. */
  orders: '/api/kiosks/orders',
  /** → 200: an order or a number would be answered now. 404 from programs older than this path, which says the same. */
  trial: '/api/kiosks/trial',
  /** `NumberAsked` → `NumberGiven`: the next number of a series, for a ticket of whoever asks; 409: none is given. */
  numbers: '/api/kiosks/numbers',
  /** `NumberShown` → 200: a number that was given so is still the same ticket's; 409: it may be somebody else's. */
  numbersAgain: '/api/kiosks/numbers/again',
} as const;

/** The signer's public key, as SPKI in base64url. */
export const KIOSK_KEY_HEADER = 'torn-kiosk-key';
/**
 * On every answer of these paths, also on a refusal: which numbers the kiosk counts, and a name of this run of its program. Two kiosks of one office that count the
 * same numbers have to know before a person pairs them; the numbers are on every paper.
 */
export const KIOSK_SLOT_HEADER = 'torn-kiosk-slot';
export const KIOSK_RUN_HEADER = 'torn-kiosk-run';
/** ECDSA over P-256 with SHA-256 of `proofText`, DER in base64url. */
export const KIOSK_PROOF_HEADER = 'torn-kiosk-proof';

/** `to`: SHA-256 of the asked kiosk's public key, base64url; `bodyHash`: SHA-256 of the body, base64url. */
export const proofText = (to: string, path: string, bodyHash: string): string =>
  ['torn-kiosk-request-1', to, path, bodyHash].join('\n');

/** A kiosk's public key by its SHA-256, base64url. */
export const KioskPin = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

/** Twelve digits of its key, by which two people compare it. */
export const KioskCheck = z.string().regex(/^\d{12}$/, 'expected twelve digits');

/** `not-confirmed`: nobody has compared its key yet. `refused`: it has not let this one in, or is of another office. `other-clock`: `areTogether` says no; its people are heard of, and each kiosk gives and calls for itself. `same-slot`: it counts the same numbers as this one. */
export const OTHER_KIOSK_STATES = [
  'searching',
  'not-confirmed',
  'refused',
  'other-clock',
  'same-slot',
  'heard',
  'silent',
] as const;

/** How long an answer may be held back, milliseconds. */
export const MOST_HOLD_MS = 4_000;
/** So many numbers in an answer. */
export const CHANGES_IN_A_PAGE = 100;

const MOST_MS = 8_640_000_000_000_000;
/** Milliseconds since 1970. Below 0 by a kiosk whose clock has begun in 1970: what was an hour ago was before. */
const Moment = z.number().min(-MOST_MS).max(MOST_MS);
const Age = z.number().min(0).max(MOST_MS);
const Text = z.string().max(100);

/** `domain/shared-ticket`. A rank beyond this is nobody's work. */
const SharedAct = z.object({
  id: Text.min(1),
  rank: z.int().min(0).max(1_000_000),
  by: Text,
  act: Text,
  target: Text.nullable(),
  note: Text.nullable(),
  undoes: Text.nullable(),
  /** Nothing older than this program says it. */
  ageMs: Age.default(0),
  atMs: Moment,
});

/** A number of the office, whichever kiosk gave it. What a newer program adds is kept. */
export const OfficeTicket = z.looseObject({
  ticketId: TicketId,
  slot: z.int().min(1).max(99),
  label: z.string().min(1).max(12),
  serviceDay: IsoDate,
  serviceId: ServiceId,
  /** One that a newer program speaks is called in Catalan here. */
  language: TicketLanguage.catch('ca'),
  appointment: z.object({ startMs: Moment, deskId: Slug.nullable() }).nullable(),
  asked: z.object({ preferential: z.boolean(), comeAndFetch: z.boolean() }),
  issuedAtMs: Moment,
  withdrawnAtMs: Moment.nullable(),
  isVoided: z.boolean(),
  served: z.array(SharedAct).max(200),
});
export type OfficeTicket = z.infer<typeof OfficeTicket>;

/** With all that desks did with it. */
export const TicketSaid = z.object({ ticket: OfficeTicket, acts: z.array(SharedAct).max(5_000) });
export type TicketSaid = z.infer<typeof TicketSaid>;

/** The last of a desk; `reason` is `null` once somebody is called there again. */
export const PauseSaid = z.object({ orderId: z.uuid(), deskId: Slug, reason: Text.nullable(), atMs: Moment });
export type PauseSaid = z.infer<typeof PauseSaid>;

/** Help that people ask for, as a kiosk knows it: the whole each time, with ages, since clocks differ. */
export const HelpSaid = z.object({
  /** Another one with each change; `ChangesAsked.helpNo` names the last that is known. */
  no: Text,
  /** Whether a desk or the staff's view of this kiosk would show a call. */
  hears: z.boolean(),
  /** Asked at this kiosk. */
  calls: z
    .array(
      z.object({
        helpId: z.uuid(),
        /** One that a newer program speaks is said to be Catalan here. */
        language: Language.catch('ca'),
        ageMs: Age,
        /** How long ago the screen was cleared without a touch; `null` while the person is there. */
        leftMs: Age.nullable(),
        /** How long ago the person said that nobody need come. */
        overMs: Age.nullable(),
        isSeen: z.boolean(),
        answer: z.object({ deskId: Slug.nullable(), ageMs: Age }).nullable(),
      }),
    )
    .max(20),
  /** What its desks and its staff's view show, of whichever kiosk. */
  shows: z.array(z.uuid()).max(100),
  /** Given there to calls of other kiosks. */
  answers: z.array(z.object({ helpId: z.uuid(), deskId: Slug.nullable() })).max(100),
});
export type HelpSaid = z.infer<typeof HelpSaid>;

/** A kiosk of another office (`officeId`) is answered nothing. What has changed since `since`, which an answer with this `log` named; whoever asks for the first time names none, and 0. */
export const ChangesAsked = z.object({
  officeId: z.string(),
  log: z.uuid().nullable(),
  since: z.int().nonnegative(),
  /** By its own clock. */
  nowMs: Moment,
  holdMs: z.int().min(0).max(MOST_HOLD_MS),
  /** Of the last `HelpSaid` that is known, '' before the first; absent of a program that knows of none. */
  helpNo: Text.optional(),
});
export type ChangesAsked = z.infer<typeof ChangesAsked>;

/** `isAll`: nothing else has changed. One number of `tickets` that cannot be read keeps no other from being heard. */
export const OfficeChanges = z.object({
  officeId: z.string(),
  slot: z.int().min(1).max(99),
  log: z.uuid(),
  next: z.int().nonnegative(),
  isAll: z.boolean(),
  nowMs: Moment,
  tickets: z.array(z.unknown()).max(CHANGES_IN_A_PAGE),
  pauses: z.array(z.unknown()).max(200),
  /** How the centre names the kiosk that says so; absent of one that stands alone. */
  kioskId: z.string().max(100).optional(),
  /** `KioskRevocation`s of the office, as the centre has signed them. */
  revocations: z.array(z.unknown()).max(200).optional(),
  /** A `HelpSaid`; absent of a program that knows of none. */
  help: z.unknown().optional(),
});
export type OfficeChanges = z.infer<typeof OfficeChanges>;

export const OrderPassedOn = z.object({ officeId: z.string(), deskId: Slug, order: DeskOrder });

/** `serviceDay`: of whoever asks; where it is another one there, none is given. */
export const NumberAsked = z.object({ officeId: z.string(), series: z.string().min(1).max(4), serviceDay: IsoDate });

export const NumberGiven = z.object({ serviceDay: IsoDate, number: z.int().min(1).max(9_999_999) });

export const NumberShown = NumberAsked.extend(NumberGiven.shape);
