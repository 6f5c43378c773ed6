import type { ComponentChildren } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import { createTranslator } from '../config/locales/index.ts';
import type { RefusalKind } from '../src-main/contract/kiosk/kiosk-api.ts';
import type { AccessSettings, ShellScreen, ViewState } from '../src-main/contract/kiosk/view-state.ts';
import type { Language } from '../src-main/contract/shared/languages.ts';
import { Noticing } from './noticing.ts';
import { Entering } from './passage.ts';
import { AccessScreen } from './screens/access.tsx';
import { AppointmentHourScreen } from './screens/appointment-hour.tsx';
import { AttendanceProofScreen } from './screens/attendance-proof.tsx';
import { CheckInScreen } from './screens/check-in.tsx';
import { CheckInOutcomeScreen } from './screens/check-in-outcome.tsx';
import { ClosedScreen } from './screens/closed.tsx';
import { DocumentKeypadScreen } from './screens/document-keypad.tsx';
import { DocumentsScreen } from './screens/documents.tsx';
import { HelpScreen } from './screens/help.tsx';
import { IdleScreen } from './screens/idle.tsx';
import { LanguageScreen } from './screens/language.tsx';
import { LocatorKeypadScreen } from './screens/locator-keypad.tsx';
import { OutOfServiceScreen } from './screens/out-of-service.tsx';
import { PrinterTroubleScreen } from './screens/printer-trouble.tsx';
import { PrintingScreen } from './screens/printing.tsx';
import { ServicesScreen } from './screens/services.tsx';
import { CoreDownScreen, StartingScreen } from './screens/shell-screens.tsx';
import { TakeTicketScreen } from './screens/take-ticket.tsx';
import { TechnicianScreen } from './screens/technician.tsx';
import { TechnicianPairingScreen } from './screens/technician-pairing.tsx';
import { TechnicianPinScreen } from './screens/technician-pin.tsx';
import type { Session } from './session.ts';
import { Speaking } from './speaking.ts';
import { type RendererStore, useStore } from './store.ts';
import { Touching } from './touching.ts';

/** Everything drawn from the store; the styles follow what it sets on the root element. */
export function App({ store, session }: { store: RendererStore; session: Session }) {
  const shown = useStore(store, (state) => state.shown);
  const refusal = useStore(store, (state) => state.refusal);
  const passage = useStore(store, (state) => state.passage);
  const isBusy = useStore(store, (state) => state.inFlight !== null);
  const language = shown.owner === 'core' ? shown.state.language : 'ca';
  useRootAttributes(language, shown.owner === 'core' ? shown.state.access : null);
  return (
    <Speaking.Provider value={language}>
      <Touching.Provider value={session}>
        <Noticing.Provider value={refusal === null || isShownAnyway(refusal) ? null : refusal}>
          <Entering.Provider value={passage}>
            <div class="screen" data-busy={isBusy}>
              {shown.owner === 'core' ? <CoreScreen state={shown.state} /> : <ShellsScreen shown={shown.screen} />}
            </div>
            <p class="spoken" role="status">
              {shown.owner === 'core' ? outcomeOf(shown.state) : null}
            </p>
          </Entering.Provider>
        </Noticing.Provider>
      </Touching.Provider>
    </Speaking.Provider>
  );
}

/** A late touch, or a core that went away: the next state or the shell's screen says it. */
function isShownAnyway(refusal: RefusalKind): boolean {
  return refusal === 'stale-command' || refusal === 'not-possible-here' || refusal === 'core-down';
}

/** Said aloud besides the heading by whatever reads the screen. */
function outcomeOf({ language, view }: ViewState): ComponentChildren {
  switch (view.screen) {
    case 'printing':
    case 'take-ticket':
    case 'printer-trouble':
      return createTranslator(language, 'screen')('ticket.isYours', { label: view.ticket.label });
    default:
      return null;
  }
}

function useRootAttributes(language: Language, access: AccessSettings | null): void {
  useLayoutEffect(() => {
    const root = document.documentElement;
    root.lang = language;
    root.dir = 'ltr';
    root.dataset.contrast = access?.contrast ?? 'normal';
    root.dataset.textSize = access?.textSize ?? 'normal';
    root.dataset.reach = String(access?.reach ?? false);
  }, [language, access?.contrast, access?.textSize, access?.reach]);
}

function ShellsScreen({ shown }: { shown: ShellScreen }) {
  return shown.screen === 'starting' ? <StartingScreen /> : <CoreDownScreen code={shown.code} />;
}

function CoreScreen({ state }: { state: ViewState }) {
  const { view } = state;
  switch (view.screen) {
    case 'idle':
      return <IdleScreen state={state} view={view} />;
    case 'language':
      return <LanguageScreen state={state} view={view} />;
    case 'access':
      return <AccessScreen state={state} view={view} />;
    case 'help':
      return <HelpScreen state={state} view={view} />;
    case 'documents':
      return <DocumentsScreen state={state} view={view} />;
    case 'services':
      return <ServicesScreen key={view.group?.groupId ?? view.way} state={state} view={view} />;
    case 'check-in':
      return <CheckInScreen state={state} view={view} />;
    case 'locator-keypad':
      return <LocatorKeypadScreen key={state.sessionId} state={state} view={view} />;
    case 'document-keypad':
      return <DocumentKeypadScreen key={`${state.sessionId} ${view.kinds.join()}`} state={state} view={view} />;
    case 'appointment-hour':
      return <AppointmentHourScreen state={state} view={view} />;
    case 'check-in-outcome':
      return <CheckInOutcomeScreen key={view.outcome} state={state} view={view} />;
    case 'attendance-proof':
      return <AttendanceProofScreen state={state} view={view} />;
    case 'printing':
      return <PrintingScreen state={state} view={view} />;
    case 'take-ticket':
      return <TakeTicketScreen state={state} view={view} />;
    case 'printer-trouble':
      return <PrinterTroubleScreen state={state} view={view} />;
    case 'closed':
      return <ClosedScreen state={state} view={view} />;
    case 'out-of-service':
      return <OutOfServiceScreen state={state} view={view} />;
    case 'technician-pin':
      return <TechnicianPinScreen state={state} view={view} />;
    case 'technician':
      return <TechnicianScreen state={state} view={view} />;
    case 'technician-pairing':
      return <TechnicianPairingScreen state={state} view={view} />;
  }
}
