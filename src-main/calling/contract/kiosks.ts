import { z } from 'zod';
import { ServiceId, Slug, TicketId } from '../../contract/shared/ids.ts';
import { Language, TicketLanguage } from '../../contract/shared/languages.ts';
import { IsoDate } from '../../contract/shared/times.ts';
import { DeskOrder } from './desk.ts';

/** SHA-256 of a kiosk's public key, base64url. */
export const KioskPin = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

/** Twelve digits computed from a kiosk's key, which two people compare to pair their kiosks. */
export const KioskCheck = z.string().regex(/^\d{12}$/, 'expected twelve digits');

/**
 * States of a sibling kiosk (another kiosk of the office) as this kiosk sees it. `not-confirmed`: the sibling's key has not been compared
 * yet. `refused`: the sibling has not paired this kiosk, or belongs to another office. `other-clock`: the clocks differ too much
 * (`areTogether`); the sibling's tickets are known, but each kiosk issues and calls by itself. `same-slot`: the sibling counts the same
 * numbers as this kiosk.
 */
export const OTHER_KIOSK_STATES = [
  'searching',
  'not-confirmed',
  'refused',
  'other-clock',
  'same-slot',
  'heard',
  'silent',
] as const;

/** The longest time for which a kiosk holds back an answer while there are no changes, milliseconds. */
export const MOST_HOLD_MS = 4_000;
export const CHANGES_IN_A_PAGE = 100;

const MOST_MS = 8_640_000_000_000_000;
/** Milliseconds since 1970. Negative from a kiosk whose clock started in 1970, for moments before its start. */
const Moment = z.number().min(-MOST_MS).max(MOST_MS);
const Age = z.number().min(0).max(MOST_MS);
const Text = z.string().max(100);

/**
 * An act of a desk or a kiosk on a ticket, such as a call, as in `calling/rules/shared-ticket`. The limit of `rank` is far above the rank
 * of any real act.
 */
const SharedAct = z.object({
  id: Text.min(1),
  rank: z.int().min(0).max(1_000_000),
  by: Text,
  act: Text,
  target: Text.nullable(),
  note: Text.nullable(),
  /**
   * The clerk's message to the colleague who gets the number. An older program sends none; a newer one may send a longer message, which is
   * kept.
   */
  word: Text.nullable().default(null),
  undoes: Text.nullable(),
  /** Age of the desk's order when it was carried out; an older program does not send it. */
  ageMs: Age.default(0),
  atMs: Moment,
});

/** A ticket of the office, issued by any of its kiosks. Fields of a newer program are kept. */
export const OfficeTicket = z.looseObject({
  ticketId: TicketId,
  slot: z.int().min(1).max(99),
  label: z.string().min(1).max(12),
  serviceDay: IsoDate,
  serviceId: ServiceId,
  /** A ticket in a language that only a newer program knows is called in Catalan. */
  language: TicketLanguage.catch('ca'),
  appointment: z.object({ startMs: Moment, deskId: Slug.nullable() }).nullable(),
  asked: z.object({ preferential: z.boolean(), comeAndFetch: z.boolean() }),
  issuedAtMs: Moment,
  withdrawnAtMs: Moment.nullable(),
  isVoided: z.boolean(),
  served: z.array(SharedAct).max(200),
});
export type OfficeTicket = z.infer<typeof OfficeTicket>;

/** A ticket with all acts of desks on it, as kiosks send it to each other. */
export const TicketSaid = z.object({ ticket: OfficeTicket, acts: z.array(SharedAct).max(5_000) });
export type TicketSaid = z.infer<typeof TicketSaid>;

/** The last pause of a desk; `reason` is `null` once the desk has ended it. */
export const PauseSaid = z.object({
  orderId: z.uuid(),
  deskId: Slug,
  reason: Text.nullable(),
  /** `null`: the pause has no set length, or the sender runs an older program, which sends none. */
  lastsMs: Age.nullable().default(null),
  atMs: Moment,
});
export type PauseSaid = z.infer<typeof PauseSaid>;

/** The last choice of a desk's services. Unknown ids are accepted, because the sender may have a newer profile. */
export const ServicesSaid = z.object({
  orderId: z.uuid(),
  deskId: Slug,
  serviceIds: z.array(Text).max(36),
  atMs: Moment,
});
export type ServicesSaid = z.infer<typeof ServicesSaid>;

/** A clerk's alarm. Its times are by the clock of the kiosk that sends it. `by`: the desk that ended it; `null`: the staff's view. */
export const AlarmSaid = z.object({
  alarmId: z.uuid(),
  deskId: Slug,
  atMs: Moment,
  end: z.object({ by: Slug.nullable(), atMs: Moment }).nullable(),
});
export type AlarmSaid = z.infer<typeof AlarmSaid>;

/** The calls for help that a kiosk knows. They are always sent whole, and with ages, because the kiosks' clocks differ. */
export const HelpSaid = z.object({
  /** Id of this state, new with each change; `ChangesAsked.helpNo` names the last state that the caller knows. */
  no: Text,
  /** Whether a desk's page or the staff's view is open at this kiosk and would show a call. */
  hears: z.boolean(),
  calls: z
    .array(
      z.object({
        helpId: z.uuid(),
        /** A language that only a newer program knows is shown as Catalan. */
        language: Language.catch('ca'),
        ageMs: Age,
        /** Time since the kiosk cleared its screen for lack of touches; `null` while the citizen is there. */
        leftMs: Age.nullable(),
        /** Time since the citizen withdrew the call; `null` until then. */
        overMs: Age.nullable(),
        isSeen: z.boolean(),
        answer: z.object({ deskId: Slug.nullable(), ageMs: Age }).nullable(),
      }),
    )
    .max(20),
  /** Calls of any kiosk that are on show at this kiosk's desks or staff's view. */
  shows: z.array(z.uuid()).max(100),
  answers: z.array(z.object({ helpId: z.uuid(), deskId: Slug.nullable() })).max(100),
  /**
   * `desks`: the desks whose pages are open here. `alarms`: for each alarm the desks that have shown it, here or at a sibling. An older
   * program sends neither.
   */
  desks: z.array(Slug).max(100).default([]),
  alarms: z
    .array(z.object({ alarmId: z.uuid(), desks: z.array(Slug).max(100) }))
    .max(100)
    .default([]),
  hasStaff: z.boolean().default(false),
});
export type HelpSaid = z.infer<typeof HelpSaid>;

/**
 * A kiosk's request to a sibling for the changes after number `since` of the sibling's list `log`. Both values come from the sibling's last
 * answer; in the first request `since` is 0 and `log` is `null`. A kiosk of another office (`officeId`) gets no changes.
 */
export const ChangesAsked = z.object({
  officeId: z.string(),
  log: z.uuid().nullable(),
  since: z.int().nonnegative(),
  nowMs: Moment,
  holdMs: z.int().min(0).max(MOST_HOLD_MS),
  /** `no` of the last `HelpSaid` that the caller knows, '' before the first; absent from a program without calls for help. */
  helpNo: Text.optional(),
});
export type ChangesAsked = z.infer<typeof ChangesAsked>;

/**
 * `isAll`: there are no further changes. Each entry of `tickets` is validated by itself, so that an invalid one does not block the rest.
 */
export const OfficeChanges = z.object({
  officeId: z.string(),
  slot: z.int().min(1).max(99),
  log: z.uuid(),
  next: z.int().nonnegative(),
  isAll: z.boolean(),
  nowMs: Moment,
  tickets: z.array(z.unknown()).max(CHANGES_IN_A_PAGE),
  pauses: z.array(z.unknown()).max(200),
  /** Rows of `ServicesSaid` and `AlarmSaid`; an older program sends neither. */
  services: z.array(z.unknown()).max(200).optional(),
  alarms: z.array(z.unknown()).max(200).optional(),
  /** The sender's id at the centre; absent without a centre. */
  kioskId: z.string().max(100).optional(),
  /** `KioskRevocation`s of the office, signed by the centre. */
  revocations: z.array(z.unknown()).max(200).optional(),
  /** A `HelpSaid`; absent from a program without calls for help. */
  help: z.unknown().optional(),
});
export type OfficeChanges = z.infer<typeof OfficeChanges>;

export const OrderPassedOn = z.object({ officeId: z.string(), deskId: Slug, order: DeskOrder });

/** A request for the next number of a series. `serviceDay` is the caller's; a kiosk with another service day issues no number. */
export const NumberAsked = z.object({ officeId: z.string(), series: z.string().min(1).max(4), serviceDay: IsoDate });

export const NumberGiven = z.object({ serviceDay: IsoDate, number: z.int().min(1).max(9_999_999) });

export const NumberShown = NumberAsked.extend(NumberGiven.shape);
