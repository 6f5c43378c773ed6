import { createContext } from 'preact';
import type { Appearance } from '../src-main/contract/kiosk/appearance.ts';
import type { Sizes } from './fitting/sizes.ts';

/** The panel this page stands on and the sizes that follow; `appearance` is `null` until a core has said it. */
export const Standing = createContext<{ readonly appearance: Appearance | null; readonly sizes: Sizes | null }>({
  appearance: null,
  sizes: null,
});
