import type { TouchMethod } from '../src-main/contract/kiosk/kiosk-api.ts';
import type { TechnicianPage } from '../src-main/contract/kiosk/screens/technician.ts';
import type { AccessSettings, Attention, Stamp } from '../src-main/contract/kiosk/view-state.ts';
import type { DocumentOffered, TypedCheckIn } from '../src-main/contract/shared/check-in.ts';
import type { RequestId, ServiceId } from '../src-main/contract/shared/ids.ts';
import type { Language } from '../src-main/contract/shared/languages.ts';
import type { TimeOfDay } from '../src-main/contract/shared/times.ts';
import type { VisitType } from '../src-main/contract/shared/visit-type.ts';
import type { CallResult, KioskApi } from './api.ts';
import { begin, end, type RendererStore } from './store.ts';

/** What a touch does. One command is under way at a time: a touch meanwhile does nothing. */
export type Session = ReturnType<typeof createSession>;

export function createSession(api: KioskApi, store: RendererStore, newRequestId: () => RequestId) {
  let intent: { of: string; requestId: RequestId } | null = null;

  /** One id for one person's one wish: repeated after a lost or refused answer, it leads to the same ticket. */
  const requestIdFor = (stamp: Stamp, ...wish: string[]): RequestId => {
    const of = [stamp.sessionId, ...wish].join(' ');
    if (intent?.of !== of) intent = { of, requestId: newRequestId() };
    return intent.requestId;
  };

  const send = async (method: TouchMethod, call: (session: Stamp) => Promise<CallResult>): Promise<void> => {
    const { shown, inFlight } = store.getState();
    if (inFlight !== null || shown.owner !== 'core') return;
    const stamp = { sessionId: shown.state.sessionId, stateNo: shown.state.stateNo };
    const command = { method, stamp };
    begin(store, command);
    end(store, command, await call(stamp));
  };

  /** As `send`, of what was typed: forgotten once the core has answered; while none does, the same request asks again. */
  const sendTyped = async (method: TouchMethod, call: (session: Stamp) => Promise<CallResult>): Promise<void> =>
    send(method, async (stamp) => {
      const result = await call(stamp);
      if (result.ok || result.error.kind !== 'core-down') intent = null;
      return result;
    });

  return {
    openDoor: (way: VisitType) => send('openDoor', (session) => api.call('openDoor', { session, way })),
    openGroup: (groupId: string) => send('openGroup', (session) => api.call('openGroup', { session, groupId })),
    openLanguages: () => send('openLanguages', (session) => api.call('openLanguages', { session })),
    chooseLanguage: (language: Language) =>
      send('chooseLanguage', (session) => api.call('chooseLanguage', { session, language })),
    openAccess: () => send('openAccess', (session) => api.call('openAccess', { session })),
    setAccess: (access: AccessSettings) => send('setAccess', (session) => api.call('setAccess', { session, access })),
    openDocuments: () => send('openDocuments', (session) => api.call('openDocuments', { session })),
    printDocuments: (serviceId: ServiceId) =>
      send('printDocuments', (session) => api.call('printDocuments', { session, serviceId })),
    printAgain: () => send('printAgain', (session) => api.call('printAgain', { session })),
    openHelp: () => send('openHelp', (session) => api.call('openHelp', { session })),
    back: () => send('back', (session) => api.call('back', { session })),
    stay: () => send('stay', (session) => api.call('stay', { session })),
    finish: () => send('finish', (session) => api.call('finish', { session })),
    openCheckIn: (way: TypedCheckIn) => send('openCheckIn', (session) => api.call('openCheckIn', { session, way })),
    presentLocator: (text: string) =>
      sendTyped('presentLocator', (session) =>
        api.call('presentLocator', { session, requestId: requestIdFor(session, 'locator', text), text }),
      ),
    presentDocument: (kind: DocumentOffered, text: string) =>
      sendTyped('presentDocument', (session) =>
        api.call('presentDocument', { session, requestId: requestIdFor(session, kind, text), kind, text }),
      ),
    chooseCheckInService: (serviceId: ServiceId) =>
      send('chooseCheckInService', (session) =>
        api.call('chooseCheckInService', {
          session,
          requestId: requestIdFor(session, 'check-in', serviceId),
          serviceId,
        }),
      ),
    checkInUnverified: (serviceId: ServiceId, startsAt: TimeOfDay | null) =>
      send('checkInUnverified', (session) =>
        api.call('checkInUnverified', {
          session,
          requestId: requestIdFor(session, 'unverified', serviceId, startsAt ?? ''),
          serviceId,
          startsAt,
        }),
      ),
    takeWalkIn: () =>
      send('takeWalkIn', (session) =>
        api.call('takeWalkIn', { session, requestId: requestIdFor(session, 'walk-in', String(session.stateNo)) }),
      ),
    continueCheckIn: () =>
      send('continueCheckIn', (session) =>
        api.call('continueCheckIn', { session, requestId: requestIdFor(session, 'on', String(session.stateNo)) }),
      ),
    reprintCheckIn: () => send('reprintCheckIn', (session) => api.call('reprintCheckIn', { session })),
    setAttention: (attention: Attention) =>
      send('setAttention', (session) => api.call('setAttention', { session, attention })),
    openTechnician: () => send('openTechnician', (session) => api.call('openTechnician', { session })),
    setPin: (pin: string) => send('setPin', (session) => api.call('setPin', { session, pin })),
    enterPin: (pin: string) => send('enterPin', (session) => api.call('enterPin', { session, pin })),
    showPage: (page: TechnicianPage) => send('showPage', (session) => api.call('showPage', { session, page })),
    startPairing: () => send('startPairing', (session) => api.call('startPairing', { session })),
    stopPairing: () => send('stopPairing', (session) => api.call('stopPairing', { session })),
    requeueDeadLetters: () => send('requeueDeadLetters', (session) => api.call('requeueDeadLetters', { session })),
    tryCentre: () => send('tryCentre', (session) => api.call('tryCentre', { session })),
    takeTicket: (serviceId: ServiceId, way: VisitType, language: Language) =>
      send('takeTicket', (session) =>
        api.call('takeTicket', {
          session,
          requestId: requestIdFor(session, serviceId, way, language),
          serviceId,
          way,
          language,
        }),
      ),
  };
}
