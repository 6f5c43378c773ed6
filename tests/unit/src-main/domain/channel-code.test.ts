import { describe, expect, it } from 'vitest';
import { type CodeForm, isStrongForm, readChannelCode } from '../../../../src-main/domain/channel-code.ts';

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
  ])('is recognised by its form: %j', (read, code) => {
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
  ])('is not recognised: %j', (read) => {
    expect(readChannelCode(read, forms)).toBeNull();
    expect(readChannelCode(read, [])).toBeNull();
  });
});

describe('a form of codes', () => {
  it.each([
    ['digits', 9, 10],
    ['capitals', 6, 7],
    ['capitals-and-digits', 5, 6],
  ] as const)('of %s is too easily guessed at %i and not at %i, whatever its prefix', (characters, weak, strong) => {
    expect(isStrongForm({ prefix: 'TERRASSA-2026-', length: weak, characters })).toBe(false);
    expect(isStrongForm({ prefix: '', length: strong, characters })).toBe(true);
  });
});
