import { describe, expect, it } from 'vitest';
import { coreCommand } from '../../../../src-main/shell/core-command.ts';

const given = {
  dataFolder: '/d',
  profileFile: '/p.json',
  printer: null,
  centre: null,
  panel: null,
  updatesFolder: null,
  coreNode: null,
};
const checkout = {
  packaged: false,
  applicationFolder: '/src/torn',
  resourcesFolder: '/electron/resources',
  keepsEnvironment: true,
} as const;
const packaged = {
  packaged: true,
  applicationFolder: '/opt/torn/resources/app.asar',
  resourcesFolder: '/opt/torn/resources',
  keepsEnvironment: false,
} as const;

describe('how the core is started', () => {
  it('in a checkout: Node 24 and the core of the checkout', () => {
    const { node, script, arguments: words } = coreCommand(given, checkout, {});
    expect([node, script, ...words]).toEqual([
      '/src/torn/node_modules/.bin/node',
      '/src/torn/out/core/core.js',
      '--data',
      '/d',
      '--profile',
      '/p.json',
    ]);
  });

  it('in a package: the Node beside it and the core outside the archive', () => {
    const { node, script } = coreCommand(given, packaged, {});
    expect([node, script]).toEqual([
      '/opt/torn/resources/node/node',
      '/opt/torn/resources/app.asar.unpacked/out/core/core.js',
    ]);
  });

  it('with the given Node, printer, centre and panel', () => {
    const wishes = {
      ...given,
      printer: 'x',
      centre: 'https://torn.exemple.cat/terrassa',
      panel: 'inch-19-portrait',
      coreNode: '/n',
    };
    const { node, arguments: words } = coreCommand(wishes, packaged, {});
    expect([node, ...words.slice(-6)]).toEqual([
      '/n',
      '--printer',
      'x',
      '--centre',
      'https://torn.exemple.cat/terrassa',
      '--panel',
      'inch-19-portrait',
    ]);
  });

  it('with an environment of a few known names', () => {
    const { environment } = coreCommand(given, checkout, {
      PATH: '/bin',
      HOME: '/home/kiosk',
      LANG: 'ca_ES.UTF-8',
      TZ: 'Europe/Madrid',
      TORN_ANYTHING: '1',
      CREDENTIALS_DIRECTORY: '/run/credentials/torn.service',
      NODE_OPTIONS: '--inspect',
      ELECTRON_RUN_AS_NODE: '1',
      LD_PRELOAD: '/x.so',
    });
    expect(Object.keys(environment)).toEqual(['PATH', 'HOME', 'LANG', 'TZ', 'TORN_ANYTHING', 'CREDENTIALS_DIRECTORY']);
  });

  it('in a package for the public without any environment of ours', () => {
    const { environment } = coreCommand(given, packaged, { PATH: '/bin', TORN_ANYTHING: '1' });
    expect(Object.keys(environment)).toEqual(['PATH']);
  });
});
