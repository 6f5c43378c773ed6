import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { OfficeProfile } from '../../../../../src-main/contract/shared/office-profile.ts';
import { demonstrationOffice } from '../../../../support/core-process.ts';

const office = JSON.parse(readFileSync(demonstrationOffice, 'utf8')) as Record<string, object>;
const voice = { program: '/usr/bin/true', arguments: [] };

test('a profile of an older program, with an unused voice in its speech settings, loads without that voice', () => {
  const { speech, voice: own } = OfficeProfile.parse({ ...office, speech: { ...office.speech, speaker: true, voice } });
  expect(speech).toEqual({ ...OfficeProfile.parse(office).speech, speaker: true });
  expect(own).toBeUndefined();
});

test('the voice of the machine is the profile’s own', () => {
  expect(OfficeProfile.parse({ ...office, voice }).voice).toEqual(voice);
});

test('any other unknown field of speech is refused', () => {
  const { error } = OfficeProfile.safeParse({ ...office, speech: { ...office.speech, voices: voice } });
  expect(error?.issues.map(({ path }) => path.join('/'))).toEqual(['speech']);
});
