import '@fontsource-variable/atkinson-hyperlegible-next/wght.css';
import './styles/tokens.css';
import './styles/base.css';
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
import './styles/forced-colours.css';
import './styles/motion.css';
import { render } from 'preact';
import type { ViewState } from '../src-main/contract/kiosk/view-state.ts';
import type { RequestId } from '../src-main/contract/shared/ids.ts';
import { App } from './app.tsx';
import { limitByAppearance } from './guard-limits.ts';
import { createSession } from './session.ts';
import { tellSignsOfLife } from './signs-of-life.ts';
import { createSounder } from './sound.ts';
import { createRendererStore, onNewScreen, showShell, showView } from './store.ts';
import { guardTouches } from './touch-guard/listen.ts';
import { soundWarnings } from './warning-sound.ts';

const { kiosk } = window;
const store = createRendererStore();
// The brand only says that it is a fresh UUID, which it is.
const session = createSession(kiosk, store, () => crypto.randomUUID() as string as RequestId);

/** A core that was started again may have another panel, theme or patience. */
async function askAppearance(): Promise<void> {
  const answer = await kiosk.call('getAppearance', {});
  if (answer.ok) store.setState({ appearance: answer.value });
}

function hearView(state: ViewState): void {
  if (store.getState().shown.owner === 'shell') void askAppearance();
  showView(store, state);
}

const guard = guardTouches();
onNewScreen(store, guard.screenShown);
limitByAppearance(store, guard);
soundWarnings(store, createSounder());
tellSignsOfLife(store, kiosk);
kiosk.onView(hearView);
kiosk.onShell((screen) => showShell(store, screen));
kiosk.call('getViewState', {}).then((answer) => {
  if (answer.ok) hearView(answer.value);
});

render(<App store={store} session={session} />, document.body);
