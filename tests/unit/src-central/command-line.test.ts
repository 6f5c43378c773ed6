import { describe, expect, it } from 'vitest';
import { readCommandLine } from '../../../src-central/command-line.ts';

const token = ['token', '--city', 'terrassa', '--name', 'telèfon'];

describe('a token asked for at the command line', () => {
  it('is a person’s or a program’s, or with a channel one of a booking system', () => {
    const asked = { name: 'token', cityId: 'terrassa', tokenName: 'telèfon' };
    expect(readCommandLine(token)).toEqual({ ok: true, value: { ...asked, channelId: null } });
    expect(readCommandLine([...token, '--channel', '010'])).toEqual({
      ok: true,
      value: { ...asked, channelId: '010' },
    });
  });

  it.each([
    [['token', '--name', 'telèfon'], '--city and --name'],
    [[...token, '--channel', 'El 010'], '--channel is no name'],
    [[...token, '--canal', '010'], 'canal'],
  ])('is refused with a sentence: %j', (args, words) => {
    const read = readCommandLine(args);
    expect(read.ok ? '' : read.error.detail).toContain(words);
  });
});
