import { locatorFrom } from './locator.ts';
import { personalNumberIn } from './personal-number.ts';

/**
 * Draws a locator that does not look like a personal number, because a kiosk looks up no typed text that might be a personal number. About
 * one locator in 50,000 looks like a DNI without its leading zeros.
 * @param random `LOCATOR_RANDOM_BYTES` bytes, new ones at each call
 */
export function newLocator(random: () => Uint8Array): string {
  for (;;) {
    const locator = locatorFrom(random());
    if (personalNumberIn(locator) === null) return locator;
  }
}
