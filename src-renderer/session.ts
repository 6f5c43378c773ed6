import type { DocumentOffered, TypedCheckIn } from '../src-main/contract/shared/check-in.ts';
import type { OfficeId, RequestId, ServiceId, TicketId } from '../src-main/contract/shared/ids.ts';
import type { Language } from '../src-main/contract/shared/languages.ts';
import type { TimeOfDay } from '../src-main/contract/shared/times.ts';
import type { VisitType } from '../src-main/contract/shared/visit-type.ts';
import type { EventKind } from '../src-main/session/contract/event-catalogue.ts';
import type { ParamsOf, TouchMethod } from '../src-main/session/contract/kiosk-api.ts';
import type { AccessSettings, Attention, Stamp } from '../src-main/session/contract/view-state.ts';
import type { SpeechSettings } from '../src-main/speech/contract/speech-mode.ts';
import type { StaffPlace } from '../src-main/staff/contract/staff.ts';
import type { TechnicianPage } from '../src-main/technician/contract/technician.ts';
import type { CallResult, KioskApi } from './api.ts';
import { begin, end, type RendererStore } from './store.ts';

/** The commands that touches send. One command runs at a time; touches meanwhile are ignored. */
export type Session = ReturnType<typeof createSession>;

export function createSession(api: KioskApi, store: RendererStore, newRequestId: () => RequestId) {
  let intent: { of: string; requestId: RequestId } | null = null;

  /** One id per person and wish: a repeat after a lost or refused answer leads to the same ticket. */
  const requestIdFor = (stamp: Stamp, ...wish: string[]): RequestId => {
    const of = [stamp.sessionId, ...wish].join(' ');
    if (intent?.of !== of) intent = { of, requestId: newRequestId() };
    return intent.requestId;
  };

  const send: Send = async (method, call) => {
    const { shown, inFlight } = store.getState();
    if (inFlight !== null || shown.owner !== 'core') return;
    const stamp = { sessionId: shown.state.sessionId, stateNo: shown.state.stateNo };
    const command = { method, stamp };
    begin(store, command);
    end(store, command, await call(stamp));
  };

  /** Like `send`, for typed input: the intent ends once the core has answered. Without an answer the same request is repeated. */
  const sendTyped = async (method: TouchMethod, call: (stamp: Stamp) => Promise<CallResult>): Promise<void> =>
    send(method, async (stamp) => {
      const result = await call(stamp);
      if (result.ok || result.error.kind !== 'core-down') intent = null;
      return result;
    });

  return {
    ...choosingTouches(api, send),
    withdrawTicket: (ticketId: TicketId) =>
      send('withdrawTicket', async (stamp) => {
        // A later wish needs a new intent: the old request leads to the withdrawn number.
        intent = null;
        return api.call('withdrawTicket', { stamp, ticketId });
      }),
    presentLocator: (text: string) =>
      sendTyped('presentLocator', (stamp) =>
        api.call('presentLocator', { stamp, requestId: requestIdFor(stamp, 'locator', text), text }),
      ),
    presentDocument: (kind: DocumentOffered, text: string) =>
      sendTyped('presentDocument', (stamp) =>
        api.call('presentDocument', { stamp, requestId: requestIdFor(stamp, kind, text), kind, text }),
      ),
    chooseCheckInService: (serviceId: ServiceId) =>
      send('chooseCheckInService', (stamp) =>
        api.call('chooseCheckInService', {
          stamp,
          requestId: requestIdFor(stamp, 'check-in', serviceId),
          serviceId,
        }),
      ),
    checkInUnverified: (serviceId: ServiceId, startsAt: TimeOfDay | null) =>
      send('checkInUnverified', (stamp) =>
        api.call('checkInUnverified', {
          stamp,
          requestId: requestIdFor(stamp, 'unverified', serviceId, startsAt ?? ''),
          serviceId,
          startsAt,
        }),
      ),
    takeWalkIn: () =>
      send('takeWalkIn', (stamp) =>
        api.call('takeWalkIn', { stamp, requestId: requestIdFor(stamp, 'walk-in', String(stamp.stateNo)) }),
      ),
    continueCheckIn: () =>
      send('continueCheckIn', (stamp) =>
        api.call('continueCheckIn', { stamp, requestId: requestIdFor(stamp, 'on', String(stamp.stateNo)) }),
      ),
    ...plainTouches(api, send),
    ...keyTouches(api, send, requestIdFor),
    ...technicianTouches(api, send),
    ...speechTouches(api, store),
    takeTicket: (serviceId: ServiceId, visitType: VisitType, language: Language) =>
      send('takeTicket', (stamp) =>
        api.call('takeTicket', {
          stamp,
          requestId: requestIdFor(stamp, serviceId, visitType, language),
          serviceId,
          visitType,
          language,
        }),
      ),
  };
}

/** The keypad's ticket key is an intent of its own. */
const keyTouches = (api: KioskApi, send: Send, requestIdFor: (stamp: Stamp, ...wish: string[]) => RequestId) => ({
  pressTicketKey: (serviceId: ServiceId, language: Language) =>
    send('pressTicketKey', (stamp) =>
      api.call('pressTicketKey', { stamp, requestId: requestIdFor(stamp, 'ticket key'), serviceId, language }),
    ),
});

/** These change no touch's meaning, so they neither wait for a running command nor delay one. */
const speechTouches = (api: KioskApi, store: RendererStore) => {
  const stamp = (): Stamp | null => {
    const { shown } = store.getState();
    return shown.owner === 'core' ? { sessionId: shown.state.sessionId, stateNo: shown.state.stateNo } : null;
  };
  return {
    setSpeech: async (speech: SpeechSettings): Promise<void> => {
      const now = stamp();
      // Result ignored: the next state corrects a refused setting.
      if (now !== null) await api.call('setSpeech', { stamp: now, speech });
    },
    /** Reports a person who is present without giving an order: they listen, or use controls that only the page handles. */
    isThere: (): void => {
      const now = stamp();
      // Result ignored: a refusal means that another screen is shown, where this report does not count.
      if (now !== null) void api.call('act', { stamp: now });
    },
    /** The page reads the screen aloud by itself, once it is drawn. */
    readAloud: (): void => store.setState({ aloudAsked: true }),
    plugJack(isIn: boolean): void {
      // Result ignored: a core that is down gets the state of the jack when it is back.
      void api.call('plugJack', { isIn });
    },
  };
};

/** Commands of the technician's page of the office. */
const officeTouches = (api: KioskApi, send: Send) => ({
  openOfficePart: (pointer: string) =>
    send('openOfficePart', (stamp) => api.call('openOfficePart', { stamp, pointer })),
  lookAtOffice: (part: ParamsOf<'lookAtOffice'>['part']) =>
    send('lookAtOffice', (stamp) => api.call('lookAtOffice', { stamp, part })),
  changeOffice: (pointer: string, value: ParamsOf<'changeOffice'>['value']) =>
    send('changeOffice', (stamp) => api.call('changeOffice', { stamp, pointer, value })),
  addToOffice: () => send('addToOffice', (stamp) => api.call('addToOffice', { stamp })),
  removeFromOffice: () => send('removeFromOffice', (stamp) => api.call('removeFromOffice', { stamp })),
  dropOffice: () => send('dropOffice', (stamp) => api.call('dropOffice', { stamp })),
  sayOfficeAgain: () => send('sayOfficeAgain', (stamp) => api.call('sayOfficeAgain', { stamp })),
  applyOffice: (from: string) => send('applyOffice', (stamp) => api.call('applyOffice', { stamp, from })),
  returnOffice: (no: number) => send('returnOffice', (stamp) => api.call('returnOffice', { stamp, no })),
  saveOffice: () => send('saveOffice', (stamp) => api.call('saveOffice', { stamp })),
  findOffices: (at: ParamsOf<'findOffices'>['at']) =>
    send('findOffices', (stamp) => api.call('findOffices', { stamp, at })),
  takeOffice: (no: number, isSure: boolean) =>
    send('takeOffice', (stamp) => api.call('takeOffice', { stamp, no, isSure })),
});

type FirstRunStep = ParamsOf<'endStep'>['step'];
type WorkingLanguage = ParamsOf<'chooseTechnicianLanguage'>['language'];
type DeviceRole = ParamsOf<'proveDevice'>['role'];
type Pause = ParamsOf<'pauseService'>;
type ProofAnswer = ParamsOf<'answerProof'>['answer'];

type Send = (method: TouchMethod, call: (stamp: Stamp) => Promise<CallResult>) => Promise<void>;

/** Commands that carry what was chosen. */
const choosingTouches = (api: KioskApi, send: Send) => ({
  openEntry: (visitType: VisitType) => send('openEntry', (stamp) => api.call('openEntry', { stamp, visitType })),
  askWait: (serviceId: ServiceId) => send('askWait', (stamp) => api.call('askWait', { stamp, serviceId })),
  openGroup: (groupId: string) => send('openGroup', (stamp) => api.call('openGroup', { stamp, groupId })),
  chooseLanguage: (language: Language) =>
    send('chooseLanguage', (stamp) => api.call('chooseLanguage', { stamp, language })),
  setAccess: (access: AccessSettings) => send('setAccess', (stamp) => api.call('setAccess', { stamp, access })),
  printDocuments: (serviceId: ServiceId) =>
    send('printDocuments', (stamp) => api.call('printDocuments', { stamp, serviceId })),
  openCheckIn: (method: TypedCheckIn) => send('openCheckIn', (stamp) => api.call('openCheckIn', { stamp, method })),
  setAttention: (attention: Attention) =>
    send('setAttention', (stamp) => api.call('setAttention', { stamp, attention })),
});

/** The technician's commands, from the five touches in the façade's corner on. */
const technicianTouches = (api: KioskApi, send: Send) => ({
  ...officeTouches(api, send),
  ...staffTouches(api, send),
  openTechnician: () => send('openTechnician', (stamp) => api.call('openTechnician', { stamp })),
  setPin: (pin: string) => send('setPin', (stamp) => api.call('setPin', { stamp, pin })),
  enterPin: (pin: string) => send('enterPin', (stamp) => api.call('enterPin', { stamp, pin })),
  showPage: (page: TechnicianPage) => send('showPage', (stamp) => api.call('showPage', { stamp, page })),
  runSelfTest: () => send('runSelfTest', (stamp) => api.call('runSelfTest', { stamp })),
  printTest: () => send('printTest', (stamp) => api.call('printTest', { stamp })),
  saveDiagnostics: () => send('saveDiagnostics', (stamp) => api.call('saveDiagnostics', { stamp })),
  listDevices: (network: boolean) => send('listDevices', (stamp) => api.call('listDevices', { stamp, network })),
  askAddress: (address: string) => send('askAddress', (stamp) => api.call('askAddress', { stamp, address })),
  proveDevice: (deviceKey: string, role: DeviceRole) =>
    send('proveDevice', (stamp) => api.call('proveDevice', { stamp, deviceKey, role })),
  answerProof: (proofNo: number, answer: ProofAnswer) =>
    send('answerProof', (stamp) => api.call('answerProof', { stamp, proofNo, answer })),
  stopProof: () => send('stopProof', (stamp) => api.call('stopProof', { stamp })),
  keepDevice: () => send('keepDevice', (stamp) => api.call('keepDevice', { stamp })),
  beginFirstRun: (language?: WorkingLanguage) =>
    send('beginFirstRun', (stamp) =>
      api.call('beginFirstRun', language === undefined ? { stamp } : { stamp, language }),
    ),
  endStep: (step: FirstRunStep, end: ParamsOf<'endStep'>['end']) =>
    send('endStep', (stamp) => api.call('endStep', { stamp, step, end })),
  repeatStep: (step?: FirstRunStep) =>
    send('repeatStep', (stamp) => api.call('repeatStep', step === undefined ? { stamp } : { stamp, step })),
  chooseTechnicianLanguage: (language: WorkingLanguage) =>
    send('chooseTechnicianLanguage', (stamp) => api.call('chooseTechnicianLanguage', { stamp, language })),
  setPanel: (panel: ParamsOf<'setPanel'>['panel']) =>
    send('setPanel', (stamp) => api.call('setPanel', { stamp, panel })),
  turnPanel: (turn: ParamsOf<'turnPanel'>['turn']) =>
    send('turnPanel', (stamp) => api.call('turnPanel', { stamp, turn })),
  calibrateTouch: (touched: ParamsOf<'calibrateTouch'>['touched'], aspect: number) =>
    send('calibrateTouch', (stamp) => api.call('calibrateTouch', { stamp, touched, aspect })),
  keepTouch: () => send('keepTouch', (stamp) => api.call('keepTouch', { stamp })),
  setCentre: (address: string) => send('setCentre', (stamp) => api.call('setCentre', { stamp, address })),
  setProxy: (proxy: string | null) => send('setProxy', (stamp) => api.call('setProxy', { stamp, proxy })),
  /** Resolves to whether the centre shows another authority than the one with this end. */
  trustAuthority: async (end: string): Promise<boolean> => {
    let differs = false;
    await send('trustAuthority', async (stamp) => {
      const result = await api.call('trustAuthority', { stamp, end });
      differs = !result.ok && result.error.kind === 'certificate-differs';
      return result;
    });
    return differs;
  },
  findCentreNote: () => send('findCentreNote', (stamp) => api.call('findCentreNote', { stamp })),
  takeCentreNote: (no: number) => send('takeCentreNote', (stamp) => api.call('takeCentreNote', { stamp, no })),
  dropCentreNote: () => send('dropCentreNote', (stamp) => api.call('dropCentreNote', { stamp })),
  findNetworks: (card: string) => send('findNetworks', (stamp) => api.call('findNetworks', { stamp, card })),
  setNetworkCard: (card: string, address: ParamsOf<'setNetworkCard'>['address']) =>
    send('setNetworkCard', (stamp) => api.call('setNetworkCard', { stamp, card, address })),
  joinNetwork: (card: string, network: string | null, entry: ParamsOf<'joinNetwork'>['entry']) =>
    send('joinNetwork', (stamp) => api.call('joinNetwork', { stamp, card, network, entry })),
  setClock: (date: string, time: string) => send('setClock', (stamp) => api.call('setClock', { stamp, date, time })),
  chooseOffice: (officeId: OfficeId) => send('chooseOffice', (stamp) => api.call('chooseOffice', { stamp, officeId })),
  takeSlot: (slot: number) => send('takeSlot', (stamp) => api.call('takeSlot', { stamp, slot })),
  takeFirstTicket: () => send('takeFirstTicket', (stamp) => api.call('takeFirstTicket', { stamp })),
  finishFirstRun: () => send('finishFirstRun', (stamp) => api.call('finishFirstRun', { stamp })),
  startPairing: () => send('startPairing', (stamp) => api.call('startPairing', { stamp })),
  replaceKiosk: () => send('startPairing', (stamp) => api.call('startPairing', { stamp, replaces: true })),
  readPredecessor: () => send('readPredecessor', (stamp) => api.call('readPredecessor', { stamp })),
  stopPairing: () => send('stopPairing', (stamp) => api.call('stopPairing', { stamp })),
  requeueDeadLetters: () => send('requeueDeadLetters', (stamp) => api.call('requeueDeadLetters', { stamp })),
  tryCentre: () => send('tryCentre', (stamp) => api.call('tryCentre', { stamp })),
});

/** Commands behind the staff's code, and those that set it. */
const staffTouches = (api: KioskApi, send: Send) => ({
  showFault: (kind: EventKind) => send('showFault', (stamp) => api.call('showFault', { stamp, kind })),
  setStaffCode: (code: string) => send('setStaffCode', (stamp) => api.call('setStaffCode', { stamp, code })),
  forgetStaffCode: () => send('forgetStaffCode', (stamp) => api.call('forgetStaffCode', { stamp })),
  /** Resolves to whether the desk's browser sees another certificate than the kiosk's. */
  pairBrowser: async (code: string, desk: { deskId: string; seen: string } | null): Promise<boolean> => {
    let differs = false;
    await send('pairBrowser', async (stamp) => {
      const result = await api.call('pairBrowser', { stamp, code, ...desk });
      differs = !result.ok && result.error.kind === 'certificate-differs';
      return result;
    });
    return differs;
  },
  unpairBrowser: (identityId: string) =>
    send('unpairBrowser', (stamp) => api.call('unpairBrowser', { stamp, identityId })),
  pairKiosk: (check: string) => send('pairKiosk', (stamp) => api.call('pairKiosk', { stamp, check })),
  unpairKiosk: (check: string) => send('unpairKiosk', (stamp) => api.call('unpairKiosk', { stamp, check })),
  showStaff: (to: StaffPlace) => send('showStaff', (stamp) => api.call('showStaff', { stamp, to })),
  answerHelp: (helpId: string) => send('answerHelp', (stamp) => api.call('answerHelp', { stamp, helpId })),
  pauseService: (serviceId: ServiceId, reason: Pause['reason'], until?: Pause['until']) =>
    send('pauseService', (stamp) =>
      api.call('pauseService', { stamp, serviceId, reason, ...(until === undefined ? {} : { until }) }),
    ),
  resumeService: (serviceId: ServiceId) =>
    send('resumeService', (stamp) => api.call('resumeService', { stamp, serviceId })),
  reprintNumber: (ticketId: TicketId) =>
    send('reprintNumber', (stamp) => api.call('reprintNumber', { stamp, ticketId })),
  voidNumber: (ticketId: TicketId) => send('voidNumber', (stamp) => api.call('voidNumber', { stamp, ticketId })),
  noteServed: (series: string, number: number, isUpTo: boolean) =>
    send('noteServed', (stamp) => api.call('noteServed', { stamp, series, number, isUpTo })),
  undoServed: (markId: string) => send('undoServed', (stamp) => api.call('undoServed', { stamp, markId })),
  chooseDay: (day: string) => send('chooseDay', (stamp) => api.call('chooseDay', { stamp, day })),
  paperChanged: () => send('paperChanged', (stamp) => api.call('paperChanged', { stamp })),
  printWaiting: () => send('printWaiting', (stamp) => api.call('printWaiting', { stamp })),
  printStrip: (serviceId: ServiceId) => send('printStrip', (stamp) => api.call('printStrip', { stamp, serviceId })),
});

/** Commands without a parameter. */
const plainTouches = (api: KioskApi, send: Send) => ({
  openLanguages: () => send('openLanguages', (stamp) => api.call('openLanguages', { stamp })),
  openAccess: () => send('openAccess', (stamp) => api.call('openAccess', { stamp })),
  openDocuments: () => send('openDocuments', (stamp) => api.call('openDocuments', { stamp })),
  printAgain: () => send('printAgain', (stamp) => api.call('printAgain', { stamp })),
  withdrawHelp: () => send('withdrawHelp', (stamp) => api.call('withdrawHelp', { stamp })),
  askHelp: () => send('askHelp', (stamp) => api.call('askHelp', { stamp })),
  openHelp: () => send('openHelp', (stamp) => api.call('openHelp', { stamp })),
  back: () => send('back', (stamp) => api.call('back', { stamp })),
  light: () => send('act', (stamp) => api.call('act', { stamp })),
  stay: () => send('stay', (stamp) => api.call('stay', { stamp })),
  finish: () => send('finish', (stamp) => api.call('finish', { stamp })),
  askAnotherTicket: () => send('askAnotherTicket', (stamp) => api.call('askAnotherTicket', { stamp })),
  reprintCheckIn: () => send('reprintCheckIn', (stamp) => api.call('reprintCheckIn', { stamp })),
  goToOtherOffice: () => send('goToOtherOffice', (stamp) => api.call('goToOtherOffice', { stamp })),
  printDirections: () => send('printDirections', (stamp) => api.call('printDirections', { stamp })),
});
