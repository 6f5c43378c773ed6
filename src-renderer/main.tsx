import '@fontsource-variable/atkinson-hyperlegible-next/wght.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/scripts.css';
import './styles/arches.css';
import './styles/rows.css';
import './styles/controls.css';
import './styles/bar.css';
import './styles/ticket.css';
import './styles/keypad.css';
import './styles/check-in.css';
import './styles/results.css';
import './styles/frames.css';
import './styles/landscape.css';
import './styles/facade.css';
import './styles/entries.css';
import './styles/facade-bar.css';
import './styles/reach.css';
import './styles/warning.css';
import './styles/technician.css';
import './styles/high-contrast.css';
import './styles/spacing.css';
import './styles/forced-colours.css';
import './styles/motion.css';
import './styles/night.css';
import './styles/reading.css';
import { render } from 'preact';
import { forEar } from '../config/locales/ear/ear.ts';
import type { RequestId } from '../src-main/contract/shared/ids.ts';
import type { ViewState } from '../src-main/session/contract/view-state.ts';
import { App } from './app.tsx';
import { limitByAppearance } from './guard-limits.ts';
import { fetchedWriting, showInItsLanguage } from './in-its-language.ts';
import { hearFinger } from './reading/finger.ts';
import { hearKeypad } from './reading/keypad.ts';
import { createReading } from './reading/reading.ts';
import { createSession } from './session.ts';
import { tellSignsOfLife } from './signs-of-life.ts';
import { createSounder } from './sound.ts';
import { createRendererStore, onNewScreen, showShell, showView } from './store.ts';
import { guardTouches } from './touch-guard/listen.ts';
import { createVoice } from './voice/voice.ts';
import { soundWarnings } from './warning-sound.ts';

/** The gain of the kiosk's voice in decibels until the core has answered `getAppearance`: the lowest that a profile can set. */
const SOFTEST_GAIN_DB = -48;

const { kiosk } = window;
const store = createRendererStore();
const session = createSession(kiosk, store, () => crypto.randomUUID() as string as RequestId);

/** Asks for the appearance, because a restarted core may have another panel, theme or time limits. */
async function askAppearance(): Promise<void> {
  const answer = await kiosk.call('getAppearance', {});
  if (answer.ok) store.setState({ appearance: answer.value });
}

function hearView(state: ViewState): void {
  if (store.getState().shown.owner === 'shell') {
    void askAppearance();
    reading.coreIsBack();
  }
  showView(store, state);
}
const views = showInItsLanguage(fetchedWriting(), hearView);

const reading = createReading({
  page: document,
  store,
  session,
  voice: createVoice(kiosk, () => store.getState().appearance?.speech.usualGainDb ?? SOFTEST_GAIN_DB),
  toEar: (text, language) => forEar(language, text),
  after: (ms, heard) => void setTimeout(heard, ms),
});
const keypad = hearKeypad(window, {
  keys: () => store.getState().appearance?.keypad ?? {},
  onJack: reading.jack,
  onAction: reading.act,
});
keypad.beforeGuard();
const guard = guardTouches(reading.finger.mayOrder);
keypad.afterGuard();
hearFinger(window, reading.finger);
onNewScreen(store, guard.screenShown);
limitByAppearance(store, guard);
soundWarnings(store, createSounder());
tellSignsOfLife(store, kiosk);
kiosk.onView(views.hear);
kiosk.onShell((screen) => {
  views.forget();
  showShell(store, screen);
});
kiosk.call('getViewState', {}).then((answer) => {
  if (answer.ok) views.hear(answer.value);
});

store.subscribe(reading.follow);
new MutationObserver(reading.look).observe(document.body, {
  subtree: true,
  childList: true,
  characterData: true,
  attributes: true,
  attributeFilter: ['aria-checked', 'aria-pressed', 'disabled', 'data-away'],
});

render(<App store={store} session={session} />, document.body);
