import { describe, expect, it } from 'vitest';
import { type CodeForm, readChannelCode } from '../../../../src-main/domain/channel-code.ts';

const forms: CodeForm[] = [
  { prefix: 'SE-', length: 6, characters: 'digits' },
  { prefix: '', length: 4, characters: 'capitals' },
  { prefix: 'W', length: 5, characters: 'capitals-and-digits' },
];

describe('a code of another system', () => {
  it.each([
    ['SE-123456', 'SE-123456'],
    ['se-123 456\r', 'SE-123456'],
    ['ABCD', 'ABCD'],
    ['W1B2C3', 'W1B2C3'],
  ])('is known by its form: %j', (read, code) => {
    expect(readChannelCode(read, forms)).toBe(code);
  });

  it.each([
    '',
    'SE-12345',
    'SE-1234567',
    'SE-12345A',
    '123456',
    'AB1D',
    'ABCDE',
    'W1B2C',
    `SE-123456${' '.repeat(90)}`,
  ])('is none: %j', (read) => {
    expect(readChannelCode(read, forms)).toBeNull();
    expect(readChannelCode(read, [])).toBeNull();
  });
});
