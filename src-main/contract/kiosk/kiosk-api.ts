import { z } from 'zod';
import { PRINTER_CONDITIONS, SCANNER_CONDITIONS } from '../../domain/device-conditions.ts';
import { DEVICE_ROLES, PROOF_ANSWERS } from '../../domain/device-proof.ts';
import { FIRST_RUN_STEPS, STEP_ENDS } from '../../domain/first-run.ts';
import { WORKING_LANGUAGES } from '../../domain/languages.ts';
import { isKioskSlot } from '../../domain/numbering.ts';
import { STOP_REASONS } from '../../domain/service-closure.ts';
import { STAFF_CODE_DIGITS } from '../../domain/staff.ts';
import { KioskCheck } from '../hub/kiosks.ts';
import { CertificateSeen, HubCode } from '../hub/pairing.ts';
import { askedOfStaff } from '../shared/acknowledgement.ts';
import { ProxyAddress } from '../shared/centre-address.ts';
import { DocumentOffered, TypedCheckIn } from '../shared/check-in.ts';
import { OfficeId, RequestId, ServiceId, Slug, TicketId } from '../shared/ids.ts';
import { Language, TicketLanguage } from '../shared/languages.ts';
import { MeasuredPanel, Turn } from '../shared/panel.ts';
import { PrintState } from '../shared/print-state.ts';
import { IsoDate, TimeOfDay } from '../shared/times.ts';
import { VisitType } from '../shared/visit-type.ts';
import { CentreStatus } from './centre-status.ts';
import { EVENT_KINDS } from './event-catalogue.ts';
import { REFUSALS, START_FAULTS } from './refusals.ts';
import { DeviceKey, TypedAddress } from './screens/devices.ts';
import { OfficeScreen, OfficeValue } from './screens/office.ts';
import { OFFICE_PLACES } from './screens/office-travel.ts';
import { DayInDoubtView, LocalMoment } from './screens/parts.ts';
import { StaffPlace } from './screens/staff.ts';
import { TechnicianPage } from './screens/technician.ts';
import { TroubleCause } from './screens/ticket.ts';
import { Hush, Say, Sound, SynthesiserState } from './speech.ts';
import { SpeechSettings } from './speech-mode.ts';
import { AccessSettings, Attention, Stamp, ViewState } from './view-state.ts';

/**
 * The one contract between core and shell: newline-delimited JSON, one message a line, UTF-8, at most `MAX_LINE_BYTES`.
 * To the core: `Request`. From the core: `Answer` to a request, in any order, and `Push` unasked.
 */
export const CONTRACT_VERSION = 1;
export const MAX_LINE_BYTES = 64 * 1024;

const stamp = Stamp;

/** What a technician types. It goes to the core and nowhere else: no log, journal or view state ever holds it. */
const TechnicianPin = z.string().regex(/^\d{6,12}$/, 'expected 6 to 12 digits');
const StaffCode = z.string().regex(new RegExp(`^\\d{${STAFF_CODE_DIGITS}}$`), `expected ${STAFF_CODE_DIGITS} digits`);

/** What a person types to say who they are, as typed. It goes to the core and nowhere else: no log, journal or view state ever holds it. */
const TypedText = z.string().min(1).max(40);

/** Printable ASCII: all that comes through a keyboard unharmed. It may be somebody's, as what a person types. */
const TypedCode = z.string().regex(/^[ -~]{1,512}$/, 'expected 1 to 512 printable characters of ASCII');

/** Where in an office's profile (RFC 6901); '' is the whole. */
const Pointer = z.string().regex(/^(\/[A-Za-z0-9-]{1,20}){0,8}$/, 'expected a pointer into a profile');

/** What a touch may ask; the shell lets exactly these through from the renderer. */
export const touchMethods = {
  openEntry: z.strictObject({ stamp, visitType: VisitType }),
  openGroup: z.strictObject({ stamp, groupId: z.string().max(60) }),
  /** A service is chosen whose wait is long: what to know of it is in the next view state. */
  askWait: z.strictObject({ stamp, serviceId: ServiceId }),
  openLanguages: z.strictObject({ stamp }),
  chooseLanguage: z.strictObject({ stamp, language: Language }),
  openAccess: z.strictObject({ stamp }),
  setAccess: z.strictObject({ stamp, access: AccessSettings }),
  openHelp: z.strictObject({ stamp }),
  openDocuments: z.strictObject({ stamp }),
  back: z.strictObject({ stamp }),
  /** Somebody is still there: answers the warning, restarts the waiting time. */
  stay: z.strictObject({ stamp }),
  /** Something was done that the page keeps to itself, such as a digit typed. */
  act: z.strictObject({ stamp }),
  finish: z.strictObject({ stamp }),
  /** The person says that no paper came out: the same number once more, marked as a duplicate. */
  printAgain: z.strictObject({ stamp }),
  /** "That is not it": the ticket on the screen is given up. Repeated by the same person, it is given up once. */
  withdrawTicket: z.strictObject({ stamp, ticketId: TicketId }),
  /** The list of documents to bring for a service, with a turn or without. */
  printDocuments: z.strictObject({ stamp, serviceId: ServiceId }),
  /** `requestId` is one person's one intent: repeated, it answers with the same ticket. */
  takeTicket: z.strictObject({
    stamp,
    requestId: RequestId,
    serviceId: ServiceId,
    visitType: VisitType,
    language: TicketLanguage,
  }),
  /** By the ticket key of a keypad, from wherever a person stands: a ticket, or first the question of a long wait, to which the same key says yes. */
  pressTicketKey: z.strictObject({ stamp, requestId: RequestId, serviceId: ServiceId, language: TicketLanguage }),
  /** From the inside of the door of appointments to one way of saying who one is. */
  openCheckIn: z.strictObject({ stamp, method: TypedCheckIn }),
  /** What comes of these is in the next view state: a ticket or a result. `requestId` as of `takeTicket`. */
  presentLocator: z.strictObject({ stamp, requestId: RequestId, text: TypedText }),
  presentDocument: z.strictObject({ stamp, requestId: RequestId, kind: DocumentOffered, text: TypedText }),
  /** A service chosen inside the door of appointments: a ticket, the question of the hour, or the keypad. */
  chooseCheckInService: z.strictObject({ stamp, requestId: RequestId, serviceId: ServiceId }),
  /** "I have no code": a turn at the hour that the person says, `null` when they do not know; the clerk verifies it. */
  checkInUnverified: z.strictObject({
    stamp,
    requestId: RequestId,
    serviceId: ServiceId,
    startsAt: TimeOfDay.nullable(),
  }),
  /** The ways on from a result, as its `ways` name them. */
  takeWalkIn: z.strictObject({ stamp, requestId: RequestId }),
  askAnotherTicket: z.strictObject({ stamp }),
  continueCheckIn: z.strictObject({ stamp, requestId: RequestId }),
  reprintCheckIn: z.strictObject({ stamp }),
  /** To the office of a result or, from the façade of a closed one and from a long wait, the nearest that is open. */
  goToOtherOffice: z.strictObject({ stamp }),
  /** A slip with where it is and when it is open. */
  printDirections: z.strictObject({ stamp }),
  /** `private` is where a headset is plugged in, and nowhere else: no touch changes that. */
  setSpeech: z.strictObject({ stamp, speech: SpeechSettings }),
  setAttention: z.strictObject({ stamp, attention: Attention }),
  /** On the help screen, where it is offered: a person is to come. */
  askHelp: z.strictObject({ stamp }),
  /** There too: nobody need come any more. */
  withdrawHelp: z.strictObject({ stamp }),
  /** Five touches in the corner of the façade. */
  openTechnician: z.strictObject({ stamp }),
  /** The first PIN of this kiosk, then the same once more. What comes of it is in the next view states. */
  setPin: z.strictObject({ stamp, pin: TechnicianPin }),
  /** The staff's code is typed at the same pad. */
  enterPin: z.strictObject({ stamp, pin: z.union([TechnicianPin, StaffCode]) }),
  /** From here on only behind the PIN. */
  /** `replaces`: in the place of another kiosk, of one that has no numbers yet. */
  startPairing: z.strictObject({ stamp, replaces: z.boolean().optional() }),
  stopPairing: z.strictObject({ stamp }),
  tryCentre: z.strictObject({ stamp }),
  showPage: z.strictObject({ stamp, page: TechnicianPage }),
  /** What a word of the log means, why it comes and what to do; also within the staff's view. */
  showFault: z.strictObject({ stamp, kind: z.enum(EVENT_KINDS) }),
  /** On the page of access: the staff's code, typed twice alike. What comes of it is in the view. */
  setStaffCode: z.strictObject({ stamp, code: StaffCode }),
  forgetStaffCode: z.strictObject({ stamp }),
  /**
   * There too: a person has compared the code on a browser's page; it is that desk from now on, or, without one, a screen of the hall. A desk needs
   * `seen`, read in its browser's window about the certificate: `certificate-differs` without it, or where another machine answers that browser.
   */
  pairBrowser: z.strictObject({ stamp, code: HubCode, deskId: Slug.optional(), seen: CertificateSeen.optional() }),
  unpairBrowser: z.strictObject({ stamp, identityId: z.uuid() }),
  /** There too: a person has compared the digits of another kiosk's key, at both. */
  pairKiosk: z.strictObject({ stamp, check: KioskCheck }),
  unpairKiosk: z.strictObject({ stamp, check: KioskCheck }),
  /** On the page of the self-test, and the second also on the status page. What comes of both is in the view. */
  runSelfTest: z.strictObject({ stamp }),
  saveDiagnostics: z.strictObject({ stamp }),
  /** On the status page: a sheet that proves the printer; refused with its condition while it cannot print. */
  printTest: z.strictObject({ stamp }),
  /** On the page of the office. What is said there holds once it is applied, from a service day on. */
  openOfficePart: z.strictObject({ stamp, pointer: Pointer }),
  lookAtOffice: z.strictObject({ stamp, part: OfficeScreen.shape.part }),
  changeOffice: z.strictObject({ stamp, pointer: Pointer, value: OfficeValue }),
  addToOffice: z.strictObject({ stamp }),
  removeFromOffice: z.strictObject({ stamp }),
  dropOffice: z.strictObject({ stamp }),
  sayOfficeAgain: z.strictObject({ stamp }),
  applyOffice: z.strictObject({ stamp, from: IsoDate }),
  /** 0 is the office as the centre, or this machine's profile, has it. */
  returnOffice: z.strictObject({ stamp, no: z.int().nonnegative() }),
  /** How an office goes to another kiosk, on a memory or over the network. What comes of each is in the view. */
  saveOffice: z.strictObject({ stamp }),
  shareOffice: z.strictObject({ stamp, isOn: z.boolean() }),
  /** There, and at the office's step of the first run: offices from elsewhere; `null` ends the search. */
  findOffices: z.strictObject({ stamp, at: z.enum(OFFICE_PLACES).nullable() }),
  /** `no` as shown. `isSure`: a person has compared what is to be compared. */
  takeOffice: z.strictObject({ stamp, no: z.int().positive(), isSure: z.boolean() }),
  /** On the page of devices. `network`: at every address of the own network too, which is never done unasked. */
  listDevices: z.strictObject({ stamp, network: z.boolean() }),
  /** What comes of it is in the view. */
  askAddress: z.strictObject({ stamp, address: TypedAddress }),
  proveDevice: z.strictObject({ stamp, deviceKey: DeviceKey, role: z.enum(DEVICE_ROLES) }),
  /** `proofNo` as shown: what was asked before is not answered any more. */
  answerProof: z.strictObject({ stamp, proofNo: z.int().nonnegative(), answer: z.enum(PROOF_ANSWERS) }),
  stopProof: z.strictObject({ stamp }),
  keepDevice: z.strictObject({ stamp }),
  /** What the centre has rejected is sent once more. */
  requeueDeadLetters: z.strictObject({ stamp }),
  /** In the first run, before the PIN: the language that technicians read; without one, on from where it was. */
  beginFirstRun: z.strictObject({ stamp, language: z.enum(WORKING_LANGUAGES).optional() }),
  /** Its steps. A step that is skipped, or left without anything being asked of the core, is named: the next one is meant by no touch. */
  endStep: z.strictObject({ stamp, step: z.enum(FIRST_RUN_STEPS), end: z.enum(STEP_ENDS) }),
  repeatStep: z.strictObject({ stamp, step: z.enum(FIRST_RUN_STEPS).optional() }),
  chooseTechnicianLanguage: z.strictObject({ stamp, language: z.enum(WORKING_LANGUAGES) }),
  setPanel: z.strictObject({ stamp, panel: MeasuredPanel }),
  /** Holds at once, and after each start. */
  turnPanel: z.strictObject({ stamp, turn: Turn }),
  /** The centre of a kiosk that is not enrolled, as `readCentre` takes it; holds after a new start of the program. */
  setCentre: z.strictObject({ stamp, address: z.string().max(300) }),
  /** `null`: there is none. */
  setProxy: z.strictObject({ stamp, proxy: ProxyAddress.nullable() }),
  /** A person has compared the fingerprint that is shown. */
  trustAuthority: z.strictObject({ stamp, fingerprint: z.string().max(64) }),
  /** By the office's clock. The machine sets itself a moment later; what comes of it is in the view. */
  setClock: z.strictObject({ stamp, date: IsoDate, time: TimeOfDay }),
  chooseOffice: z.strictObject({ stamp, officeId: OfficeId }),
  /** A person has confirmed that no other kiosk of the office has it. */
  takeSlot: z.strictObject({ stamp, slot: z.int().refine(isKioskSlot, 'no slot of a kiosk') }),
  /** Looks for the journal of the kiosk whose place this one has taken, and sends what it has. What comes of it is in the view. */
  readPredecessor: z.strictObject({ stamp }),
  takeFirstTicket: z.strictObject({ stamp }),
  finishFirstRun: z.strictObject({ stamp }),
  /** From here on only behind the staff's code. */
  showStaff: z.strictObject({ stamp, to: StaffPlace }),
  /** Somebody goes to the person who asks for help at a kiosk of the office. */
  answerHelp: z.strictObject({ stamp, helpId: z.uuid() }),
  /**
   * The staff let a service take no turns, until a moment of the office's clock or, without `until`, until it is resumed or the service day
   * ends. `full` leaves appointments their place.
   */
  pauseService: z.strictObject({
    stamp,
    serviceId: ServiceId,
    reason: z.enum(STOP_REASONS),
    until: LocalMoment.optional(),
  }),
  resumeService: z.strictObject({ stamp, serviceId: ServiceId }),
  reprintNumber: z.strictObject({ stamp, ticketId: TicketId }),
  /** Nobody is called by it any more. */
  voidNumber: z.strictObject({ stamp, ticketId: TicketId }),
  /**
   * Up to a number of a series that was given here today, or that one alone, everybody was served: nobody is called by these any more. Taken
   * back by `undoServed` within a minute.
   */
  noteServed: z.strictObject({ stamp, series: z.string(), number: z.int().positive(), isUpTo: z.boolean() }),
  undoServed: z.strictObject({ stamp, markId: z.uuid() }),
  /** A new roll was put in. */
  paperChanged: z.strictObject({ stamp }),
  /** Who waits, on paper, for a day without a network. */
  printWaiting: z.strictObject({ stamp }),
  /** The numbers of the desk, for the series of a service. */
  printStrip: z.strictObject({ stamp, serviceId: ServiceId }),
  /** Chooses which of the two dates of a day in doubt is today's; staff or technician. */
  chooseDay: z.strictObject({ stamp, day: z.iso.date() }),
} as const;
export type TouchMethod = keyof typeof touchMethods;

/** What the shell, a test or a technician may ask besides. */
const serviceMethods = {
  /** Without `stamp` the ticket is taken outside a person's session: tests, soak runs, diagnosis. */
  takeTicket: touchMethods.takeTicket.partial({ stamp: true, visitType: true }),
  /**
   * The kiosk asks its centre to be enrolled; `getStatus` shows the code and the fingerprint. Without `stamp` a technician asks over
   * the core's own line, as the kiosk's user: no PIN stands before that.
   */
  startPairing: touchMethods.startPairing.partial({ stamp: true }),
  stopPairing: touchMethods.stopPairing.partial({ stamp: true }),
  /** Asks the centre at once, whatever the back-off says. */
  tryCentre: touchMethods.tryCentre.partial({ stamp: true }),
  requeueDeadLetters: touchMethods.requeueDeadLetters.partial({ stamp: true }),
  /** Nobody knows the technician's PIN any more: the next one who opens the door chooses another. */
  forgetPin: z.strictObject({}),
  getViewState: z.strictObject({}),
  /** The panel and the city's theme. */
  getAppearance: z.strictObject({}),
  /** A headset was plugged in, or pulled out; never stale, whoever stands there. */
  plugJack: z.strictObject({ isIn: z.boolean() }),
  getTicket: z.strictObject({ requestId: RequestId }),
  /** A member of staff has the ticket printed once more, marked when paper with its number may be out already. */
  reprintTicket: z.strictObject({ requestId: RequestId }),
  /** A person has looked at the kiosk's date and time and found them right: a clock that was not believed is believed again. */
  confirmClock: z.strictObject({}),
  getStatus: z.strictObject({}),
  /** Without `stamp` over the core's own line, as the kiosk's user: no code stands before that. */
  pauseService: touchMethods.pauseService.partial({ stamp: true }),
  resumeService: touchMethods.resumeService.partial({ stamp: true }),
  /** A member of staff has seen what is asked at the screen (`getStatus` names it), and somebody is coming. */
  acknowledgeAsked: z.strictObject({ subjectId: askedOfStaff.subjectId }),
  /** A scanner that types as a keyboard has typed this code; refused where the office has none. */
  scanned: z.strictObject({ text: TypedCode }),
  /** How the office's hub is, which browsers it has let in, and which wait with a code. */
  getHub: z.strictObject({}),
  pairBrowser: touchMethods.pairBrowser.partial({ stamp: true }),
  unpairBrowser: touchMethods.unpairBrowser.partial({ stamp: true }),
  pairKiosk: touchMethods.pairKiosk.partial({ stamp: true }),
  unpairKiosk: touchMethods.unpairKiosk.partial({ stamp: true }),
  /** A new key, signed by the old one. */
  rotateKey: z.strictObject({}),
  /** What is heard of it comes as `sound`. */
  say: Say,
  hush: Hush,
} as const;

/** What the page may ask: every touch, at its start the state and how all of it looks, to have read aloud what it shows, and that a headset came or went. The shell lets exactly these through. */
export const pageMethods = {
  ...touchMethods,
  getViewState: serviceMethods.getViewState,
  getAppearance: serviceMethods.getAppearance,
  say: serviceMethods.say,
  hush: serviceMethods.hush,
  plugJack: serviceMethods.plugJack,
} as const;
export type PageMethod = keyof typeof pageMethods;

export const coreMethods = { ...touchMethods, ...serviceMethods } as const;
export type CoreMethod = keyof typeof coreMethods;
export type ParamsOf<M extends CoreMethod> = z.infer<(typeof coreMethods)[M]>;

/** The envelope only; `params` are checked against the method's own schema. */
export const Request = z.strictObject({ id: z.int().nonnegative(), method: z.string().max(40), params: z.unknown() });
export type Request = { id: number; method: string; params: unknown };

export const Refusal = z.strictObject({ kind: z.enum(REFUSALS), detail: z.string().optional() });
export type Refusal = z.infer<typeof Refusal>;
export type RefusalKind = Refusal['kind'];

/** A ticket as the core remembers it. Times are milliseconds since 1970 by the kiosk's clock, with fractions. */
export const TicketRecord = z.strictObject({
  ticketId: TicketId,
  requestId: RequestId,
  series: z.string(),
  serviceDay: z.iso.date(),
  number: z.int().positive(),
  label: z.string(),
  serviceId: ServiceId,
  visitType: VisitType,
  language: TicketLanguage,
  /** What the QR code on paper carries; `null` when the city has no page to follow a turn. */
  followToken: z.string().nullable(),
  /** What its paper says of an appointment: when it is (milliseconds since 1970), and at which desk a specialist waits. */
  appointment: z.strictObject({ startMs: z.number(), deskId: z.string().nullable() }).nullable(),
  issuedAtMs: z.number(),
  /** When its holder gave it up; `null` while it counts. */
  withdrawnAtMs: z.number().nullable(),
  /** Labels of tickets given up before it by the same person, whose paper may be in their hand. */
  replaces: z.array(z.string()),
  /** Its papers are in large letters. */
  largePrint: z.boolean(),
  /** What its holder asks of the staff, as last said. */
  asked: Attention,
  /** To what of it the staff last said that somebody is coming; `null` when they have not. */
  acknowledged: Attention.nullable(),
  /** When the commit that holds it returned; `null` if the core ended before it could note it. */
  durableAtMs: z.number().nullable(),
  print: z.strictObject({
    state: PrintState,
    /** One that another version of the program wrote is some trouble of the printer. */
    cause: TroubleCause.nullable().catch('printer-error'),
    /** When the job's first byte was handed to the link, and when its result was known. */
    firstByteAtMs: z.number().nullable(),
    endedAtMs: z.number().nullable(),
  }),
});
export type TicketRecord = z.infer<typeof TicketRecord>;

export const CoreStatus = z.strictObject({
  officeId: z.string(),
  serviceDay: z.iso.date(),
  /** `null` while the clock is believed. */
  dayInDoubt: DayInDoubtView.nullable(),
  /** In the order they are tried; `papers` since a new roll was put in at `sinceMs` (milliseconds since 1970). */
  printers: z.array(
    z.strictObject({
      printer: z.string(),
      condition: z.enum(PRINTER_CONDITIONS),
      papers: z.int().nonnegative(),
      sinceMs: z.number().nullable(),
    }),
  ),
  /** How the reader of codes is; `null` in an office without one. */
  scanner: z.enum(SCANNER_CONDITIONS).nullable(),
  speech: SynthesiserState,
  /** What whoever stands at the screen asks of the staff. */
  asked: z.array(z.strictObject({ ...askedOfStaff, acknowledged: z.boolean() })),
  waitingJobs: z.int().nonnegative(),
  ticketsToday: z.int().nonnegative(),
  centre: CentreStatus,
});
export type CoreStatus = z.infer<typeof CoreStatus>;

export const Answer = z.strictObject({
  id: z.int().nonnegative().nullable(),
  result: z.discriminatedUnion('ok', [
    z.strictObject({ ok: z.literal(true), value: z.unknown() }),
    z.strictObject({ ok: z.literal(false), error: Refusal }),
  ]),
});
export type Answer = z.infer<typeof Answer>;

export const StartFault = z.strictObject({ kind: z.enum(START_FAULTS), detail: z.string() });
export type StartFault = z.infer<typeof StartFault>;
export type StartFaultKind = StartFault['kind'];

export const Push = z.discriminatedUnion('push', [
  z.strictObject({
    push: z.literal('ready'),
    value: z.strictObject({
      contract: z.int(),
      version: z.string(),
      /** The office's scanner types as a keyboard: the shell brings what it types, by `scanned`. */
      wedge: z.boolean(),
    }),
  }),
  z.strictObject({ push: z.literal('heartbeat') }),
  z.strictObject({ push: z.literal('view'), value: ViewState }),
  z.strictObject({
    push: z.literal('printer'),
    value: z.strictObject({ printer: z.string(), condition: z.enum(PRINTER_CONDITIONS) }),
  }),
  z.strictObject({ push: z.literal('sound'), value: Sound }),
  z.strictObject({ push: z.literal('fault'), value: StartFault }),
]);
export type Push = z.infer<typeof Push>;

export const FromCore = z.union([Answer, Push]);
export type FromCore = z.infer<typeof FromCore>;

/** How often a core shows that it lives, and after how long a silent one is taken for hung. */
export const HEARTBEAT_EVERY_MS = 1_000;
export const HUNG_AFTER_MS = 5_000;

/** With this exit code a core asks to be started again at once: nothing failed. */
export const EXIT_START_ANEW = 4;

/** With this one its store is broken, and it must be started again. */
export const EXIT_START_AGAIN = 3;

/** With this one it has met damage in its database, and the start that follows mends it. */
export const EXIT_START_TO_MEND = 5;
