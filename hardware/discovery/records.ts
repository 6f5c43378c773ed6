import { isIPv4 } from 'node:net';
import createMdns, { type ResponsePacket } from 'multicast-dns';

const LISTEN_MS = 1_500;
const ASK_AGAIN_MS = 500;
/** The devices of an office announce fewer records than this, so more records come from an attacker. */
const MOST_RECORDS = 512;
const LONGEST_NAME = 80;

export type Answer = NonNullable<ResponsePacket['answers']>[number];

interface MdnsPlace {
  networkInterface?: string;
  /** The UDP port. Default 5353; tests use another. */
  port?: number;
}

export interface AnnouncedSearch extends MdnsPlace {
  listenMs?: number;
  signal?: AbortSignal;
}

const openMdns = ({ networkInterface, port }: MdnsPlace) =>
  createMdns({
    // A socket bound to a card's address receives nothing that is sent to the multicast group.
    bind: '0.0.0.0',
    ...(networkInterface === undefined ? {} : { interface: networkInterface }),
    ...(port === undefined ? {} : { port }),
  });

/** Collects the DNS-SD records that answer a multicast DNS query for these services. The list is empty when the port cannot be opened. */
export function hearServices(services: readonly string[], search: AnnouncedSearch): Promise<Answer[]> {
  const { listenMs = LISTEN_MS, signal } = search;
  const heard: Answer[] = [];
  if (signal?.aborted) return Promise.resolve([]);
  return new Promise((resolve) => {
    const mdns = openMdns(search);
    const end = () => {
      clearTimeout(deadline);
      clearInterval(asking);
      signal?.removeEventListener('abort', end);
      mdns.destroy();
      resolve(heard);
    };
    const ask = () => {
      mdns.query(services.map((name) => ({ name, type: 'PTR' })));
      const missing = hostsWithoutAddress(heard);
      if (missing.length > 0) mdns.query(missing.map((name) => ({ name, type: 'A' })));
    };
    const deadline = setTimeout(end, listenMs);
    const asking = setInterval(ask, ASK_AGAIN_MS);
    signal?.addEventListener('abort', end, { once: true });
    mdns.on('error', end);
    mdns.on('warning', () => {
      // Packets that are not DNS are ignored.
    });
    mdns.on('response', ({ answers = [], additionals = [] }) => {
      heard.push(...[...answers, ...additionals].slice(0, MOST_RECORDS - heard.length));
    });
    mdns.once('ready', ask);
  });
}

interface NamedHost {
  name: string;
  host: string;
  port: number;
}

/** Lists the hosts that offer a service, each name once. Skips records without an address or a readable name. */
export function hostsOf(service: string, records: readonly Answer[]): NamedHost[] {
  const found = new Map<string, NamedHost>();
  for (const record of records) {
    if (record.type !== 'PTR' || !isSame(record.name, service) || record.ttl === 0) continue;
    const named = hostAt(record.data, service, records);
    if (named !== null && !found.has(record.data)) found.set(record.data, named);
  }
  return [...found.values()];
}

function hostAt(instance: string, service: string, records: readonly Answer[]): NamedHost | null {
  const name = plain(instance.slice(0, -service.length - 1));
  for (const record of records) {
    if (record.type !== 'SRV' || !isSame(record.name, instance)) continue;
    const host = addressOf(record.data.target, records);
    const { port } = record.data;
    if (host === null || name === '' || port < 1) continue;
    return { name, host, port };
  }
  return null;
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

/** Removes control characters and cuts the length, because any host in the network may announce any name. */
const plain = (text: string): string =>
  text
    .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '')
    .trim()
    .slice(0, LONGEST_NAME);
