import { z } from 'zod';
import { Slug } from './ids.ts';

const Colour = z.string().regex(/^#[0-9a-f]{6}$/, 'expected a colour such as #00573f');

/** The colours of a city, named by purpose. A theme cannot change the colours of the high-contrast mode. */
export const Palette = z.strictObject({
  ground: Colour,
  paper: Colour,
  ink: Colour,
  /** The ink of subtitles. */
  ink2: Colour,
  edge: Colour,
  /** Elements that can be touched, and their text. */
  touch: Colour,
  onTouch: Colour,
  touchDeep: Colour,
  /** Colours of pressed elements (`tint`), and of closed rows and disabled keys and buttons (`off`). */
  tint: Colour,
  off: Colour,
  /**
   * Colours of elements with which the machine addresses the person, such as the current step, a countdown or advice, and of the text on
   * them.
   */
  meet: Colour,
  onMeet: Colour,
  facade: Colour,
  onFacade: Colour,
  facadeBar: Colour,
  bar: Colour,
  onBar: Colour,
  rib: Colour,
  reveal: Colour,
  ribInside: Colour,
  hair: Colour,
  alert: Colour,
  attention: Colour,
});
export type Palette = z.infer<typeof Palette>;

/** The appearance of a city's kiosks; one file for each city. */
export const Theme = z.strictObject({
  themeId: Slug,
  /** Whether entries, pictograms and steps are drawn in arches; otherwise they are drawn in plain rectangles. */
  arches: z.boolean(),
  /** The form of the bar's upper edge and of the slip's torn edge. */
  edge: z.enum(['shed-roof', 'wave', 'straight']),
  light: Palette,
  dark: Palette,
});
export type Theme = z.infer<typeof Theme>;

export const Shade = z.enum(['light', 'dark']);
export type Shade = z.infer<typeof Shade>;
