// This page is the kiosk's renderer, unchanged, in a frame of the page on which an office is edited.
import { showState } from './stand-in.ts';
import '../../../src-renderer/main.tsx';
import type { Appearance } from '../../../src-main/session/contract/appearance.ts';
import type { ViewState } from '../../../src-main/session/contract/view-state.ts';

/**
 * The messages to the outer page, which shows this page in a frame. `pages/office/preview.tsx` repeats the names and the form of the
 * messages, because the two programs are loaded separately.
 */
const IS_READY = 'torn-preview-ready';
const IS_SHOWN = 'torn-preview-shown';
const LOOK_AGAIN_MS = 30;

/** Sends a message to the outer page once a state of the kiosk is drawn. Drawing takes a while, because its sentences are loaded first. */
function tellOnceShown(): void {
  const screen = document.querySelector<HTMLElement>('.frame')?.dataset.screen;
  if (screen === undefined || screen === 'starting') setTimeout(tellOnceShown, LOOK_AGAIN_MS);
  else parent.postMessage(IS_SHOWN, location.origin);
}

addEventListener('message', ({ origin, source, data }: MessageEvent<{ appearance: Appearance; state: ViewState }>) => {
  if (origin !== location.origin || source !== parent) return;
  showState(data.appearance, data.state);
  setTimeout(tellOnceShown, LOOK_AGAIN_MS);
});
parent.postMessage(IS_READY, location.origin);
