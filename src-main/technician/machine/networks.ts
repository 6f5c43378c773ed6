import { spawn } from 'node:child_process';
import { closeSync, openSync, unlinkSync, writeSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import { type CardAddress, CardName, type NetworkEntry, NetworkName, type NetworksView } from '../contract/networks.ts';
import type { Networks } from '../ports/machine.ts';

interface NetworksParts {
  /** The kiosk's own folder in memory, from systemd's RUNTIME_DIRECTORY; `null`: the kiosk cannot set network cards. */
  folder: string | null;
  clock: Clock;
  log: Log;
}

type Card = NetworksView['cards'][number];
type Found = NetworksView['found'][number];
type Work = NetworksView['work'];

const READ_EVERY_MS = 5_000;
/** How long nmcli waits for a card to connect, in seconds: longer than NetworkManager itself tries. */
const WAIT_S = 60;
const FOUND_MOST = 30;
const NOT_RUNNING = 8;

const bare = (): Card[] =>
  Object.entries(networkInterfaces()).flatMap(([card, addresses = []]) => {
    const outside = addresses.filter(({ internal, scopeid }) => !internal && !scopeid);
    if (outside.length === 0 || !CardName.safeParse(card).success) return [];
    return [
      {
        card,
        kind: card.startsWith('wl') ? 'wifi' : 'cable',
        state: 'up',
        by: null,
        gateway: null,
        names: [],
        addresses: outside.map(({ address }) => address),
        network: null,
        account: null,
      } as const,
    ];
  });

/** Reads and sets network cards by nmcli. polkit lets the kiosk's user use it while a technician is at work. */
export function openNetworks({ folder, clock, log }: NetworksParts): Networks {
  const listeners = new Set<() => void>();
  let view: NetworksView = { manager: folder === null ? 'absent' : 'unread', work: 'none', cards: bare(), found: [] };
  let reach: FoundKeys[] = [];
  let readAtMs: number | null = null;
  let reads = 0;
  let underWay = 0;

  function become(next: Partial<NetworksView>): void {
    const before = JSON.stringify(view);
    view = { ...view, ...next };
    if (JSON.stringify(view) !== before) for (const listener of [...listeners]) listener();
  }
  async function read(): Promise<void> {
    reads += 1;
    const mine = reads;
    underWay += 1;
    readAtMs = clock.monotonicMs();
    const cards = await readCards();
    underWay -= 1;
    // Only the newest reading counts: a reading that began before a command ended would show the earlier settings.
    if (mine !== reads) return;
    if (cards === null) become({ manager: 'absent', cards: bare(), found: [] });
    else become({ manager: 'here', cards });
  }
  function order(work: 'looking' | 'setting', act: (folder: string) => Promise<Work>): boolean {
    if (folder === null || view.manager !== 'here' || view.work === 'setting' || view.work === 'looking') return false;
    become({ work });
    void act(folder)
      .catch((): Work => 'not-set')
      .then(async (became) => {
        if (became !== 'set' && became !== 'none') log.event('network-not-set', { detail: became });
        await read();
        become({ work: became });
      });
    return true;
  }
  return {
    state() {
      const isOld = readAtMs === null || clock.monotonicMs() - readAtMs >= READ_EVERY_MS;
      if (folder === null) return { ...view, cards: bare() };
      if (isOld && underWay === 0 && view.work !== 'setting' && view.work !== 'looking') void read();
      return view;
    },
    find: (card) =>
      order('looking', async () => {
        reach = await findNetworks(card);
        become({ found: reach.map(({ keys: _keys, ...shown }) => shown) });
        return 'none';
      }),
    setAddress: (card, address) => order('setting', () => setAddress(card, address)),
    join: (card, network, entry) => {
      const found = reach.find(({ name }) => name === network) ?? null;
      if (network === null ? entry.by !== 'account' : found?.entry !== entry.by) return false;
      return order('setting', (own) => joinNetwork(own, { card, network: found }, entry));
    },
    onChange: (listener) => void listeners.add(listener),
  };
}

interface Said {
  status: number;
  output: string;
}

/**
 * Runs nmcli. The secret is in an unlinked file in memory, which nmcli reads as descriptor 3, so that no command line and no disk contains
 * it.
 */
async function nmcli(words: readonly string[], secret: number | null = null): Promise<Said> {
  const child = spawn('nmcli', [...words], {
    env: {
      PATH: process.env.PATH,
      DBUS_SYSTEM_BUS_ADDRESS: process.env.DBUS_SYSTEM_BUS_ADDRESS,
      LC_ALL: 'C.UTF-8',
    },
    stdio: secret === null ? ['ignore', 'pipe', 'ignore'] : ['ignore', 'pipe', 'ignore', secret],
  });
  const ended = new Promise<number>((resolve) => {
    child.once('error', () => resolve(NOT_RUNNING));
    child.once('close', (code) => resolve(code ?? 1));
  });
  const output = child.stdout === null ? '' : await text(child.stdout).catch(() => '');
  return { status: await ended, output };
}

async function withSecret<T>(folder: string, lines: string, use: (descriptor: number) => Promise<T>): Promise<T> {
  const path = join(folder, 'nmcli-secret');
  const descriptor = openSync(path, 'wx+', 0o600);
  try {
    unlinkSync(path);
    writeSync(descriptor, lines);
    return await use(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** The fields of a line of nmcli's terse output (`-t`), in which a backslash precedes each colon or backslash of a field. */
function fieldsOf(line: string): string[] {
  const fields = [''];
  for (let at = 0; at < line.length; at += 1) {
    const character = line[at] ?? '';
    if (character === ':') fields.push('');
    else {
      if (character === '\\') at += 1;
      fields[fields.length - 1] += line[at] ?? '';
    }
  }
  return fields;
}

const rowsOf = ({ output }: Said): string[][] =>
  output.split('\n').flatMap((line) => (line === '' ? [] : [fieldsOf(line)]));

function valuesOf({ output }: Said): (name: string) => string[] {
  const pairs = output.split('\n').map((line) => {
    const at = line.indexOf(':');
    return { name: line.slice(0, Math.max(0, at)).replace(/\[\d+\]$/, ''), value: line.slice(at + 1) };
  });
  return (name) => pairs.flatMap((pair) => (pair.name === name && pair.value !== '' ? [pair.value] : []));
}

/** A card's state by the first word of nmcli's state; every other word means `down`. */
const STATES: Readonly<Record<string, Card['state']>> = {
  connected: 'up',
  connecting: 'starting',
  unavailable: 'unplugged',
  unmanaged: 'elsewhere',
};

const terse = (fields: string, ...words: string[]): Promise<Said> => nmcli(['-t', '-f', fields, ...words]);
const deviceStatus = (): Promise<Said> => terse('DEVICE,TYPE,STATE,CON-UUID', 'device', 'status');

/** Reads the network cards; `null`: NetworkManager does not run, or nmcli failed. */
async function readCards(): Promise<Card[] | null> {
  const said = await deviceStatus();
  if (said.status !== 0) return null;
  const cards: Card[] = [];
  for (const [card = '', type, state = '', uuid = ''] of rowsOf(said))
    if ((type === 'ethernet' || type === 'wifi') && CardName.safeParse(card).success) {
      const shown = valuesOf(await terse('IP4', 'device', 'show', card));
      const settings = valuesOf(
        uuid === '' ? { status: 0, output: '' } : await terse(SETTINGS, 'connection', 'show', 'uuid', uuid),
      );
      const [method] = settings('ipv4.method');
      cards.push({
        card,
        kind: type === 'wifi' ? 'wifi' : 'cable',
        state: STATES[state.split(' ')[0] ?? ''] ?? 'down',
        by: method === 'auto' ? 'dhcp' : method === 'manual' ? 'hand' : null,
        addresses: shown('IP4.ADDRESS'),
        gateway: shown('IP4.GATEWAY')[0] ?? null,
        names: shown('IP4.DNS'),
        network: settings('802-11-wireless.ssid')[0] ?? null,
        account: settings('802-1x.identity')[0] ?? null,
      });
    }
  return cards;
}

const SETTINGS = 'ipv4.method,802-11-wireless.ssid,802-1x.identity';

/** The credentials that a Wi-Fi network needs, by nmcli's names of its protection. */
function entryOf(security: string): { entry: Found['entry']; keys: string | null } {
  const words = security.split(' ').filter((word) => word !== '' && word !== '--');
  const has = (...known: string[]): boolean => known.some((word) => words.includes(word));
  if (words.length === 0) return { entry: 'nothing', keys: null };
  if (has('OWE')) return { entry: 'nothing', keys: 'owe' };
  if (has('802.1X')) return { entry: 'account', keys: 'wpa-eap' };
  if (has('WPA1', 'WPA2')) return { entry: 'password', keys: 'wpa-psk' };
  return has('WPA3') ? { entry: 'password', keys: 'sae' } : { entry: 'other', keys: null };
}

type FoundKeys = Found & { keys: string | null };

async function findNetworks(card: string): Promise<FoundKeys[]> {
  const said = await terse('SSID,SIGNAL,SECURITY', 'device', 'wifi', 'list', 'ifname', card, '--rescan', 'yes');
  const found = new Map<string, FoundKeys>();
  for (const [name = '', signal, security = ''] of rowsOf(said)) {
    const strength = Math.min(100, Math.max(0, Math.trunc(Number(signal)) || 0));
    if (!NetworkName.safeParse(name).success || (found.get(name)?.signal ?? -1) >= strength) continue;
    found.set(name, { name, signal: strength, ...entryOf(security) });
  }
  return [...found.values()].toSorted((one, other) => other.signal - one.signal).slice(0, FOUND_MOST);
}

const addressWords = (address: CardAddress): string[] =>
  address.by === 'dhcp'
    ? ['ipv4.method', 'auto', 'ipv4.addresses', '', 'ipv4.gateway', '', 'ipv4.dns', '']
    : [
        'ipv4.method',
        'manual',
        'ipv4.addresses',
        address.address,
        'ipv4.gateway',
        address.gateway ?? '',
        'ipv4.dns',
        address.names.join(' '),
      ];

/** The UUID of the nmcli connection that the card uses; `null`: none. */
async function usedBy(card: string): Promise<string | null> {
  const row = rowsOf(await deviceStatus()).find(([device]) => device === card);
  return row?.[3] || null;
}

async function ownOf(card: string): Promise<string[]> {
  const rows = rowsOf(await terse('UUID,NAME', 'connection', 'show'));
  return rows.flatMap(([uuid = '', name]) => (name === nameOf(card) ? [uuid] : []));
}

const nameOf = (card: string): string => `torn-${card}`;
const bringUp = (uuid: string, card: string): string[] => [
  '--wait',
  String(WAIT_S),
  'connection',
  'up',
  'uuid',
  uuid,
  'ifname',
  card,
];

async function setAddress(card: string, address: CardAddress): Promise<Work> {
  const uuid = (await usedBy(card)) ?? (await ownOf(card))[0] ?? null;
  const words = addressWords(address);
  const made = await (uuid === null
    ? add(card, ['type', 'ethernet', 'con-name', nameOf(card), 'ifname', card, ...words])
    : nmcli(['connection', 'modify', 'uuid', uuid, ...words]).then(({ status }) => (status === 0 ? uuid : null)));
  if (made === null) return 'not-set';
  return (await nmcli(bringUp(made, card))).status === 0 ? 'set' : 'not-up';
}

/** Adds an nmcli connection that takes precedence over the machine's own, and returns its UUID; `null`: nmcli refused it. */
async function add(card: string, words: readonly string[]): Promise<string | null> {
  const before = await ownOf(card);
  const { status } = await nmcli(['connection', 'add', ...words, 'connection.autoconnect-priority', '10']);
  const made = (await ownOf(card)).find((uuid) => !before.includes(uuid));
  return status === 0 && made !== undefined ? made : null;
}

interface Joined {
  card: string;
  /** The found Wi-Fi network; `null`: the network at the cable. */
  network: FoundKeys | null;
}

const ACCOUNT_KINDS = ['802-1x.eap', 'peap', '802-1x.phase2-auth', 'mschapv2', '802-1x.system-ca-certs', 'yes'];

const escaped = (text: string): string => text.replaceAll('\\', '\\\\');

/**
 * The lines of nmcli's file of passwords. nmcli requires the account's name there too, although the connection has it, and drops a
 * backslash that is not doubled.
 */
function secretLines(entry: NetworkEntry): string | null {
  switch (entry.by) {
    case 'nothing':
      return null;
    case 'password':
      return `802-11-wireless-security.psk:${escaped(entry.password)}\n`;
    case 'account':
      return `802-1x.identity:${escaped(entry.user)}\n802-1x.password:${escaped(entry.password)}\n`;
  }
}

async function joinNetwork(folder: string, { card, network }: Joined, entry: NetworkEntry): Promise<Work> {
  const before = await usedBy(card);
  const old = await ownOf(card);
  const made = await add(card, [
    'type',
    network === null ? 'ethernet' : 'wifi',
    'con-name',
    nameOf(card),
    'ifname',
    card,
    ...(network === null ? [] : ['ssid', network.name]),
    ...(network === null || network.keys === null ? [] : ['wifi-sec.key-mgmt', network.keys]),
    ...(entry.by === 'account'
      ? [...ACCOUNT_KINDS, '802-1x.identity', entry.user, '802-1x.domain-suffix-match', entry.server]
      : []),
    ...(network === null && before !== null ? await addressOf(before) : []),
  ]);
  if (made === null) return 'not-set';
  const secret = secretLines(entry);
  const words = bringUp(made, card);
  const { status } = await (secret === null
    ? nmcli(words)
    : withSecret(folder, secret, (descriptor) => nmcli([...words, 'passwd-file', '/proc/self/fd/3'], descriptor)));
  if (status === 0) {
    for (const uuid of old) await nmcli(['connection', 'delete', 'uuid', uuid]);
    return 'set';
  }
  await nmcli(['connection', 'delete', 'uuid', made]);
  if (before !== null) await nmcli(bringUp(before, card));
  return 'not-let-in';
}

/** Reads the address settings of a cable's connection, so that the new connection, which signs in with an account, keeps them. */
async function addressOf(uuid: string): Promise<string[]> {
  const fields = ['ipv4.method', 'ipv4.addresses', 'ipv4.gateway', 'ipv4.dns'];
  const values = valuesOf(await terse(fields.join(','), 'connection', 'show', 'uuid', uuid));
  return fields.flatMap((field) => {
    const [value] = values(field);
    return value === undefined || value === '--' ? [] : [field, value];
  });
}
