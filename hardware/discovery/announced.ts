import { isIPv4 } from 'node:net';
import createMdns, { type ResponsePacket } from 'multicast-dns';
import type { NetworkDevice } from './contract.ts';
import { RAW_PORT } from './network.ts';

/** What a printer that takes raw bytes announces; `_printer` is LPD, whose printers take raw bytes at the usual port as well. */
const RAW_SERVICE = '_pdl-datastream._tcp.local';
const SERVICES = [RAW_SERVICE, '_printer._tcp.local'] as const;

const LISTEN_MS = 1_500;
/** A printer that a switch lost the first question of answers the second. */
const ASK_AGAIN_MS = 500;
/** Nobody has so many printers: whoever announces more is no printer. */
const MOST_RECORDS = 512;
const LONGEST_NAME = 80;

type Answer = NonNullable<ResponsePacket['answers']>[number];

export interface AnnouncedSearch {
  listenMs?: number;
  signal?: AbortSignal;
  /** Address of the network card to ask over; all of them without it. */
  networkInterface?: string;
  /** 5353 but in tests. */
  port?: number;
}

/** Printers that announce themselves in the network (DNS-SD over multicast DNS). None where the port cannot be had. */
export function findAnnounced(search: AnnouncedSearch = {}): Promise<NetworkDevice[]> {
  const { listenMs = LISTEN_MS, signal, networkInterface, port } = search;
  const heard: Answer[] = [];
  if (signal?.aborted) return Promise.resolve([]);
  return new Promise((resolve) => {
    const mdns = createMdns({
      // Bound to a card's address it would hear nothing that is sent to the group.
      bind: '0.0.0.0',
      ...(networkInterface === undefined ? {} : { interface: networkInterface }),
      ...(port === undefined ? {} : { port }),
    });
    const end = () => {
      clearTimeout(deadline);
      clearInterval(asking);
      signal?.removeEventListener('abort', end);
      mdns.destroy();
      resolve(devicesIn(heard));
    };
    const ask = () => {
      mdns.query(SERVICES.map((name) => ({ name, type: 'PTR' })));
      const missing = hostsWithoutAddress(heard);
      if (missing.length > 0) mdns.query(missing.map((name) => ({ name, type: 'A' })));
    };
    const deadline = setTimeout(end, listenMs);
    const asking = setInterval(ask, ASK_AGAIN_MS);
    signal?.addEventListener('abort', end, { once: true });
    mdns.on('error', end);
    mdns.on('warning', () => {
      // What is no DNS is not for us.
    });
    mdns.on('response', ({ answers = [], additionals = [] }) => {
      heard.push(...[...answers, ...additionals].slice(0, MOST_RECORDS - heard.length));
    });
    mdns.once('ready', ask);
  });
}

const isSame = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

function hostsWithoutAddress(records: readonly Answer[]): string[] {
  const hosts = records.flatMap((record) => (record.type === 'SRV' ? [record.data.target] : []));
  return hosts.filter((host) => addressOf(host, records) === null);
}

function addressOf(host: string, records: readonly Answer[]): string | null {
  for (const record of records)
    if (record.type === 'A' && isSame(record.name, host) && isIPv4(record.data)) return record.data;
  return null;
}

/** One printer a name, however many of its services and packets said so. */
function devicesIn(records: readonly Answer[]): NetworkDevice[] {
  const found = new Map<string, NetworkDevice>();
  for (const service of SERVICES)
    for (const record of records) {
      if (record.type !== 'PTR' || !isSame(record.name, service) || record.ttl === 0) continue;
      const device = deviceOf(record.data, service, records);
      if (device !== null && !found.has(device.host)) found.set(device.host, device);
    }
  return [...found.values()].sort((a, b) => a.host.localeCompare(b.host, 'en', { numeric: true }));
}

function deviceOf(instance: string, service: string, records: readonly Answer[]): NetworkDevice | null {
  const name = plain(instance.slice(0, -service.length - 1));
  for (const record of records) {
    if (record.type !== 'SRV' || !isSame(record.name, instance)) continue;
    const host = addressOf(record.data.target, records);
    const port = service === RAW_SERVICE ? record.data.port : RAW_PORT;
    if (host === null || name === '' || port < 1) continue;
    return { kind: 'network', host, port, name, identity: { by: 'announced', name } };
  }
  return null;
}

/** Anybody in the network may call themselves anything. */
const plain = (text: string): string =>
  text
    .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '')
    .trim()
    .slice(0, LONGEST_NAME);
