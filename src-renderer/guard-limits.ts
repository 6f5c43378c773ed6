import { glassOf } from './appearance.ts';
import { sizesOf } from './fitting/sizes.ts';
import type { RendererStore } from './store.ts';
import type { TouchGuard } from './touch-guard/guard.ts';

/** Keeps the guard at what the kiosk says of its touches, on the millimetres of its panel as the window shows it. Returns how to stop. */
export function limitByAppearance(store: RendererStore, guard: Pick<TouchGuard, 'limitBy'>): () => void {
  const limit = (): void => {
    const { appearance } = store.getState();
    if (appearance === null) return;
    const { panel, touch } = appearance;
    guard.limitBy({ ...touch, pxPerMm: sizesOf(panel, glassOf(), 100).pxPerMm });
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
