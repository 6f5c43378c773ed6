import type { KioskApi } from './api.ts';
import type { RendererStore } from './store.ts';

/** Whoever types is not spoken of with each digit. */
const SENT_EVERY_MS = 5_000;

/**
 * Tells the core of buttons whose effect the page keeps to itself, such as the keys of a keypad: no time runs out over somebody who
 * types. Returns how to stop.
 */
export function tellSignsOfLife(store: RendererStore, api: KioskApi): () => void {
  let sentAtMs = Number.NEGATIVE_INFINITY;
  const clicked = ({ target, timeStamp }: MouseEvent): void => {
    if (!(target instanceof Element) || target.closest('button') === null) return;
    const { shown, inFlight } = store.getState();
    // What a command is under way for, the core hears of anyway.
    if (shown.owner !== 'core' || inFlight !== null) return;
    if (shown.state.warning === null && timeStamp - sentAtMs < SENT_EVERY_MS) return;
    sentAtMs = timeStamp;
    const { sessionId, stateNo } = shown.state;
    // Result ignored: a core that does not take it shows another screen anyway.
    void api.call('act', { stamp: { sessionId, stateNo } });
  };
  document.addEventListener('click', clicked);
  return () => document.removeEventListener('click', clicked);
}
