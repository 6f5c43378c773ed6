import type { RequestId, TouchMethod } from '../src-main/contract/kiosk-api.ts';
import type { Language, ServiceId, Way } from '../src-main/contract/office-profile.ts';
import type { AccessSettings, SessionStamp } from '../src-main/contract/view-state.ts';
import type { CallResult, KioskApi } from './api.ts';
import { begin, end, type RendererStore } from './store.ts';

/** What a touch does. One command is under way at a time: a touch meanwhile does nothing. */
export type Session = ReturnType<typeof createSession>;

export function createSession(api: KioskApi, store: RendererStore, newRequestId: () => RequestId) {
  let intent: { of: string; requestId: RequestId } | null = null;

  /** One id for one person's one wish: repeated after a lost or refused answer, it leads to the same ticket. */
  const requestIdFor = (stamp: SessionStamp, serviceId: ServiceId, way: Way, language: Language): RequestId => {
    const of = [stamp.sessionId, serviceId, way, language].join(' ');
    if (intent?.of !== of) intent = { of, requestId: newRequestId() };
    return intent.requestId;
  };

  const send = async (method: TouchMethod, call: (session: SessionStamp) => Promise<CallResult>): Promise<void> => {
    const { shown, inFlight } = store.getState();
    if (inFlight !== null || shown.owner !== 'core') return;
    const stamp = { sessionId: shown.state.sessionId, stateNo: shown.state.stateNo };
    const command = { method, stamp };
    begin(store, command);
    end(store, command, await call(stamp));
  };

  return {
    openDoor: (way: Way) => send('openDoor', (session) => api.call('openDoor', { session, way })),
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
    openTechnician: () => send('openTechnician', (session) => api.call('openTechnician', { session })),
    setPin: (pin: string) => send('setPin', (session) => api.call('setPin', { session, pin })),
    enterPin: (pin: string) => send('enterPin', (session) => api.call('enterPin', { session, pin })),
    startPairing: () => send('startPairing', (session) => api.call('startPairing', { session })),
    stopPairing: () => send('stopPairing', (session) => api.call('stopPairing', { session })),
    tryCentre: () => send('tryCentre', (session) => api.call('tryCentre', { session })),
    takeTicket: (serviceId: ServiceId, way: Way, language: Language) =>
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
