import type { Language } from '../../config/languages.ts';
import type { ViewState } from '../../src-main/session/contract/view-state.ts';
import type { RendererStore } from '../store.ts';
import { type Stop, stopsOf } from './stops.ts';

export type Sight = ReturnType<typeof createSight>;

export function createSight(page: Document, store: RendererStore) {
  let isPulled = false;

  function state(): ViewState | null {
    const { shown } = store.getState();
    return shown.owner === 'core' ? shown.state : null;
  }
  const language = (): Language => state()?.language ?? 'ca';
  const frame = (): Element | null => page.querySelector('.frame');
  function mode(): 'off' | 'private' | 'speaker' {
    const said = state()?.speech.mode ?? 'off';
    return said === 'private' && isPulled ? 'off' : said;
  }
  return {
    state,
    language,
    frame,
    mode,
    stops(): readonly Stop[] {
      const seen = frame();
      return seen === null ? [] : stopsOf(seen, language());
    },
    isOn: (): boolean => mode() !== 'off',
    /** Whether the screen's content may be spoken, and not only messages of the page. */
    says: (): boolean => mode() !== 'off' && state()?.speech.says === true,
    /** To be called when the headset was pulled out or plugged in; this counts at once, even if the core's state does not say so yet. */
    pull(next: boolean): void {
      isPulled = next;
    },
  };
}
