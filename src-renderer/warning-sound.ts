import type { Warning } from '../src-main/session/contract/view-state.ts';
import type { Chime, Sounder } from './sound.ts';
import type { RendererState, RendererStore } from './store.ts';

/** The second chime leaves time to get back to the screen. */
const ENDS_AT_SECONDS = 10;

/** The chime between two view states; `null`: none. */
function chimeBetween(before: Warning | null, after: Warning | null): Chime | null {
  if (after === null) return null;
  if (before === null || before.extensionsLeft !== after.extensionsLeft) return 'warns';
  return before.endsInSeconds > ENDS_AT_SECONDS && after.endsInSeconds <= ENDS_AT_SECONDS ? 'ends' : null;
}

const warningOf = ({ shown }: RendererState): Warning | null => (shown.owner === 'core' ? shown.state.warning : null);

/** Plays the chimes of warnings at the office's loudness. Returns the function that stops it. */
export function soundWarnings(store: RendererStore, sounder: Sounder): () => void {
  return store.subscribe((now, before) => {
    const warning = warningOf(now);
    const chime = chimeBetween(warningOf(before), warning);
    if (warning !== null && warning.chimePercent > 0 && chime !== null) sounder.chime(chime, warning.chimePercent);
  });
}
