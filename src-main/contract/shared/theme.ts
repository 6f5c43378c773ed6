import { z } from 'zod';
import { Slug } from './ids.ts';

const Colour = z.string().regex(/^#[0-9a-f]{6}$/, 'expected a colour such as #00573f');

/** A city's colours by purpose. A theme cannot change high contrast. */
export const Palette = z.strictObject({
  ground: Colour,
  paper: Colour,
  ink: Colour,
  /** Secondary ink: subtitles. */
  ink2: Colour,
  edge: Colour,
  /** Touchable elements, and their text. */
  touch: Colour,
  onTouch: Colour,
  touchDeep: Colour,
  /** Colours of pressed elements (`tint`) and of closed ones (`off`). */
  tint: Colour,
  off: Colour,
  /** Places where citizen and machine interact. */
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

/** Appearance of a city's kiosks; one file per city. */
export const Theme = z.strictObject({
  themeId: Slug,
  /** Whether doors, pictograms and steps are under an arch; otherwise they are under a plain rectangle. */
  arches: z.boolean(),
  /** The upper edge of the bar and the torn edge of the slip. */
  edge: z.enum(['shed-roof', 'wave', 'straight']),
  light: Palette,
  dark: Palette,
});
export type Theme = z.infer<typeof Theme>;

export const Shade = z.enum(['light', 'dark']);
export type Shade = z.infer<typeof Shade>;
