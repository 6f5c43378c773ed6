import { readFile } from 'node:fs/promises';
import { connect, isIPv4 } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import type { NetworkDevice } from './contract.ts';

export const RAW_PORT = 9_100;
/** A printer on the same network answers within a few milliseconds, a sleeping printer within some tens of milliseconds. */
const CONNECT_TIMEOUT_MS = 500;
/** More connections at once would look like an attack to a small switch or a strict firewall. */
const AT_ONCE = 16;
/** An office's printers are in its own /24, so no larger network is swept. */
const LONGEST_PREFIX = 24;
const OCTETS = 4;
const LAST_HOST = 254;

export interface OwnNetwork {
  address: string;
  prefix: number;
}

export interface NetworkSearch {
  port?: number;
  timeoutMs?: number;
  signal?: AbortSignal;
  root?: string;
}

export function ownNetworks(): OwnNetwork[] {
  return Object.values(networkInterfaces()).flatMap((addresses = []) =>
    addresses.flatMap(({ family, internal, cidr, address }) =>
      family === 'IPv4' && !internal ? [{ address, prefix: Number(cidr?.split('/')[1] ?? LONGEST_PREFIX) }] : [],
    ),
  );
}

/** Connects to the address and sends nothing. Returns `null` when the connection fails, takes too long or is aborted by `signal`. */
export async function askAddress(host: string, search: NetworkSearch = {}): Promise<NetworkDevice | null> {
  const { port = RAW_PORT, timeoutMs = CONNECT_TIMEOUT_MS, signal, root = '/' } = search;
  if (signal?.aborted || !(await takesConnections(host, port, timeoutMs, signal))) return null;
  const mac = (await readNeighbours(root)).get(host) ?? null;
  return { kind: 'network', host, port, name: null, identity: { by: 'address', host, port, mac } };
}

/**
 * Tries every other address of this machine's own network, at most the /24 around its own address, and calls `onFound` for each device that
 * answers. Call it only when a person asks for it.
 */
export async function sweepNetwork(
  own: OwnNetwork,
  search: NetworkSearch,
  onFound: (device: NetworkDevice) => void = () => {},
): Promise<NetworkDevice[]> {
  const waiting = neighboursOf(own);
  const found: NetworkDevice[] = [];
  const tryOn = async (): Promise<void> => {
    for (let host = waiting.shift(); host !== undefined && !search.signal?.aborted; host = waiting.shift()) {
      const device = await askAddress(host, search);
      if (device === null) continue;
      found.push(device);
      onFound(device);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, tryOn));
  return found.sort((a, b) => a.host.localeCompare(b.host, 'en', { numeric: true }));
}

function neighboursOf({ address, prefix }: OwnNetwork): string[] {
  if (!isIPv4(address) || prefix > 32) return [];
  const octets = address.split('.').map(Number);
  const last = octets[OCTETS - 1] ?? 0;
  const size = 2 ** (32 - Math.max(prefix, LONGEST_PREFIX));
  const first = last - (last % size);
  const hosts = Array.from({ length: size }, (_, index) => first + index).filter(
    (host) => host !== last && host > 0 && host <= LAST_HOST,
  );
  return hosts.map((host) => [...octets.slice(0, OCTETS - 1), host].join('.'));
}

function takesConnections(
  host: string,
  port: number,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (does: boolean) => {
      clearTimeout(deadline);
      signal?.removeEventListener('abort', giveUp);
      socket.destroy();
      resolve(does);
    };
    const giveUp = () => end(false);
    // The attempt ends one turn of the event loop after the timeout: a busy program runs timers before it notices connections made in time.
    const deadline = setTimeout(() => setImmediate(giveUp), timeoutMs);
    signal?.addEventListener('abort', giveUp, { once: true });
    socket.once('connect', () => end(true));
    socket.once('error', giveUp);
  });
}

async function readNeighbours(root: string): Promise<Map<string, string>> {
  try {
    const rows = (await readFile(join(root, 'proc/net/arp'), 'utf8')).split('\n').slice(1);
    const known = rows.map((row) => row.trim().split(/\s+/));
    return new Map(
      known.flatMap(([host = '', , , mac = '']) =>
        /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/.test(mac) && mac !== '00:00:00:00:00:00' ? [[host, mac] as const] : [],
      ),
    );
  } catch {
    return new Map();
  }
}
