import type { ViewState } from '../../src-main/contract/kiosk/view-state.ts';
import type { Language } from '../../src-main/domain/languages.ts';
import type { RendererStore } from '../store.ts';
import { type Stop, stopsOf } from './stops.ts';

export type Sight = ReturnType<typeof createSight>;

/** What stands on the screen, and whether it may be heard. */
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
    /** Also what stands on the screen, not only words of the page's own. */
    says: (): boolean => mode() !== 'off' && state()?.speech.says === true,
    /** The headset was pulled out or plugged in, whatever the core still says. */
    pull(next: boolean): void {
      isPulled = next;
    },
  };
}
