import { describe, expect, test } from 'vitest';
import { hashPin, pinMatches } from '../../../../src-main/security/pin.ts';

describe('a stored PIN', () => {
  test('contains how it was derived, with OWASP’s parameters', async () => {
    expect(await hashPin('508263')).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
  });

  test('is another text each time, and matches only its own PIN', async () => {
    const [one, two] = await Promise.all([hashPin('508263'), hashPin('508263')]);
    expect(one).not.toBe(two);
    expect(await pinMatches('508263', one)).toBe(true);
    expect(await pinMatches('270518', one)).toBe(false);
    expect(await pinMatches('', one)).toBe(false);
  });

  test('is checked with its own cost, whatever today’s is', async () => {
    // This hash is from the tests of argon2's reference implementation.
    const kept = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$GpZ3sK/oH9p7VIiV56G/64Zo/8GaUw43IimaPqxwCjo';
    expect(
      await pinMatches(
        'password',
        '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc',
      ),
    ).toBe(true);
    expect(await pinMatches('password', kept)).toBe(false);
  });

  test.each([
    '',
    '508263',
    '$argon2id$v=19$m=19456,t=2,p=1$$',
    '$argon2i$v=19$m=8,t=1,p=1$c29tZXNhbHQ$c29tZXNhbHRzb21lc2FsdA',
  ])('matches no PIN if its text is invalid: %s', async (kept) => expect(await pinMatches('508263', kept)).toBe(false));
});
