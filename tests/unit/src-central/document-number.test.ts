import { expect, test } from 'vitest';
import { readGivenNumber } from '../../../src-central/appointments/document-number.ts';

test.each([
  ['12345678Z', '12345678Z'],
  [' 12.345.678-z ', '12345678Z'],
  // An old, short number is accepted only with its leading zeros.
  ['14-Z', null],
  ['00000014Z', '00000014Z'],
  ['X-1234567-L', 'X1234567L'],
  ['A58818501', 'A58818501'],
  // Passport numbers may begin with letters, or look like a company number with another control character.
  ['PAB123456', 'PAB123456'],
  ['A58818502', 'A58818502'],
  ['12345678', '12345678'],
  // These numbers are mistyped.
  ['12345678A', null],
  ['X1234567A', null],
  ['AB', null],
  ['?12345678', null],
])('the number %j is hashed as %j', (given, number) => {
  const read = readGivenNumber(given);
  expect(read.ok ? read.value : null).toBe(number);
});
