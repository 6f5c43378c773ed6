import { expect, it } from 'vitest';
import { CitizensProviderFile } from '../../../../src-central/identification/citizens.ts';

it('a provider of citizens is asked over TLS only, unless it is on this machine', () => {
  const isTaken = (userinfoEndpoint: string): boolean =>
    CitizensProviderFile.safeParse({
      authorizationEndpoint: 'https://valid.example/auth',
      tokenEndpoint: 'https://valid.example/token',
      userinfoEndpoint,
      clientId: 'torn',
      scope: 'identity',
      cityId: 'terrassa',
      document: 'identifier',
    }).success;
  expect(isTaken('https://valid.example/person')).toBe(true);
  expect(isTaken('http://127.0.0.1:8080/person')).toBe(true);
  expect(isTaken('http://valid.example/person')).toBe(false);
  expect(isTaken('ftp://valid.example/person')).toBe(false);
  expect(isTaken('valid.example')).toBe(false);
});
