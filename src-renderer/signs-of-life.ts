import type { KioskApi } from './api.ts';
import type { RendererStore } from './store.ts';

/** Least interval between reports while no warning is shown, so that typing does not report each digit. */
const SENT_EVERY_MS = 5_000;

/**
 * Reports touches of buttons that only the page handles, such as a keypad's keys, so that no session ends while a citizen types. Returns
 * the function that stops it.
 */
export function tellSignsOfLife(store: RendererStore, api: KioskApi): () => void {
  let sentAtMs = Number.NEGATIVE_INFINITY;
  const clicked = ({ target, timeStamp }: MouseEvent): void => {
    if (!(target instanceof Element) || target.closest('button') === null) return;
    const { shown, inFlight } = store.getState();
    // A running command shows already that a citizen is there.
    if (shown.owner !== 'core' || inFlight !== null) return;
    if (shown.state.warning === null && timeStamp - sentAtMs < SENT_EVERY_MS) return;
    sentAtMs = timeStamp;
    const { sessionId, stateNo } = shown.state;
    // Result ignored: a core that refuses it shows another screen anyway.
    void api.call('act', { stamp: { sessionId, stateNo } });
  };
  document.addEventListener('click', clicked);
  return () => document.removeEventListener('click', clicked);
}
