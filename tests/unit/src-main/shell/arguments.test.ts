import { describe, expect, it } from 'vitest';
import { parseArguments } from '../../../../src-main/shell/arguments.ts';

const read = (...argv: string[]) => parseArguments(argv, '/srv/torn');

describe('the command line of the application', () => {
  it('has a data folder and a profile, and resolves paths against the working folder', () => {
    expect(read('--data=data', '--profile=/etc/torn/office.json')).toEqual({
      ok: true,
      value: {
        dataFolder: '/srv/torn/data',
        profileFile: '/etc/torn/office.json',
        printer: null,
        centre: null,
        panel: null,
        updatesFolder: null,
        coreNode: null,
      },
    });
  });

  it('accepts a printer, a centre and a panel unchanged, and a Node for the core', () => {
    const words = [
      '--data=/d',
      '--profile=/p',
      '--printer=a=b:9100',
      '--centre=http://x/y',
      '--panel=inch-15-landscape',
      '--updates=updates',
      '--core-node=bin/node',
    ];
    expect(read(...words)).toEqual({
      ok: true,
      value: {
        dataFolder: '/d',
        profileFile: '/p',
        printer: 'a=b:9100',
        centre: 'http://x/y',
        panel: 'inch-15-landscape',
        updatesFolder: '/srv/torn/updates',
        coreNode: '/srv/torn/bin/node',
      },
    });
  });

  it("leaves Chromium's switches and other words alone", () => {
    expect(read('.', '--user-data-dir=/x', '--data=/d', '--profile=/p', 'word').ok).toBe(true);
  });

  for (const [argv, detail] of [
    [['--profile=/p'], '--data=DIR is missing'],
    [['--data', '/d', '--profile=/p'], '--data needs a value, as in --data=…'],
    [['--data=/d', '--profile='], '--profile needs a value, as in --profile=…'],
    [['--data=/d', '--data=/e', '--profile=/p'], '--data is given twice'],
  ] as const)
    it(`reports what is wrong with ${argv.join(' ')}`, () => {
      expect(read(...argv)).toEqual({ ok: false, error: { kind: 'bad-arguments', detail } });
    });
});
