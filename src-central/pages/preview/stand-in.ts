import type { Appearance } from '../../../src-main/session/contract/appearance.ts';
import type { ViewState } from '../../../src-main/session/contract/view-state.ts';
import { setAppearance, shells, views } from './no-core.ts';

/** Shows a state as if the kiosk's core had sent it. The renderer reads the kiosk's appearance again, as after a restart. */
export function showState(next: Appearance, state: ViewState): void {
  setAppearance(next);
  for (const listener of shells) listener({ screen: 'starting' });
  setTimeout(() => {
    for (const listener of views) listener(state);
  });
}

// A kiosk focuses each new screen, but in this preview the focus belongs to the page around the frame.
HTMLElement.prototype.focus = () => undefined;
