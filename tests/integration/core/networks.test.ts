import { chmodSync, copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createSystemClock } from '../../../src-main/core/system-clock.ts';
import type { CardAddress, NetworksView } from '../../../src-main/technician/contract/networks.ts';
import { openNetworks } from '../../../src-main/technician/machine/networks.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const CABLE = { uuid: 'cable-1', name: 'Wired connection 1', settings: { 'ipv4.method': 'auto' } };
const NOW = {
  runs: true,
  made: 0,
  refuses: '',
  devices: {
    lo: { type: 'loopback', state: 'connected (externally)' },
    enp1s0: { type: 'ethernet', state: 'connected', uuid: 'cable-1' },
    wlp2s0: { type: 'wifi', state: 'disconnected' },
    enp9s0: { type: 'ethernet', state: 'unmanaged' },
  },
  connections: [CABLE],
  air: [
    ['Oficina: planta 1', '71', 'WPA2 WPA3'],
    ['Oficina: planta 1', '40', 'WPA2'],
    ['Convidats', '80', ''],
    ['Només WPA3', '30', 'WPA3'],
    ['Empresa', '55', 'WPA2 802.1X'],
    ['Antiga', '20', 'WEP'],
    ['', '90', 'WPA2'],
    [`control\u0007`, '90', ''],
  ],
};
const PASSWORD = `a:b\\c #d%"'$x`;
const IN_FILE = PASSWORD.replace('\\', '\\\\');

/** A machine with the tests' nmcli, which refuses unknown arguments; `null`: without nmcli. */
function machine(change: object | null = {}) {
  const programs = temporaryFolder();
  const folder = temporaryFolder();
  if (change !== null) {
    copyFileSync(join(import.meta.dirname, '../../support/fake-nmcli.mjs'), join(programs, 'nmcli'));
    chmodSync(join(programs, 'nmcli'), 0o755);
    writeFileSync(join(programs, 'noted'), '');
    writeFileSync(join(programs, 'state.json'), JSON.stringify({ ...NOW, ...change }));
  }
  const before = process.env.PATH;
  process.env.PATH = change === null ? programs : `${programs}:${before}`;
  onTestFinished(() => {
    process.env.PATH = before;
  });
  const logged: string[] = [];
  const log = { event: (kind: string, fields?: object) => void logged.push(JSON.stringify({ kind, ...fields })) };
  const networks = openNetworks({ folder, clock: createSystemClock(), log });
  const noted = <T>(what: string): T[] =>
    readFileSync(join(programs, 'noted'), 'utf8')
      .split('\n')
      .flatMap((line) => (line === '' ? [] : [JSON.parse(line)]))
      .flatMap((line) => (what in line ? [line[what]] : []));
  const until = (holds: (view: NetworksView) => boolean): Promise<NetworksView> =>
    new Promise((resolve) => {
      const look = (): void => {
        const view = networks.state();
        if (holds(view)) resolve(view);
      };
      networks.onChange(look);
      look();
    });
  const isDone = ({ manager, work }: NetworksView): boolean =>
    manager !== 'unread' && work !== 'setting' && work !== 'looking';
  return {
    networks,
    logged,
    until,
    done: () => until(isDone),
    connections: (): { uuid: string; name: string; settings: Record<string, string> }[] =>
      JSON.parse(readFileSync(join(programs, 'state.json'), 'utf8')).connections,
    words: () => noted<string[]>('words').map((words) => words.join(' ')),
    environment: () => new Set(noted<string[]>('environment').flat()),
    secrets: () => noted<string>('secret'),
    unknown: () => noted<string[]>('unknown'),
    leftBehind: () => readdirSync(folder),
  };
}

test('the cards are shown with their state; settings from files of the machine cannot be changed here', async () => {
  const { done, unknown } = machine();
  const { manager, cards } = await done();
  expect(manager).toBe('here');
  expect(cards).toMatchObject([
    { card: 'enp1s0', kind: 'cable', state: 'up', by: 'dhcp' },
    { card: 'wlp2s0', kind: 'wifi', state: 'down', by: null },
    { card: 'enp9s0', kind: 'cable', state: 'elsewhere' },
  ]);
  expect(unknown()).toEqual([]);
});

test.each([
  ['without NetworkManager', null],
  ['while NetworkManager does not run', { runs: false }],
])('%s, the cards are shown and cannot be set', async (_when, change) => {
  const { networks, done } = machine(change);
  expect((await done()).manager).toBe('absent');
  expect(networks.setAddress('enp1s0', { by: 'dhcp' })).toBe(false);
  expect(networks.find('enp1s0')).toBe(false);
});

test('a manual address and an automatic one are set and read back', async () => {
  const { networks, done, connections, unknown } = machine();
  await done();
  const hand: CardAddress = {
    by: 'hand',
    address: '192.0.2.41/24',
    gateway: '192.0.2.1',
    names: ['192.0.2.2', '192.0.2.3'],
  };
  expect(networks.setAddress('enp1s0', hand)).toBe(true);
  expect(networks.setAddress('enp1s0', { by: 'dhcp' })).toBe(false);
  const set = await done();
  expect(set.work).toBe('set');
  expect(set.cards[0]).toMatchObject({ by: 'hand', addresses: ['192.0.2.41/24'], gateway: '192.0.2.1' });
  expect(connections()[0]?.settings['ipv4.dns']).toBe('192.0.2.2 192.0.2.3');
  networks.setAddress('enp1s0', { by: 'dhcp' });
  expect((await done()).cards[0]).toMatchObject({ by: 'dhcp', addresses: [], gateway: null });
  expect(connections()).toHaveLength(1);
  expect(unknown()).toEqual([]);
});

test('a card without settings gets its own', async () => {
  const devices = { ...NOW.devices, enp1s0: { type: 'ethernet', state: 'disconnected' } };
  const { networks, done, connections } = machine({ devices, connections: [] });
  await done();
  networks.setAddress('enp1s0', { by: 'hand', address: '192.0.2.41/24', gateway: null, names: [] });
  expect((await done()).work).toBe('set');
  expect(connections()).toMatchObject([{ name: 'torn-enp1s0', settings: { 'ipv4.addresses': '192.0.2.41/24' } }]);
});

test('Wi-Fi networks in reach are listed once, strongest first, without names that no screen can show', async () => {
  const { networks, done, unknown } = machine();
  await done();
  networks.find('wlp2s0');
  expect((await done()).found).toEqual([
    { name: 'Convidats', signal: 80, entry: 'nothing' },
    { name: 'Oficina: planta 1', signal: 71, entry: 'password' },
    { name: 'Empresa', signal: 55, entry: 'account' },
    { name: 'Només WPA3', signal: 30, entry: 'password' },
    { name: 'Antiga', signal: 20, entry: 'other' },
  ]);
  expect(unknown()).toEqual([]);
});

test.each([
  ['Oficina: planta 1', { by: 'password', password: PASSWORD }, 'wpa-psk', `802-11-wireless-security.psk:${IN_FILE}\n`],
  ['Només WPA3', { by: 'password', password: PASSWORD }, 'sae', `802-11-wireless-security.psk:${IN_FILE}\n`],
  [
    'Empresa',
    { by: 'account', user: 'quiosc', password: PASSWORD, server: 'radius.exemple.cat' },
    'wpa-eap',
    `802-1x.identity:quiosc\n802-1x.password:${IN_FILE}\n`,
  ],
  ['Convidats', { by: 'nothing' }, undefined, undefined],
] as const)(
  '%s accepts the kiosk, and its password is in no command line, environment, log or file',
  async (name, entry, keys, secret) => {
    const { networks, done, connections, words, environment, secrets, unknown, leftBehind, logged } = machine();
    await done();
    networks.find('wlp2s0');
    await done();
    expect(networks.join('wlp2s0', name, entry)).toBe(true);
    const { work, cards } = await done();
    expect(work).toBe('set');
    expect(cards[1]).toMatchObject({ state: 'up', network: name });
    const made = connections().find((one) => one.name === 'torn-wlp2s0');
    expect(made?.settings['wifi-sec.key-mgmt']).toBe(keys);
    expect(made?.settings['802-1x.domain-suffix-match']).toBe('server' in entry ? entry.server : undefined);
    expect(secrets()).toEqual(secret === undefined ? [] : [secret]);
    expect([...words(), ...logged, ...environment(), JSON.stringify(networks.state())].join()).not.toContain(PASSWORD);
    expect(
      [...environment()].filter(
        (one) => !['PATH', 'LC_ALL', 'DBUS_SYSTEM_BUS_ADDRESS', 'PWD', 'SHLVL', '_'].includes(one),
      ),
    ).toEqual([]);
    expect(leftBehind()).toEqual([]);
    expect(unknown()).toEqual([]);
  },
);

test('a network that refuses leaves the previous settings, and the log gives the reason without the password', async () => {
  const { networks, done, connections, logged, leftBehind, unknown } = machine({ refuses: 'up' });
  await done();
  expect(
    networks.join('enp1s0', null, { by: 'account', user: 'quiosc', password: PASSWORD, server: 'radius.exemple.cat' }),
  ).toBe(true);
  const { work, cards } = await done();
  expect(work).toBe('not-let-in');
  expect(cards[0]).toMatchObject({ state: 'up', by: 'dhcp', account: null });
  expect(connections()).toEqual([CABLE]);
  expect(logged).toEqual(['{"kind":"network-not-set","detail":"not-let-in"}']);
  expect(leftBehind()).toEqual([]);
  expect(unknown()).toEqual([]);
});

test('the account of a cable keeps the manual address, and a second account replaces the first', async () => {
  const hand = { 'ipv4.method': 'manual', 'ipv4.addresses': '192.0.2.41/24', 'ipv4.gateway': '192.0.2.1' };
  const { networks, done, connections } = machine({ connections: [{ ...CABLE, settings: hand }] });
  await done();
  for (const user of ['first', 'second']) {
    networks.join('enp1s0', null, { by: 'account', user, password: PASSWORD, server: 'radius.exemple.cat' });
    expect((await done()).work).toBe('set');
  }
  const own = connections().filter(({ name }) => name === 'torn-enp1s0');
  expect(own).toMatchObject([{ settings: { ...hand, '802-1x.identity': 'second' } }]);
});

test('an entry that does not fit the network is not tried', async () => {
  const { networks, done, words } = machine();
  await done();
  networks.find('wlp2s0');
  await done();
  for (const [name, entry] of [
    ['Oficina: planta 1', { by: 'nothing' }],
    ['Antiga', { by: 'nothing' }],
    ['not in reach', { by: 'nothing' }],
    [null, { by: 'nothing' }],
  ] as const)
    expect(networks.join('wlp2s0', name, entry)).toBe(false);
  await done();
  // Command lines with `-t` only read the network cards, which the kiosk may do at any time, so they are left out.
  expect(words().filter((line) => !line.startsWith('-t '))).toEqual([]);
});
