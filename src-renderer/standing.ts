import { createContext } from 'preact';
import type { Appearance } from '../src-main/contract/kiosk/appearance.ts';
import type { AccessSettings } from '../src-main/contract/kiosk/view-state.ts';
import type { Sizes } from './fitting/sizes.ts';

type Standing = Pick<AccessSettings, 'contrast' | 'reach'> & {
  readonly appearance: Appearance | null;
  readonly sizes: Sizes | null;
};

/** The panel this page stands on, the sizes that follow and what else moves the layout; `appearance` is `null` until a core has said it. */
export const Standing = createContext<Standing>({ appearance: null, sizes: null, contrast: 'normal', reach: false });
