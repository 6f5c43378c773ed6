import { locatorFrom } from './locator.ts';
import { personalNumberIn } from './personal-number.ts';

/**
 * A locator that nobody's number looks like, for a kiosk looks up none of those: of 50,000 drawn about one is a DNI without its zeros.
 * @param random `LOCATOR_RANDOM_BYTES` bytes, others at each call
 */
export function newLocator(random: () => Uint8Array): string {
  for (;;) {
    const locator = locatorFrom(random());
    if (personalNumberIn(locator) === null) return locator;
  }
}
