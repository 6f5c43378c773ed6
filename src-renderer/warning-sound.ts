import type { Warning } from '../src-main/session/contract/view-state.ts';
import type { Chime, Sounder } from './sound.ts';
import type { RendererState, RendererStore } from './store.ts';

/** Seconds before the session's end at which the second chime plays, enough to get back to the screen. */
const ENDS_AT_SECONDS = 10;

/** The chime for the change from one view state to the next; `null`: none. */
function chimeBetween(before: Warning | null, after: Warning | null): Chime | null {
  if (after === null) return null;
  if (before === null || before.extensionsLeft !== after.extensionsLeft) return 'warns';
  return before.endsInSeconds > ENDS_AT_SECONDS && after.endsInSeconds <= ENDS_AT_SECONDS ? 'ends' : null;
}

const warningOf = ({ shown }: RendererState): Warning | null => (shown.owner === 'core' ? shown.state.warning : null);

export function soundWarnings(store: RendererStore, sounder: Sounder): () => void {
  return store.subscribe((now, before) => {
    const warning = warningOf(now);
    const chime = chimeBetween(warningOf(before), warning);
    if (warning !== null && warning.chimePercent > 0 && chime !== null) sounder.chime(chime, warning.chimePercent);
  });
}
