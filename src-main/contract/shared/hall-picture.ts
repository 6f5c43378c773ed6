import { z } from 'zod';
import { sizeOfPlainPng } from '../../domain/png.ts';
import { HALL_TEXT_MOST } from './hall-message.ts';
import { localized } from './localized-text.ts';

/** Longest picture in base64, characters; the whole profile has at most 200,000. */
export const HALL_PICTURE_MOST = 96_000;
/** Limits of the picture's size in pixels, because the browser keeps the whole decoded picture in memory. */
const LEAST_SIDE = 64;
const MOST_WIDE = 1_920;
const MOST_HIGH = 1_080;

/**
 * A picture that the city chose, which hall screens show while no number is called. It is part of the profile, so that a kiosk has it even
 * without a network. Only a plain PNG is accepted, because that has one frame and no scripts, and its decoders have few faults.
 */
export const HallPicture = z.strictObject({
  png: z
    .base64()
    .max(HALL_PICTURE_MOST)
    .refine(isPicture, 'expected a plain PNG of 64 to 1920 × 64 to 1080 pixels, without text or profile'),
  /** A description for a person who cannot see the picture, and for a screen that cannot show it. */
  text: localized(HALL_TEXT_MOST),
});

function isPicture(base64: string): boolean {
  const size = sizeOfPlainPng(pngBytesOf(base64));
  return (
    size !== null &&
    Math.min(size.width, size.height) >= LEAST_SIDE &&
    size.width <= MOST_WIDE &&
    size.height <= MOST_HIGH
  );
}

/** Returns the bytes of the picture; empty for text that is not base64. */
export function pngBytesOf(base64: string): Uint8Array {
  try {
    return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  } catch {
    return new Uint8Array();
  }
}
