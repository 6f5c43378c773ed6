// The kiosk's renderer as it ships, in a frame of the page that edits an office.
import { showState } from './stand-in.ts';
import '../../../src-renderer/main.tsx';
import type { Appearance } from '../../../src-main/session/contract/appearance.ts';
import type { ViewState } from '../../../src-main/session/contract/view-state.ts';

/** The same form as in `pages/office/preview.tsx`, which imports nothing from here, because the two are loaded apart. */
const IS_READY = 'torn-preview-ready';

addEventListener('message', ({ origin, source, data }: MessageEvent<{ appearance: Appearance; state: ViewState }>) => {
  if (origin === location.origin && source === parent) showState(data.appearance, data.state);
});
parent.postMessage(IS_READY, location.origin);
