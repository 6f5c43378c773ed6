import { describe, expect, it } from 'vitest';
import { readCommandLine } from '../../../src-central/command-line.ts';

const NOW_MS = Date.parse('2026-11-26T10:00:00Z');
const IN_A_YEAR_MS = Date.parse('2027-11-26T10:00:00Z');
const token = ['token', '--city', 'terrassa', '--name', 'telèfon'];
const read = (args: readonly string[]) => readCommandLine(args, NOW_MS);

it('a person’s account is confirmed by city and name', () => {
  expect(read(['confirm-person', '--city', 'terrassa', '--name', 'Montserrat Prova'])).toEqual({
    ok: true,
    value: { name: 'confirm-person', cityId: 'terrassa', tokenName: 'Montserrat Prova' },
  });
  expect(read(['confirm-person', '--city', 'terrassa'])).toMatchObject({ ok: false });
});

describe('an invitation at the command line', () => {
  const invite = ['invite', '--city', 'terrassa', '--name', '  Montserrat   Prova '];

  it('is an administrator’s of every office by default', () => {
    const value = { name: 'invite', cityId: 'terrassa' };
    const person = { name: 'Montserrat Prova', role: 'administrator', officeIds: null, account: 'local' };
    expect(read(invite)).toEqual({ ok: true, value: { ...value, invitation: person } });
    expect(read([...invite, '--role', 'viewer', '--office', 'oac-dido,oac-centre', '--emergency'])).toEqual({
      ok: true,
      value: {
        ...value,
        invitation: { ...person, role: 'viewer', officeIds: ['oac-centre', 'oac-dido'], account: 'emergency' },
      },
    });
  });

  it.each([
    [['invite', '--name', 'Pere Prova'], '--city is missing'],
    [['invite', '--city', 'terrassa'], '--name is missing'],
    [[...invite, '--role', 'connector'], '--role is missing or wrong'],
    [[...invite, '--office', 'La Didó'], '--office is missing or wrong'],
  ])('is refused without what it needs: %j', (args, said) => {
    expect(read(args)).toMatchObject({ ok: false, error: { detail: expect.stringContaining(said) } });
  });
});

describe('a token made at the command line', () => {
  it('belongs to a person or program with a role, or to a booking system’s channel, and ends in a year by default', () => {
    const asked = { name: 'token', cityId: 'terrassa', tokenName: 'telèfon' };
    expect(read([...token, '--role', 'viewer'])).toEqual({
      ok: true,
      value: { ...asked, channelId: null, terms: { role: 'viewer', officeId: null, untilMs: IN_A_YEAR_MS } },
    });
    expect(read([...token, '--role', 'operator', '--office', 'oac-dido', '--until', '2026-12-31'])).toEqual({
      ok: true,
      value: {
        ...asked,
        channelId: null,
        terms: { role: 'operator', officeId: 'oac-dido', untilMs: Date.parse('2027-01-01T00:00:00Z') },
      },
    });
    expect(read([...token, '--channel', '010'])).toEqual({
      ok: true,
      value: { ...asked, channelId: '010', terms: { untilMs: IN_A_YEAR_MS } },
    });
    expect(read([...token, '--role', 'viewer', '--until', '2026-11-26'])).toMatchObject({ ok: true });
    expect(read([...token, '--role', 'viewer', '--until', '2027-11-26'])).toMatchObject({ ok: true });
  });

  it.each([
    [['token', '--name', 'telèfon', '--role', 'viewer'], '--city and --name'],
    [token, '--role must be one of viewer, operator, technician, administrator, connector'],
    [[...token, '--role', 'root'], '--role must be one of'],
    [[...token, '--role', 'viewer', '--office', 'La Didó'], '--office is not a valid'],
    [[...token, '--role', 'connector'], '--office is needed: a connector'],
    [[...token, '--channel', 'El 010'], '--channel is not a valid'],
    [[...token, '--channel', '010', '--role', 'viewer'], '--channel takes no --role'],
    [[...token, '--channel', '010', '--office', 'oac-dido'], '--channel takes no --role'],
    [[...token, '--canal', '010'], 'canal'],
    [[...token, '--role', 'viewer', '--until', 'demà'], '--until must be a day such as'],
    [[...token, '--role', 'viewer', '--until', '2026-02-30'], '--until must be a day such as'],
    [[...token, '--role', 'viewer', '--until', '2026-11-25'], '--until must be a future day'],
    [[...token, '--role', 'viewer', '--until', '2027-11-28'], 'no token is valid for longer'],
    [[...token, '--channel', '010', '--until', '2027-11-28'], 'no token is valid for longer'],
  ])('is refused with a sentence: %j', (args, words) => {
    const result = read(args);
    expect(result.ok ? '' : result.error.detail).toContain(words);
  });
});

it('figures by quarter of an hour name an office and its days', () => {
  const asked = ['quarter-figures', '--city', 'terrassa', '--office', 'oac-dido', '--from', '2026-10-05'];
  expect(read([...asked, '--until', '2026-11-29'])).toEqual({
    ok: true,
    value: {
      name: 'quarter-figures',
      cityId: 'terrassa',
      officeId: 'oac-dido',
      from: '2026-10-05',
      until: '2026-11-29',
    },
  });
  for (const args of [asked, [...asked, '--until', '2026-10-04'], [...asked, '--until', 'today']])
    expect(read(args)).toMatchObject({
      ok: false,
      error: { detail: expect.stringContaining('in this order, are needed') },
    });
});
