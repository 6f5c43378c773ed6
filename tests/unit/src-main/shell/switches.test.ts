import { describe, expect, it } from 'vitest';
import { allowancesOf } from '../../../../src-main/shell/allowances.ts';
import { OWN_SWITCHES } from '../../../../src-main/shell/arguments.ts';
import { refusedSwitches } from '../../../../src-main/shell/switches.ts';

const kiosk = allowancesOf({ kind: 'test' }, false, {});
const testBuild = allowancesOf({ kind: 'test' }, true, {});
const forThePublic = allowancesOf({ kind: 'official', electron: '45.0.0' }, true, {
  TORN_SANDBOX: 'off',
  TORN_TEST_BUILD: '1',
});
/** The switch is written in two parts, so that a search for it finds only the one place that uses it. */
const noSandbox = `--no-${'sandbox'}`;
const ours = ['/opt/torn', '--data=/d', '--profile=/p', '--printer=tcp', '--core-node=/n', '--user-data-dir=/u'];

describe('the switches of a kiosk', () => {
  it('include all that the shell reads itself', () => {
    expect(
      refusedSwitches(
        OWN_SWITCHES.map((name) => `--${name}=x`),
        '',
        kiosk,
      ),
    ).toEqual([]);
  });

  it('may be our own and a few harmless ones', () => {
    expect(refusedSwitches([...ours, '--ozone-platform=wayland', '--log-level=3'], '', kiosk)).toEqual([]);
  });

  for (const word of [
    '--remote-debugging-port=9222',
    '--remote-debugging-pipe',
    '-remote-debugging-port=9222',
    '--Remote-Debugging-Port=9222',
    '--remote-allow-origins=*',
    '--inspect',
    '--inspect=0',
    '--inspect-brk',
    '--inspect-port=1',
    '--js-flags=--expose-gc',
    '--load-extension=/x',
    '--disable-web-security',
    noSandbox,
    '--disable-setuid-sandbox',
    '--disable-seccomp-filter-sandbox',
    '--single-process',
    '--renderer-cmd-prefix=gdb',
    '--proxy-server=10.0.0.1:80',
    '--host-resolver-rules=MAP * 10.0.0.1',
    '--ignore-certificate-errors',
    '--app=/tmp/other',
    '-r',
    '--require=/x.js',
    '--a-switch-of-next-year',
  ])
    it(`refuses ${word}`, () => {
      const name = word.replace(/^-+/, '').split('=')[0]?.toLowerCase();
      expect(refusedSwitches([...ours, word], '', kiosk)).toEqual([name]);
    });

  it('names every refused switch once, and never its value', () => {
    expect(refusedSwitches(['--inspect=1', '--inspect=2', '--js-flags=secret'], '', kiosk)).toEqual([
      'inspect',
      'js-flags',
    ]);
  });

  it('refuses NODE_OPTIONS that run foreign code or open a debugger, and no others', () => {
    expect(refusedSwitches(ours, '--require /x.js --max-old-space-size=512 --inspect=0', kiosk)).toEqual([
      'NODE_OPTIONS require',
      'NODE_OPTIONS inspect',
    ]);
    expect(refusedSwitches(ours, '--max-old-space-size=512', kiosk)).toEqual([]);
  });

  it('allows a test build to be driven, and nothing more', () => {
    const driven = ['-r', '/loader.js', '--inspect=0', '--remote-debugging-port=0'];
    expect(refusedSwitches([...driven, ...ours], '', testBuild)).toEqual([]);
    expect(refusedSwitches(['--disable-web-security', noSandbox], '', testBuild)).toEqual([
      'disable-web-security',
      'no-sandbox',
    ]);
  });

  it('allows to run without a sandbox only if the start script says so', () => {
    expect(refusedSwitches([noSandbox], '', allowancesOf({ kind: 'test' }, false, { TORN_SANDBOX: 'off' }))).toEqual(
      [],
    );
    expect(
      refusedSwitches(['--disable-setuid-sandbox'], '', allowancesOf({ kind: 'test' }, true, { TORN_SANDBOX: 'off' })),
    ).toEqual(['disable-setuid-sandbox']);
  });

  it('ignore the environment in a package for the public', () => {
    const words = [noSandbox, '--core-node=/n', '--remote-debugging-port=0', '--inspect=0'];
    expect(refusedSwitches(['--data=/d', '--profile=/p', ...words], '', forThePublic)).toEqual([
      'no-sandbox',
      'core-node',
      'remote-debugging-port',
      'inspect',
    ]);
  });
});
