import { z } from 'zod';
import { CheckInWay, DocumentOffered } from '../shared/check-in.ts';
import { ServiceId } from '../shared/ids.ts';
import { Language } from '../shared/languages.ts';
import { Pictogram } from '../shared/services.ts';
import { TimeOfDay } from '../shared/times.ts';
import { Way } from '../shared/visit-type.ts';
import { CentreStatus, CentreTrouble } from './centre-status.ts';

/** What a person set for themselves; forgotten when they leave. */
export const AccessSettings = z.strictObject({
  contrast: z.enum(['normal', 'high']),
  textSize: z.enum(['normal', 'large']),
  /** Lowers every control to where a seated person reaches it. */
  reach: z.boolean(),
});
export type AccessSettings = z.infer<typeof AccessSettings>;
export const DEFAULT_ACCESS: AccessSettings = { contrast: 'normal', textSize: 'normal', reach: false };

/** What a person asks of the staff, without a reason: a reason would be data of their health. */
export const Attention = z.strictObject({
  /** To be called earlier; whoever accompanies somebody may ask as well. */
  preferential: z.boolean(),
  /** "I cannot see or hear the call: please come and fetch me." */
  comeAndFetch: z.boolean(),
});
export type Attention = z.infer<typeof Attention>;
export const DEFAULT_ATTENTION: Attention = { preferential: false, comeAndFetch: false };

/** Who may act: a command repeats it, and a stale one is refused, so that a late touch never acts on the next person. */
export const SessionStamp = z.strictObject({ sessionId: z.uuid(), stateNo: z.int().nonnegative() });
export type SessionStamp = z.infer<typeof SessionStamp>;

/** Names in both languages, so that a clerk can read what a citizen sees. */
const TextPair = z.strictObject({ text: z.string(), catalan: z.string() });

export const ServiceChoice = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('service'),
    serviceId: ServiceId,
    name: z.string(),
    hint: z.string().nullable(),
    pictogram: Pictogram,
    /** `null` while it takes turns; else why not, with the time it opens today if it does. */
    closed: z.strictObject({ opensAt: TimeOfDay.nullable() }).nullable(),
  }),
  z.strictObject({
    kind: z.literal('group'),
    groupId: z.string(),
    name: z.string(),
    hint: z.string().nullable(),
    pictogram: Pictogram,
  }),
]);
export type ServiceChoice = z.infer<typeof ServiceChoice>;

export const TicketView = z.strictObject({
  ticketId: z.uuid(),
  /** Series and number as called and printed, such as `A047`. */
  label: z.string(),
  serviceId: ServiceId,
  service: TextPair,
  way: Way,
  /** Of an appointment that the person may be told of: its hour, and where its specialist waits. */
  appointment: z.strictObject({ time: TimeOfDay, waitAt: z.string().nullable() }).nullable(),
});
export type TicketView = z.infer<typeof TicketView>;

export const TroubleCause = z.enum([
  'paper-out',
  'cover-open',
  'cutter-error',
  'overheated',
  'printer-error',
  'printer-offline',
  'printer-unreachable',
  'unknown-answer',
  'no-answer',
  'link-lost',
  'no-confirmation',
  'no-printer',
  'expired',
  'interrupted',
]);
export type TroubleCause = z.infer<typeof TroubleCause>;

/** A paper that somebody waits for: on its way, out, or why not. */
export const PaperState = z.union([z.enum(['coming', 'out']), TroubleCause]);
export type PaperState = z.infer<typeof PaperState>;

const Opening = z.strictObject({ date: z.iso.date(), time: TimeOfDay });

/** How a part of the kiosk does: word, shape and colour on the technician's page. */
export const PartLevel = z.enum(['good', 'attention', 'fault']);
export type PartLevel = z.infer<typeof PartLevel>;

/** The office's wall clock, to the minute. */
const LocalMoment = z.strictObject({ date: z.iso.date(), time: TimeOfDay });

/** What a technician should see to first; its sentence says what to do. */
export const TechnicianWarning = z.discriminatedUnion('about', [
  z.strictObject({ about: z.literal('printer'), kind: z.string() }),
  z.strictObject({ about: z.literal('scanner'), kind: z.string() }),
  z.strictObject({ about: z.literal('centre'), kind: CentreTrouble }),
  z.strictObject({
    about: z.literal('kiosk'),
    kind: z.enum(['no-slot', 'store-failed', 'journal-rebuilt', 'database-restored', 'dead-letters', 'clock-off']),
  }),
]);
export type TechnicianWarning = z.infer<typeof TechnicianWarning>;

/**
 * What somebody who says to have an appointment is told when it gives no ticket by itself. `neutral` is neither yes nor no, to
 * a MiDNI code; `ask-at-desk` follows too many tries; `code-unreadable` is a document's code that was not read well.
 */
export const CheckInOutcome = z.enum([
  'too-early',
  'too-late',
  'wrong-day',
  'wrong-office',
  'cancelled',
  'already-checked-in',
  'not-found',
  'closed',
  'unverified-offline',
  'neutral',
  'ask-at-desk',
  'code-unreadable',
]);
export type CheckInOutcome = z.infer<typeof CheckInOutcome>;

/**
 * Where an outcome leads. `walk-in`: `takeWalkIn`, always there and last. `reprint`: `reprintCheckIn`. `choose-service`:
 * `continueCheckIn`. `try-again`: `back`. `come-back`: `finish`.
 */
export const OutcomeWay = z.enum(['reprint', 'choose-service', 'try-again', 'come-back', 'walk-in']);
export type OutcomeWay = z.infer<typeof OutcomeWay>;

const CentreRow = z.strictObject({
  ...CentreStatus.pick({
    state: true,
    url: true,
    environment: true,
    trouble: true,
    keyPlace: true,
    appointmentsIn: true,
  }).shape,
  level: PartLevel,
  /** Its age moves on every second: whoever tries the network sees at once that it was reached. */
  lastContact: LocalMoment.extend({ agoSeconds: z.int().nonnegative() }).nullable(),
});

export const Screen = z.discriminatedUnion('screen', [
  /** The façade: one door per way in. `openUntil` is today's closing time. */
  z.strictObject({
    screen: z.literal('idle'),
    ways: z.array(Way).min(1),
    openUntil: TimeOfDay.nullable(),
    /** A code held before the reader is read now. */
    scans: z.boolean(),
  }),
  z.strictObject({ screen: z.literal('language') }),
  z.strictObject({ screen: z.literal('access') }),
  z.strictObject({
    screen: z.literal('help'),
    phone: z.string().nullable(),
    /** Whether some service has a list of documents to bring. */
    hasDocuments: z.boolean(),
  }),
  /** Services with a list of documents to bring; each prints at a touch. */
  z.strictObject({
    screen: z.literal('documents'),
    choices: z.array(
      z.strictObject({ serviceId: ServiceId, name: z.string(), pictogram: Pictogram, paper: PaperState.nullable() }),
    ),
  }),
  /** First list, or the inside of a group. */
  z.strictObject({
    screen: z.literal('services'),
    way: Way,
    /** `check-in`: a choice is answered by `chooseCheckInService`, not by `takeTicket`. */
    purpose: z.enum(['ticket', 'check-in']),
    group: z.strictObject({ groupId: z.string(), name: z.string() }).nullable(),
    choices: z.array(ServiceChoice).max(6),
  }),
  /** The inside of the door of appointments: how to say who one is. `ways` in the order of the office; a scan is taken at any time. */
  z.strictObject({ screen: z.literal('check-in'), ways: z.array(CheckInWay).min(1), scans: z.boolean() }),
  /** `notice`: what was sent is no locator; nothing was looked up. */
  z.strictObject({ screen: z.literal('locator-keypad'), notice: z.literal('mistyped').nullable(), scans: z.boolean() }),
  /** A notice of privacy stands above the keys. `notice`: what was sent is no number of that kind; nothing was looked up. */
  z.strictObject({
    screen: z.literal('document-keypad'),
    kinds: z.array(DocumentOffered).min(1),
    notice: z.literal('mistyped').nullable(),
  }),
  /** "I have no code": the hour of the appointment, as the person says it. Answered by `checkInUnverified`. */
  z.strictObject({
    screen: z.literal('appointment-hour'),
    serviceId: ServiceId,
    service: TextPair,
    /** In order; besides them the person may not know. */
    hours: z.array(TimeOfDay).max(12),
  }),
  z.strictObject({
    screen: z.literal('check-in-outcome'),
    outcome: CheckInOutcome,
    /** When the appointment is, for whoever holds its confirmation. */
    when: Opening.nullable(),
    /** From when on it is taken, of `too-early`. */
    from: TimeOfDay.nullable(),
    /** Of `wrong-office`; `null` when the kiosk does not know the other office. */
    where: z.strictObject({ name: z.string(), address: z.string() }).nullable(),
    /** The number given already, of `already-checked-in`; `null` when another kiosk gave it. */
    label: z.string().nullable(),
    ways: z.array(OutcomeWay).min(1),
    /** What `walk-in` leads to: a number at once, or the list of services. */
    walkIn: z.enum(['ticket', 'services']),
  }),
  /** Somebody showed their ticket on leaving: a proof of attendance is printed. `place` as on `take-ticket`. */
  z.strictObject({
    screen: z.literal('attendance-proof'),
    label: z.string(),
    from: TimeOfDay,
    to: TimeOfDay,
    paper: PaperState,
    place: z.string().nullable(),
  }),
  /** The number is durable; paper is on its way. */
  z.strictObject({ screen: z.literal('printing'), ticket: TicketView, place: z.string().nullable() }),
  /** `place` is where the paper comes out when it is not here; `documents` is there when the service has a list. */
  z.strictObject({
    screen: z.literal('take-ticket'),
    ticket: TicketView,
    place: z.string().nullable(),
    documents: z.strictObject({ paper: PaperState.nullable() }).nullable(),
  }),
  /** The turn is valid without paper: the number is shown large. */
  z.strictObject({
    screen: z.literal('printer-trouble'),
    ticket: TicketView,
    cause: TroubleCause,
    /** The job is over, nobody knows of its paper, and a printer prints now: the person may say that none came. */
    canPrintAgain: z.boolean(),
  }),
  z.strictObject({
    screen: z.literal('closed'),
    reason: z.string().nullable(),
    reopens: Opening.nullable(),
    /** The nearest office open now. */
    elsewhere: z.strictObject({ name: z.string(), address: z.string(), until: TimeOfDay.nullable() }).nullable(),
    phone: z.string().nullable(),
  }),
  /** No number can be made durable: people go to the desk. */
  z.strictObject({ screen: z.literal('out-of-service'), cause: z.string() }),
  /** The technician's door. What was typed is never in it. */
  z.strictObject({
    screen: z.literal('technician-pin'),
    step: z.enum(['choose', 'repeat', 'enter']),
    /** A PIN was sent and is being looked at. */
    checking: z.boolean(),
    notice: z.enum(['wrong', 'easy', 'differs', 'not-kept']).nullable(),
    /** After too many wrong ones: until the next may be tried. */
    waitSeconds: z.int().positive().nullable(),
  }),
  z.strictObject({
    screen: z.literal('technician'),
    slot: z.int().positive().nullable(),
    /** Until the session ends by itself. */
    closesInMinutes: z.int().nonnegative(),
    /** `null` while all is well. */
    warning: TechnicianWarning.nullable(),
    printers: z.array(
      z.strictObject({
        printer: z.string(),
        level: PartLevel,
        condition: z.string(),
        papers: z.int().nonnegative(),
        since: LocalMoment.nullable(),
      }),
    ),
    /** `null` in an office without a reader of codes. */
    scanner: z.strictObject({ level: PartLevel, condition: z.string() }).nullable(),
    centre: CentreRow,
    numbers: z.strictObject({ level: PartLevel, serviceDay: z.iso.date() }),
    /** `offsetMs` is what the kiosk's clock lacks to the centre's. */
    clock: z.strictObject({ level: PartLevel, offsetMs: z.int().nullable() }),
    program: z.strictObject({ version: z.string(), profileVersion: z.int().positive().nullable() }),
    today: z.strictObject({
      tickets: z.int().nonnegative(),
      waitingPapers: z.int().nonnegative(),
      unsent: z.int().nonnegative(),
      deadLetters: z.int().nonnegative(),
    }),
  }),
  z.strictObject({
    screen: z.literal('technician-pairing'),
    slot: z.int().positive().nullable(),
    closesInMinutes: z.int().nonnegative(),
    state: CentreStatus.shape.state,
    trouble: CentreTrouble.nullable(),
    /** What two people compare; `null` until the centre has given a code. */
    pairing: z
      .strictObject({ code: z.string(), fingerprint: z.string(), endsInSeconds: z.int().nonnegative() })
      .nullable(),
  }),
]);
export type Screen = z.infer<typeof Screen>;
export type ScreenName = Screen['screen'];

/** What the staff should see of the printers. `printing` tells whether tickets still come out, here or at the second one. */
export const PrinterNotice = z.strictObject({ condition: z.string(), printing: z.boolean() });
export type PrinterNotice = z.infer<typeof PrinterNotice>;

/** For the staff: one of the two copies of the data was lost and has been made anew. */
export const StoreNotice = z.enum(['journal-rebuilt', 'database-restored']);
export type StoreNotice = z.infer<typeof StoreNotice>;

const common = {
  sessionId: z.uuid(),
  stateNo: z.int().nonnegative(),
  language: Language,
  languages: z.array(Language).min(1),
  access: AccessSettings,
  attention: Attention,
  office: z.strictObject({ name: z.string(), city: z.string() }),
  /** Wall clock of the office, minute precision: `YYYY-MM-DDTHH:MM`. */
  localTime: z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/),
  /** Set when nobody touched for a while: seconds until the session is cleared. */
  endsInSeconds: z.int().nonnegative().nullable(),
  /** For the staff who pass by: the printer's trouble or low paper, while it lasts. Paper that follows from it is announced. */
  printerNotice: PrinterNotice.nullable(),
  storeNotice: StoreNotice.nullable(),
  /** Whether "back" leads anywhere. */
  canGoBack: z.boolean(),
};

/** Everything the screen shows, whole and replaceable. The renderer draws it and keeps nothing of it. */
export const ViewState = z.strictObject({ ...common, view: Screen });
export type ViewState = z.infer<typeof ViewState>;

/** Screens the shell owns while no core speaks. */
export type ShellScreen = { screen: 'starting' } | { screen: 'core-down'; code: string | null };
