import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import { type Language, workingLanguageOf } from '../config/languages.ts';
import { createTranslator } from '../config/locales/index.ts';
import type { RefusalKind } from '../src-main/session/contract/kiosk-api.ts';
import type { ShellScreen, ViewState } from '../src-main/session/contract/view-state.ts';
import { DEFAULT_ACCESS } from '../src-main/session/rules/default-access.ts';
import { Look, useSizes } from './appearance.ts';
import { Curtain, VoiceNote } from './components/curtain.tsx';
import { Noticing } from './noticing.ts';
import { Entering } from './passage.ts';
import { CoreScreen } from './screens/drawn.tsx';
import { CoreDownScreen, StartingScreen } from './screens/session/shell-screens.tsx';
import type { Session } from './session.ts';
import { isForStaff, Speaking } from './speaking.ts';
import { Standing } from './standing.ts';
import { type RendererStore, useStore } from './store.ts';
import { Touching } from './touching.ts';

export function App({ store, session }: { store: RendererStore; session: Session }) {
  const shown = useStore(store, (state) => state.shown);
  const refusal = useStore(store, (state) => state.refusal);
  const passage = useStore(store, (state) => state.passage);
  const language = shown.owner === 'core' ? languageOf(shown.state) : 'ca';
  const access = shown.owner === 'core' ? shown.state.access : DEFAULT_ACCESS;
  const appearance = useStore(store, (state) => state.appearance);
  const sizes = useSizes(appearance, access.textSize);
  const { contrast, spacing, reach } = access;
  const voiceNote = shown.owner === 'core' ? voiceNoteOf(shown.state) : 'none';
  const standing = useMemo(
    () => ({ appearance, sizes, contrast, spacing, reach, voiceNote }),
    [appearance, sizes, contrast, spacing, reach, voiceNote],
  );
  return (
    <Speaking.Provider value={language}>
      <Standing.Provider value={standing}>
        <Touching.Provider value={session}>
          <Noticing.Provider value={refusal === null || isShownAnyway(refusal) ? null : refusal}>
            <Entering.Provider value={passage}>
              <Look appearance={appearance} sizes={sizes} access={access} language={language} />
              <div class="screen">
                {shown.owner === 'core' ? (
                  <CoreScreen state={shown.state} view={shown.state.view} />
                ) : (
                  <ShellsScreen shown={shown.screen} />
                )}
              </div>
              {shown.owner === 'core' && <OverTheScreen state={shown.state} />}
              <p class="spoken" role="status">
                {shown.owner === 'core' ? announcementOf(shown.state) : null}
              </p>
            </Entering.Provider>
          </Noticing.Provider>
        </Touching.Provider>
      </Standing.Provider>
    </Speaking.Provider>
  );
}

function voiceNoteOf({ speech, access, view }: ViewState): 'none' | 'over' | 'within' {
  if (speech.mode === 'off' || speech.synthesiser === 'ready') return 'none';
  return access.textSize === 100 || isForStaff(view.screen) ? 'over' : 'within';
}

function OverTheScreen({ state }: { state: ViewState }) {
  return (
    <>
      {voiceNoteOf(state) === 'over' && <VoiceNote />}
      {state.speech.curtain && <Curtain speech={state.speech} languages={state.languages} />}
    </>
  );
}

const languageOf = ({ language, view }: ViewState): Language =>
  isForStaff(view.screen) ? workingLanguageOf(language) : language;

/** Whether a refusal needs no message, because the next state shows what happened, or the shell (Electron's main process) does. */
function isShownAnyway(refusal: RefusalKind): boolean {
  return refusal === 'stale-command' || refusal === 'not-possible-here' || refusal === 'core-down';
}

function announcementOf({ language, view }: ViewState): ComponentChildren {
  return 'ticket' in view ? createTranslator(language, 'screen')('ticket.isYours', { label: view.ticket.label }) : null;
}

function ShellsScreen({ shown }: { shown: ShellScreen }) {
  return shown.screen === 'starting' ? <StartingScreen /> : <CoreDownScreen code={shown.code} />;
}
