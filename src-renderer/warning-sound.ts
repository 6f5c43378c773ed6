import type { Warning } from '../src-main/contract/kiosk/view-state.ts';
import type { Chime, Sounder } from './sound.ts';
import type { RendererState, RendererStore } from './store.ts';

/** The second chime leaves time to come back to the screen. */
const ENDS_AT_SECONDS = 10;

/** What is heard as one view state follows another. */
function chimeBetween(before: Warning | null, after: Warning | null): Chime | null {
  if (after === null) return null;
  if (before === null || before.extensionsLeft !== after.extensionsLeft) return 'warns';
  return before.endsInSeconds > ENDS_AT_SECONDS && after.endsInSeconds <= ENDS_AT_SECONDS ? 'ends' : null;
}

const warningOf = ({ shown }: RendererState): Warning | null => (shown.owner === 'core' ? shown.state.warning : null);

/** Lets each warning be heard, as loud as the office says. Returns how to stop. */
export function soundWarnings(store: RendererStore, sounder: Sounder): () => void {
  return store.subscribe((now, before) => {
    const warning = warningOf(now);
    const chime = chimeBetween(warningOf(before), warning);
    if (warning !== null && warning.chimePercent > 0 && chime !== null) sounder.chime(chime, warning.chimePercent);
  });
}
