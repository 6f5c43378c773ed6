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

  it('has its file’s name as its id', () => expect(keypad.keypadId).toBe(name));

  it('has only keys that the shell passes to the page', () => {
    for (const code of Object.keys(keypad.keys))
      expect(mayReachPage({ key: '', code, control: false, alt: false, meta: false })).toBe(true);
  });
});

describe('a keypad', () => {
  it('with five keys is accepted', () => expect(Keypad.safeParse({ keypadId: 'some', keys: few }).success).toBe(true));

  it('without one of the five keys is refused, because nothing could be chosen with it', () => {
    const { F17: _select, ...rest } = few;
    expect(problemsOf(rest)).toContain('no key for select');
  });

  it('that reports only an inserted jack is refused', () =>
    expect(problemsOf({ ...few, F15: 'jack-in' })).toContain('jack'));

  it('may not use a key of a usual keyboard', () =>
    expect(problemsOf({ ...few, a: 'repeat' })).toContain('F13 to F24'));
});

describe('an office’s speech settings', () => {
  const check = (speech: object, profile: object = {}) =>
    JSON.stringify(checkProfile({ ...leastProfile, ...profile, speech }));

  it('give the ticket key only a service that the office has', () => {
    const [service] = leastProfile.services;
    expect(check({ ticketKey: service?.serviceId })).toContain('"ok":true');
    expect(check({ ticketKey: 'weddings' })).toContain('speech/ticketKey: there is no service weddings');
  });

  it('refuse the loudspeaker in a sensitive office', () => {
    expect(check({ speaker: true })).toContain('"ok":true');
    expect(check({ speaker: true }, { sensitive: true })).toContain('speech/speaker');
  });
});
