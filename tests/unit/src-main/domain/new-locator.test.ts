import { describe, expect, test } from 'vitest';
import {
  LOCATOR_ALPHABET,
  LOCATOR_RANDOM_BYTES,
  locatorFrom,
  readLocator,
} from '../../../../src-main/domain/locator.ts';
import { newLocator } from '../../../../src-main/domain/new-locator.ts';
import { personalNumberIn } from '../../../../src-main/domain/personal-number.ts';

function bytesOf(locator: string): Uint8Array {
  const size = BigInt(LOCATOR_ALPHABET.length);
  let number = [...locator.slice(0, -1)].reduceRight(
    (sum, character) => sum * size + BigInt(LOCATOR_ALPHABET.indexOf(character)),
    0n,
  );
  const bytes = new Uint8Array(LOCATOR_RANDOM_BYTES);
  for (let at = LOCATOR_RANDOM_BYTES - 1; at >= 0; at -= 1) {
    bytes[at] = Number(number % 256n);
    number /= 256n;
  }
  return bytes;
}

describe('a new locator', () => {
  test('is drawn again while it reads as a personal number', () => {
    // The first two locators also read as DNI numbers without their leading zero.
    const drawn = ['8331714X', '6689251T', 'NE4NAF70'].map(bytesOf);
    expect(drawn.slice(0, 2).map(locatorFrom)).toEqual(['8331714X', '6689251T']);
    expect(drawn.slice(0, 2).map((bytes) => personalNumberIn(locatorFrom(bytes)))).toEqual(['document', 'document']);
    let count = 0;
    const locator = newLocator(() => drawn[count++] ?? new Uint8Array(LOCATOR_RANDOM_BYTES));
    expect(count).toBe(3);
    expect(readLocator(locator)).toEqual({ ok: true, value: locator });
    expect(personalNumberIn(locator)).toBeNull();
  });
});
