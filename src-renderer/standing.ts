import { createContext } from 'preact';
import type { Appearance } from '../src-main/session/contract/appearance.ts';
import type { AccessSettings } from '../src-main/session/contract/view-state.ts';
import type { Sizes } from './fitting/sizes.ts';

type Standing = Pick<AccessSettings, 'contrast' | 'spacing' | 'reach'> & {
  readonly appearance: Appearance | null;
  readonly sizes: Sizes | null;
  /** Place of the note that speech does not work: above the screen or, in large type, on one of its pages. */
  readonly voiceNote: 'none' | 'over' | 'within';
};

/** The panel, its sizes and everything else on which the layout depends; `appearance` is `null` until the core has sent it. */
export const Standing = createContext<Standing>({
  appearance: null,
  sizes: null,
  contrast: 'normal',
  spacing: 'usual',
  reach: false,
  voiceNote: 'none',
});
