import { z } from 'zod';
import { Slug } from './ids.ts';

const Colour = z.string().regex(/^#[0-9a-f]{6}$/, 'expected a colour such as #00573f');

/** The colours of a city, by what they are used for. High contrast is not the city's to choose. */
export const Palette = z.strictObject({
  ground: Colour,
  /** Cards and rows. */
  paper: Colour,
  ink: Colour,
  /** The second ink: subtitles. */
  ink2: Colour,
  edge: Colour,
  /** What a person touches, and what stands on it. */
  touch: Colour,
  onTouch: Colour,
  touchDeep: Colour,
  /** Pressed, and closed. */
  tint: Colour,
  off: Colour,
  /** Where the machine meets the person. */
  meet: Colour,
  onMeet: Colour,
  facade: Colour,
  onFacade: Colour,
  facadeBar: Colour,
  bar: Colour,
  onBar: Colour,
  /** Decoration only. */
  rib: Colour,
  reveal: Colour,
  ribInside: Colour,
  hair: Colour,
  /** The technician's. */
  alert: Colour,
  attention: Colour,
});
export type Palette = z.infer<typeof Palette>;

/** How a city's kiosks look. Another city is another file. */
export const Theme = z.strictObject({
  themeId: Slug,
  /** Doors, pictograms and steps under an arch; without, under a plain rectangle. */
  arches: z.boolean(),
  /** The upper edge of the bar and the torn edge of the slip. */
  edge: z.enum(['shed-roof', 'wave', 'straight']),
  light: Palette,
  dark: Palette,
});
export type Theme = z.infer<typeof Theme>;

export const Shade = z.enum(['light', 'dark']);
export type Shade = z.infer<typeof Shade>;
