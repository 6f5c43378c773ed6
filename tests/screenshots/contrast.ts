import type { Ink } from './page/contrast.ts';

/** Pixels as a canvas stores them: four bytes each, row by row. */
export interface Pixels {
  width: number;
  height: number;
  data: Uint8ClampedArray;
}

type Colour = readonly [red: number, green: number, blue: number];

function luminanceOf(colour: Colour): number {
  const [red, green, blue] = colour.map((byte) => {
    const part = byte / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
}

export function ratioOf(one: Colour, other: Colour): number {
  const [light, dark] = [luminanceOf(one), luminanceOf(other)].sort((a, b) => b - a);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

function over([red, green, blue, alpha]: Ink, [groundRed, groundGreen, groundBlue]: Colour): Colour {
  const mix = (part: number, ground: number): number => part * alpha + ground * (1 - alpha);
  return [mix(red, groundRed), mix(green, groundGreen), mix(blue, groundBlue)];
}

/** A colour with a smaller share of the background is only a smoothed edge. */
const LEAST_SHARE = 0.02;

/**
 * Returns the lowest contrast between the ink and any background colour that has at least `LEAST_SHARE` of the box. `ground` is a picture
 * without its text.
 */
export function worstRatio(
  ground: Pixels,
  box: { left: number; top: number; right: number; bottom: number },
  ink: Ink,
): number {
  const shares = new Map<number, number>();
  const [left, top] = [Math.max(0, Math.floor(box.left)), Math.max(0, Math.floor(box.top))];
  const [right, bottom] = [
    Math.min(ground.width, Math.ceil(box.right)),
    Math.min(ground.height, Math.ceil(box.bottom)),
  ];
  for (let y = top; y < bottom; y += 1)
    for (let x = left; x < right; x += 1) {
      const at = (y * ground.width + x) * 4;
      const colour = ((ground.data[at] ?? 0) << 16) | ((ground.data[at + 1] ?? 0) << 8) | (ground.data[at + 2] ?? 0);
      shares.set(colour, (shares.get(colour) ?? 0) + 1);
    }
  const whole = (right - left) * (bottom - top);
  const ratios = [...shares]
    .filter(([, count]) => count >= whole * LEAST_SHARE)
    .map(([colour]) => {
      const behind: Colour = [colour >> 16, (colour >> 8) & 255, colour & 255];
      return ratioOf(over(ink, behind), behind);
    });
  return Math.min(...ratios);
}
