import type { ViewState } from '../../src-main/session/contract/view-state.ts';
import type { RendererStore } from '../store.ts';
import { wholeScreen } from './script.ts';
import type { Sight } from './sight.ts';
import type { Teller } from './teller.ts';

const nameOf = ({ sessionId, view, language }: ViewState): string => `${sessionId} ${view.screen} ${language}`;

/** Reads one screen aloud at a citizen's touch, until the next touch or another screen. */
export function createAloud(sight: Sight, teller: Teller, store: RendererStore) {
  let spoken: string | null = null;
  /** Whether the last touch ended a reading. Such a touch begins no reading, not even on the button that asks for one. */
  let hasEnded = false;

  function end(): void {
    if (spoken === null) return;
    spoken = null;
    teller.hush();
    teller.forget();
  }
  return {
    /** To be called before a touch can press anything. */
    touched(): void {
      hasEnded = spoken !== null;
      end();
    },
    /** To be called after each change of the page or the state. */
    look(): void {
      const state = sight.state();
      if (spoken !== null && (state === null || nameOf(state) !== spoken || sight.isOn())) end();
      if (!store.getState().aloudAsked || state === null || state.view.screen === 'access') return;
      const frame = sight.frame();
      if (!(frame instanceof HTMLElement) || frame.dataset.screen !== state.view.screen) return;
      store.setState({ aloudAsked: false });
      if (hasEnded || !state.speech.aloud || sight.isOn()) return;
      spoken = nameOf(state);
      teller.tell(wholeScreen(sight.stops(), state.language));
    },
  };
}
