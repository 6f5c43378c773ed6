import { z } from 'zod';
import { WORKING_LANGUAGES } from '../../../config/languages.ts';
import { KioskCheck } from '../../calling/contract/kiosks.ts';
import { CertificateSeen, HubCode } from '../../calling/contract/pairing.ts';
import { CentreStatus } from '../../centre/contract/centre-status.ts';
import { askedOfStaff } from '../../contract/shared/acknowledgement.ts';
import { ProxyAddress } from '../../contract/shared/centre-address.ts';
import { AuthorityEnd } from '../../contract/shared/centre-note.ts';
import { DocumentOffered, TypedCheckIn } from '../../contract/shared/check-in.ts';
import { OfficeId, RequestId, ServiceId, Slug, TicketId } from '../../contract/shared/ids.ts';
import { Language, TicketLanguage } from '../../contract/shared/languages.ts';
import { MeasuredPanel, TouchedCrosses, Turn } from '../../contract/shared/panel.ts';
import { PrintState } from '../../contract/shared/print-state.ts';
import { IsoDate, TimeOfDay } from '../../contract/shared/times.ts';
import { VisitType } from '../../contract/shared/visit-type.ts';
import { PRINTER_CONDITIONS, SCANNER_CONDITIONS } from '../../domain/device-conditions.ts';
import { FACES } from '../../domain/faces.ts';
import { isKioskSlot } from '../../domain/numbering.ts';
import { STAFF_CODE_DIGITS } from '../../domain/staff.ts';
import { OfficeScreen, OfficeValue } from '../../office/contract/office.ts';
import { OFFICE_PLACES } from '../../office/contract/office-travel.ts';
import { STOP_REASONS } from '../../office/rules/service-closure.ts';
import { Hush, Say, Sound, SynthesiserState } from '../../speech/contract/speech.ts';
import { SpeechSettings } from '../../speech/contract/speech-mode.ts';
import { StaffPlace } from '../../staff/contract/staff.ts';
import { DeviceKey, TypedAddress } from '../../technician/contract/devices.ts';
import { CardAddress, CardName, NetworkEntry, NetworkName } from '../../technician/contract/networks.ts';
import { TechnicianPage } from '../../technician/contract/technician.ts';
import { DEVICE_ROLES, PROOF_ANSWERS } from '../../technician/rules/device-proof.ts';
import { FIRST_RUN_STEPS, STEP_ENDS } from '../../technician/rules/first-run.ts';
import { TroubleCause } from '../../tickets/contract/ticket.ts';
import { EVENT_KINDS, REFUSALS, START_FAULTS } from './event-catalogue.ts';
import { DayInDoubtView, LocalMoment } from './parts.ts';
import { AccessSettings, Attention, Stamp, ViewState } from './view-state.ts';

/**
 * The contract between core and shell: JSON in UTF-8, one message a line, at most `MAX_LINE_BYTES`.
 * To the core: `Request`. From the core: one `Answer` to each request, in any sequence, and `Push` at any time.
 */
export const CONTRACT_VERSION = 1;
export const MAX_LINE_BYTES = 64 * 1024;

const stamp = Stamp;

/** A technician's PIN. It goes to the core only: no log, journal or view state ever contains it. */
const TechnicianPin = z.string().regex(/^\d{6,12}$/, 'expected 6 to 12 digits');
const StaffCode = z.string().regex(new RegExp(`^\\d{${STAFF_CODE_DIGITS}}$`), `expected ${STAFF_CODE_DIGITS} digits`);

/**
 * A document number or a locator exactly as the citizen typed it. It goes to the core only: no log, journal or view state ever contains it.
 */
const TypedText = z.string().min(1).max(40);

/**
 * Printable ASCII, which every scanner that types like a keyboard transmits unchanged. The text may be personal, like a typed document
 * number.
 */
const TypedCode = z.string().regex(/^[ -~]{1,512}$/, 'expected 1 to 512 printable characters of ASCII');

/** Path to a field of an office's profile (RFC 6901); '' is the whole profile. */
const Pointer = z.string().regex(/^(\/[A-Za-z0-9-]{1,20}){0,8}$/, 'expected a pointer into a profile');

export const touchMethods = {
  openEntry: z.strictObject({ stamp, visitType: VisitType }),
  openGroup: z.strictObject({ stamp, groupId: z.string().max(60) }),
  /** The citizen chose a service with a long wait; the next view state shows the wait. */
  askWait: z.strictObject({ stamp, serviceId: ServiceId }),
  openLanguages: z.strictObject({ stamp }),
  chooseLanguage: z.strictObject({ stamp, language: Language }),
  openAccess: z.strictObject({ stamp }),
  setAccess: z.strictObject({ stamp, access: AccessSettings }),
  openHelp: z.strictObject({ stamp }),
  openDocuments: z.strictObject({ stamp }),
  openWord: z.strictObject({ stamp }),
  giveWord: z.strictObject({ stamp, face: z.enum(FACES) }),
  back: z.strictObject({ stamp }),
  /** Answers the warning that the session ends, and restarts the time until the next warning. */
  stay: z.strictObject({ stamp }),
  /** Restarts the time until the warning after an action that only the page knows, such as a typed digit. */
  act: z.strictObject({ stamp }),
  finish: z.strictObject({ stamp }),
  /**
   * The citizen reports that no paper came out: prints the same number again, marked as a duplicate if paper with the number may be out
   * already.
   */
  printAgain: z.strictObject({ stamp }),
  /** "That is not it": withdraws the ticket on the screen. A repeated command has no further effect. */
  withdrawTicket: z.strictObject({ stamp, ticketId: TicketId }),
  printDocuments: z.strictObject({ stamp, serviceId: ServiceId }),
  /** `requestId` is one request of a citizen: a repeated command with the same id returns the same ticket. */
  takeTicket: z.strictObject({
    stamp,
    requestId: RequestId,
    serviceId: ServiceId,
    visitType: VisitType,
    language: TicketLanguage,
  }),
  /**
   * A ticket key of the keypad, on any screen that shows no ticket. It issues a ticket. If the wait is long, the first press only shows the
   * wait, and a second press of the same key issues the ticket.
   */
  pressTicketKey: z.strictObject({ stamp, requestId: RequestId, serviceId: ServiceId, language: TicketLanguage }),
  openCheckIn: z.strictObject({ stamp, method: TypedCheckIn }),
  /** The next view state shows a ticket or the result of the check-in. `requestId` as in `takeTicket`. */
  presentLocator: z.strictObject({ stamp, requestId: RequestId, text: TypedText }),
  presentDocument: z.strictObject({ stamp, requestId: RequestId, kind: DocumentOffered, text: TypedText }),
  /**
   * A service chosen during a check-in: the next view state shows a ticket, the question for the appointment's time, or the keys for the
   * document number.
   */
  chooseCheckInService: z.strictObject({ stamp, requestId: RequestId, serviceId: ServiceId }),
  /**
   * "I have no code": issues a ticket, and a clerk verifies the appointment. `startsAt`: the appointment time that the citizen remembers,
   * `null` for none.
   */
  checkInUnverified: z.strictObject({
    stamp,
    requestId: RequestId,
    serviceId: ServiceId,
    startsAt: TimeOfDay.nullable(),
  }),
  /** This method and the next three are actions that a check-in result offers in its `nextActions`. */
  takeWalkIn: z.strictObject({ stamp, requestId: RequestId }),
  askAnotherTicket: z.strictObject({ stamp }),
  continueCheckIn: z.strictObject({ stamp, requestId: RequestId }),
  reprintCheckIn: z.strictObject({ stamp }),
  /**
   * Shows the way to another office: from a check-in result to the office of the appointment; from the start screen of a closed office and
   * from a long wait to the nearest open office.
   */
  goToOtherOffice: z.strictObject({ stamp }),
  printDirections: z.strictObject({ stamp }),
  /**
   * Begins the booking of an appointment on another day: from the start screen of a closed office, or from a list of services that offers
   * it.
   */
  openBooking: z.strictObject({ stamp }),
  chooseErrand: z.strictObject({ stamp, serviceId: ServiceId }),
  askHours: z.strictObject({ stamp }),
  /**
   * The citizen chooses an appointment time; `start` as shown. The kiosk then asks the centre to hold this time, and the next view states
   * show whether that succeeded.
   */
  chooseHour: z.strictObject({ stamp, start: z.iso.datetime() }),
  /** Books the held appointment time and prints it. A repeated command, for example after a lost answer, books no second appointment. */
  confirmHour: z.strictObject({ stamp }),
  printHour: z.strictObject({ stamp }),
  /** A touch cannot set the mode `private`: only a headset does. */
  setSpeech: z.strictObject({ stamp, speech: SpeechSettings }),
  setAttention: z.strictObject({ stamp, attention: Attention }),
  askHelp: z.strictObject({ stamp }),
  withdrawHelp: z.strictObject({ stamp }),
  /** Opens the technician's pages; sent after five touches in the corner of the start screen. */
  openTechnician: z.strictObject({ stamp }),
  /**
   * Sets the kiosk's first PIN. The page sends the method twice, because a technician types the PIN twice. The next view states show the
   * result.
   */
  setPin: z.strictObject({ stamp, pin: TechnicianPin }),
  /** `pin`: a technician's PIN, a named person's code, or the staff code, which staff type on the same keys. */
  enterPin: z.strictObject({ stamp, pin: z.union([TechnicianPin, StaffCode]) }),
  /** The methods from here on work only after the technician's PIN or personal code, unless their comments say otherwise. */
  /** `replaces`: this kiosk takes the place of another; only a kiosk without a slot (place in the office) can. */
  startPairing: z.strictObject({ stamp, replaces: z.boolean().optional() }),
  stopPairing: z.strictObject({ stamp }),
  tryCentre: z.strictObject({ stamp }),
  showPage: z.strictObject({ stamp, page: TechnicianPage }),
  /** Shows meaning, cause and steps of an event; also possible in the staff's view. */
  showFault: z.strictObject({ stamp, kind: z.enum(EVENT_KINDS) }),
  /** On the technician's page of access: sets the staff code, which a technician has typed twice on the page. The view shows the result. */
  setStaffCode: z.strictObject({ stamp, code: StaffCode }),
  forgetStaffCode: z.strictObject({ stamp }),
  /**
   * On the technician's page of access, after a technician has compared the code on a browser's page: pairs the browser as the desk
   * `deskId` or, without `deskId`, as a hall screen. A desk needs `seen`: digits of the certificate's fingerprint, typed from the
   * certificate window of the desk's browser. The answer is `certificate-differs` unless they are the digits of this kiosk's certificate,
   * because only these digits show that no other machine answers the browser.
   */
  pairBrowser: z.strictObject({ stamp, code: HubCode, deskId: Slug.optional(), seen: CertificateSeen.optional() }),
  unpairBrowser: z.strictObject({ stamp, identityId: z.uuid() }),
  /**
   * On the technician's page of access, after a technician has compared the digits of the other kiosk's key at both kiosks: pairs the other
   * kiosk.
   */
  pairKiosk: z.strictObject({ stamp, check: KioskCheck }),
  unpairKiosk: z.strictObject({ stamp, check: KioskCheck }),
  /**
   * This method and the next work on the page of the self-test; `saveDiagnostics` also works on the status page. The view shows the result.
   */
  runSelfTest: z.strictObject({ stamp }),
  saveDiagnostics: z.strictObject({ stamp }),
  /** On the status page and the page of the self-test: prints a test sheet; refused with the printer's condition while it cannot print. */
  printTest: z.strictObject({ stamp }),
  /**
   * The methods from here to `applyOffice` edit a draft of the office's profile, on the page of the office. Changes take effect once they
   * are applied, from the service day `from` on.
   */
  openOfficePart: z.strictObject({ stamp, pointer: Pointer }),
  lookAtOffice: z.strictObject({ stamp, part: OfficeScreen.shape.part }),
  changeOffice: z.strictObject({ stamp, pointer: Pointer, value: OfficeValue }),
  addToOffice: z.strictObject({ stamp }),
  removeFromOffice: z.strictObject({ stamp }),
  dropOffice: z.strictObject({ stamp }),
  sayOfficeAgain: z.strictObject({ stamp }),
  applyOffice: z.strictObject({ stamp, from: IsoDate }),
  /**
   * Returns to version `no` of the office's profile that a technician made at this kiosk. 0: the profile without such changes, from the
   * centre or this machine.
   */
  returnOffice: z.strictObject({ stamp, no: z.int().nonnegative() }),
  saveOffice: z.strictObject({ stamp }),
  /**
   * On the page of the office and at the office step of the first run: searches for offices to import. `at`: the place to search; `null`
   * ends the search.
   */
  findOffices: z.strictObject({ stamp, at: z.enum(OFFICE_PLACES).nullable() }),
  /** Imports the found office `no`. `isSure`: a technician has compared the digits of a file that this kiosk has not signed. */
  takeOffice: z.strictObject({ stamp, no: z.int().positive(), isSure: z.boolean() }),
  /**
   * On the page of devices and at the steps of printer and scanner of the first run: lists devices. `network`: also tries every address of
   * the machine's own network, which happens only on this request.
   */
  listDevices: z.strictObject({ stamp, network: z.boolean() }),
  askAddress: z.strictObject({ stamp, address: TypedAddress }),
  proveDevice: z.strictObject({ stamp, deviceKey: DeviceKey, role: z.enum(DEVICE_ROLES) }),
  /**
   * The technician's answer during the test of a device. `proofNo`: number of the shown question; an answer to an earlier question is
   * refused.
   */
  answerProof: z.strictObject({ stamp, proofNo: z.int().nonnegative(), answer: z.enum(PROOF_ANSWERS) }),
  stopProof: z.strictObject({ stamp }),
  keepDevice: z.strictObject({ stamp }),
  requeueDeadLetters: z.strictObject({ stamp }),
  /** In the first run, before the PIN: chooses the technicians' language; without `language`, continues the first run. */
  beginFirstRun: z.strictObject({ stamp, language: z.enum(WORKING_LANGUAGES).optional() }),
  /** Ends or repeats a step of the first run. `step` is named so that a late touch does not end the next step. */
  endStep: z.strictObject({ stamp, step: z.enum(FIRST_RUN_STEPS), end: z.enum(STEP_ENDS) }),
  repeatStep: z.strictObject({ stamp, step: z.enum(FIRST_RUN_STEPS).optional() }),
  chooseTechnicianLanguage: z.strictObject({ stamp, language: z.enum(WORKING_LANGUAGES) }),
  setPanel: z.strictObject({ stamp, panel: MeasuredPanel }),
  turnPanel: z.strictObject({ stamp, turn: Turn }),
  /**
   * Corrects the positions of touches at once; the correction is undone unless `keepTouch` follows. `aspect`: the screen's width divided by
   * its height.
   */
  calibrateTouch: z.strictObject({ stamp, touched: TouchedCrosses, aspect: z.number().min(0.2).max(5) }),
  keepTouch: z.strictObject({ stamp }),
  /** Sets the centre of a kiosk that is not enrolled; `readCentre` reads the address. Takes effect after a restart of the program. */
  setCentre: z.strictObject({ stamp, address: z.string().max(300) }),
  /**
   * On the network page and at the network step of the first run: finds the Wi-Fi networks in reach of `card`. The view shows the result of
   * this method and of the next two.
   */
  findNetworks: z.strictObject({ stamp, card: CardName }),
  setNetworkCard: z.strictObject({ stamp, card: CardName, address: CardAddress }),
  /** Joins a network. `network`: name of a found Wi-Fi network; `null`: the network at the cable. */
  joinNetwork: z.strictObject({ stamp, card: CardName, network: NetworkName.nullable(), entry: NetworkEntry }),
  setProxy: z.strictObject({ stamp, proxy: ProxyAddress.nullable() }),
  /**
   * Trusts the authority that signed the centre's certificate. `end`: the last characters of the authority's fingerprint, which the
   * technician types from the city's information. `certificate-differs`: the authority that the centre shows has another fingerprint.
   */
  trustAuthority: z.strictObject({ stamp, end: AuthorityEnd }),
  findCentreNote: z.strictObject({ stamp }),
  /**
   * Takes the centre's address from the shown note `no` (a file or QR code with this address); takes effect after a restart of the program.
   */
  takeCentreNote: z.strictObject({ stamp, no: z.int().positive() }),
  dropCentreNote: z.strictObject({ stamp }),
  /** Sets the machine's clock; `date` and `time` in the office's zone. The clock changes a moment later; the view shows the result. */
  setClock: z.strictObject({ stamp, date: IsoDate, time: TimeOfDay }),
  chooseOffice: z.strictObject({ stamp, officeId: OfficeId }),
  /** Takes a slot (place in the office), after a technician has confirmed that no other kiosk of the office has it. */
  takeSlot: z.strictObject({ stamp, slot: z.int().refine(isKioskSlot, 'expected a slot of a kiosk') }),
  /** Looks for the journal of the kiosk that this one replaces, and sends its events to the centre. The view shows the result. */
  readPredecessor: z.strictObject({ stamp }),
  takeFirstTicket: z.strictObject({ stamp }),
  finishFirstRun: z.strictObject({ stamp }),
  /** The methods from here on work only in the staff's view, unless their comments say otherwise. */
  showStaff: z.strictObject({ stamp, to: StaffPlace }),
  /** A clerk answers a call for help and goes to the citizen at the kiosk that sent the call. */
  answerHelp: z.strictObject({ stamp, helpId: z.uuid() }),
  endAlarm: z.strictObject({ stamp, alarmId: z.uuid() }),
  /**
   * Pauses a service: it issues no tickets. The pause ends at `until` on the office's clock or, without `until`, when the service is
   * resumed or the service day ends. The reason `full` stops walk-ins but not appointments.
   */
  pauseService: z.strictObject({
    stamp,
    serviceId: ServiceId,
    reason: z.enum(STOP_REASONS),
    until: LocalMoment.optional(),
  }),
  resumeService: z.strictObject({ stamp, serviceId: ServiceId }),
  reprintNumber: z.strictObject({ stamp, ticketId: TicketId }),
  voidNumber: z.strictObject({ stamp, ticketId: TicketId }),
  /**
   * Marks citizens as served without a call, so that their numbers are not called any more. `isUpTo`: `number` and the lower numbers of the
   * series that count with it (`countedFrom` in `domain/numbering.ts`); otherwise only `number`. `undoServed` undoes the mark within a
   * minute.
   */
  noteServed: z.strictObject({ stamp, series: z.string(), number: z.int().positive(), isUpTo: z.boolean() }),
  undoServed: z.strictObject({ stamp, markId: z.uuid() }),
  paperChanged: z.strictObject({ stamp }),
  printWaiting: z.strictObject({ stamp }),
  /** Prints a strip of numbers of a service's series, which a clerk gives to citizens by hand. */
  printStrip: z.strictObject({ stamp, serviceId: ServiceId }),
  /** Chooses which of two dates is today's when the clock is in doubt; for staff or a technician. */
  chooseDay: z.strictObject({ stamp, day: z.iso.date() }),
} as const;
export type TouchMethod = keyof typeof touchMethods;
export type TouchParams<M extends TouchMethod> = z.infer<(typeof touchMethods)[M]>;

/** Further commands, which the shell, a test or a technician sends. */
const serviceMethods = {
  /** Without `stamp` the ticket belongs to no citizen's session: for tests and diagnosis. */
  takeTicket: touchMethods.takeTicket.partial({ stamp: true, visitType: true }),
  /**
   * Asks the centre for an enrolment; `getStatus` shows the code and the fingerprint. Without `stamp` the command comes over the core's
   * standard input, from the kiosk's user, without a PIN.
   */
  startPairing: touchMethods.startPairing.partial({ stamp: true }),
  stopPairing: touchMethods.stopPairing.partial({ stamp: true }),
  tryCentre: touchMethods.tryCentre.partial({ stamp: true }),
  requeueDeadLetters: touchMethods.requeueDeadLetters.partial({ stamp: true }),
  /** Deletes the technicians' PIN, for example a forgotten one. The next person who opens the technician's pages chooses a new one. */
  forgetPin: z.strictObject({}),
  getViewState: z.strictObject({}),
  getAppearance: z.strictObject({}),
  plugJack: z.strictObject({ isIn: z.boolean() }),
  getTicket: z.strictObject({ requestId: RequestId }),
  /** Prints a ticket again for a clerk, marked as a duplicate if paper with its number may be out already. */
  reprintTicket: z.strictObject({ requestId: RequestId }),
  /** A person has checked the kiosk's date and time, so a clock in doubt is believed again. */
  confirmClock: z.strictObject({}),
  getStatus: z.strictObject({}),
  /** Pauses a service. Without `stamp` the command comes over the core's standard input, from the kiosk's user, without a staff code. */
  pauseService: touchMethods.pauseService.partial({ stamp: true }),
  resumeService: touchMethods.resumeService.partial({ stamp: true }),
  /** Records that a clerk has seen the citizen's request on the screen and is coming. `subjectId`: as in `asked` of `getStatus`. */
  acknowledgeAsked: z.strictObject({ subjectId: askedOfStaff.subjectId }),
  /**
   * A scanner that types like a keyboard has typed this code; refused if the office has no such scanner, except where a technician may scan
   * a note about the centre.
   */
  scanned: z.strictObject({ text: TypedCode }),
  /** State of the server for desks and hall, its paired browsers, and the browsers that show a code and wait to be paired. */
  getHub: z.strictObject({}),
  pairBrowser: touchMethods.pairBrowser.partial({ stamp: true }),
  unpairBrowser: touchMethods.unpairBrowser.partial({ stamp: true }),
  pairKiosk: touchMethods.pairKiosk.partial({ stamp: true }),
  unpairKiosk: touchMethods.unpairKiosk.partial({ stamp: true }),
  rotateKey: z.strictObject({}),
  say: Say,
  hush: Hush,
} as const;

/**
 * Commands of the page: every touch, the state and appearance at the page's start, speech for the shown screen, and the headset. The shell
 * accepts exactly these.
 */
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

/** A request before its `params` are validated by the method's own schema. */
export const Request = z.strictObject({ id: z.int().nonnegative(), method: z.string().max(40), params: z.unknown() });
export type Request = { id: number; method: string; params: unknown };

export const Refusal = z.strictObject({ kind: z.enum(REFUSALS), detail: z.string().optional() });
export type Refusal = z.infer<typeof Refusal>;
export type RefusalKind = Refusal['kind'];

/** A ticket as the core stores it. Times are milliseconds since 1970 by the kiosk's clock, with fractions. */
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
  /** Token in the QR code on paper; `null` if the city has no page on which a citizen follows the queue, or the service is sensitive. */
  followToken: z.string().nullable(),
  /**
   * The appointment printed on the ticket. `startMs`: its start, milliseconds since 1970. `deskId`: the specialist's desk; `null` if the
   * appointment is with no specialist.
   */
  appointment: z.strictObject({ startMs: z.number(), deskId: z.string().nullable() }).nullable(),
  issuedAtMs: z.number(),
  /** Time at which the citizen withdrew the ticket; `null` while it is valid. */
  withdrawnAtMs: z.number().nullable(),
  /** Labels of tickets that the citizen withdrew earlier in the same session and may still hold on paper. */
  replaces: z.array(z.string()),
  largePrint: z.boolean(),
  asked: Attention,
  /** The requests that staff acknowledged last; `null` if they acknowledged none. */
  acknowledged: Attention.nullable(),
  /** Time at which the ticket was on disk; `null` if the core ended before it could record the time, or never tried to print the ticket. */
  durableAtMs: z.number().nullable(),
  print: z.strictObject({
    state: PrintState,
    /** A cause that this version of the program does not know counts as a printer error. */
    cause: TroubleCause.nullable().catch('printer-error'),
    /** Time at which the job's first byte was sent to the printer; `endedAtMs`: time at which the job's result was known. */
    firstByteAtMs: z.number().nullable(),
    endedAtMs: z.number().nullable(),
  }),
});
export type TicketRecord = z.infer<typeof TicketRecord>;

export const CoreStatus = z.strictObject({
  officeId: z.string(),
  serviceDay: z.iso.date(),
  /** The two possible dates of a clock in doubt (`doubtOf`); `null` otherwise. */
  dayInDoubt: DayInDoubtView.nullable(),
  /**
   * The printers in the sequence in which they are tried; `papers`: papers printed since staff inserted a new roll at `sinceMs`
   * (milliseconds since 1970).
   */
  printers: z.array(
    z.strictObject({
      printer: z.string(),
      condition: z.enum(PRINTER_CONDITIONS),
      papers: z.int().nonnegative(),
      sinceMs: z.number().nullable(),
    }),
  ),
  /** Condition of the code reader; `null`: the office has no reader. */
  scanner: z.enum(SCANNER_CONDITIONS).nullable(),
  speech: SynthesiserState,
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
      /**
       * True if the office's scanner types like a keyboard, and during the first run, in which any such scanner may read a `CentreNote`.
       * The shell then sends each typed code by the method `scanned`.
       */
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

/** Interval of the core's heartbeats; a core that is silent for `HUNG_AFTER_MS` counts as hung. */
export const HEARTBEAT_EVERY_MS = 1_000;
export const HUNG_AFTER_MS = 5_000;

/** Exit code of a core that asks for a restart although nothing failed, for example to serve another office. */
export const EXIT_START_ANEW = 4;

/** Exit code of a core whose journal and database differ: the next start makes them agree. */
export const EXIT_START_AGAIN = 3;

/** Exit code of a core that found damage in its database: the next start repairs it. */
export const EXIT_START_TO_MEND = 5;
