import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkProfile } from '../../../src-main/configuration/load.ts';
import { Keypad } from '../../../src-main/contract/shared/keypad.ts';
import { mayReachPage } from '../../../src-main/shell/keys.ts';
import { profileOf } from './least-profile.ts';

const leastProfile = profileOf('prova');
const folder = 'config/keypads';
const names = readdirSync(folder).map((file) => basename(file, '.json'));
const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
const few = { F13: 'up', F14: 'down', F17: 'select', F18: 'back', F19: 'help' };
const problemsOf = (keys: object): string => JSON.stringify(Keypad.safeParse({ keypadId: 'some', keys }).error?.issues);

describe.each(names)('%s', (name) => {
  const keypad = Keypad.parse(read(name));

  it('is named as its file', () => expect(keypad.keypadId).toBe(name));

  it('has keys that the shell lets through', () => {
    for (const code of Object.keys(keypad.keys))
      expect(mayReachPage({ key: '', code, control: false, alt: false, meta: false })).toBe(true);
  });
});

describe('a keypad', () => {
  it('is enough with five keys', () => expect(Keypad.safeParse({ keypadId: 'some', keys: few }).success).toBe(true));

  it('without one of them is refused: nobody would get anywhere by it', () => {
    const { F17: _select, ...rest } = few;
    expect(problemsOf(rest)).toContain('no key for select');
  });

  it('whose jack only goes in is refused', () => expect(problemsOf({ ...few, F15: 'jack-in' })).toContain('jack'));

  it('has no key of a usual keyboard', () => expect(problemsOf({ ...few, a: 'repeat' })).toContain('F13 to F24'));
});

describe('what an office says of speech', () => {
  const check = (speech: object, profile: object = {}) =>
    JSON.stringify(checkProfile({ ...leastProfile, ...profile, speech }));

  it('gives the ticket key a service that takes walk-ins', () => {
    const [service] = leastProfile.services;
    expect(check({ ticketKey: service?.serviceId })).toContain('"ok":true');
    expect(check({ ticketKey: 'weddings' })).toContain('speech/ticketKey: there is no service weddings');
  });

  it('never lets the loudspeaker speak where nobody may hear what somebody chose', () => {
    expect(check({ speaker: true })).toContain('"ok":true');
    expect(check({ speaker: true }, { sensitive: true })).toContain('speech/speaker');
  });
});
