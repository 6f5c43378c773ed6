import type { Appearance } from '../src-main/session/contract/appearance.ts';
import { glassOf } from './appearance.ts';
import { sizesOf } from './fitting/sizes.ts';
import { ORDERS } from './reading/keypad.ts';
import type { RendererStore } from './store.ts';
import type { TouchGuard } from './touch-guard/guard.ts';
import { PRESSING } from './touch-guard/limits.ts';

/** The keys whose presses the touch guard checks most carefully: Enter, Space, and keys of the keypad that give a command. */
const pressingOf = (keypad: Appearance['keypad']): ReadonlySet<string> =>
  new Set([...PRESSING, ...Object.keys(keypad).filter((key) => ORDERS.has(keypad[key] ?? 'up'))]);

/**
 * Gives the touch guard new limits whenever the appearance or the window's size changes. The window's size decides how many pixels a
 * millimetre has. Returns the function that ends this.
 */
export function limitByAppearance(store: RendererStore, guard: Pick<TouchGuard, 'limitBy'>): () => void {
  const limit = (): void => {
    const { appearance } = store.getState();
    if (appearance === null) return;
    const { panel, touch, keypad } = appearance;
    guard.limitBy({ ...touch, pressing: pressingOf(keypad), pxPerMm: sizesOf(panel, glassOf(), 100).pxPerMm });
  };
  limit();
  window.addEventListener('resize', limit);
  const forget = store.subscribe((now, before) => {
    if (now.appearance !== before.appearance) limit();
  });
  return () => {
    forget();
    window.removeEventListener('resize', limit);
  };
}
