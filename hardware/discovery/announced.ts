import type { NetworkDevice } from './contract.ts';
import { type OwnNetwork, RAW_PORT } from './network.ts';
import { type AnnouncedSearch, hearServices, hostsOf } from './records.ts';

export interface SearchedNetwork {
  own(): readonly OwnNetwork[];
  announced?: Omit<AnnouncedSearch, 'signal'>;
}

/** DNS-SD type of printers that accept raw bytes. `SERVICES` adds `_printer` (LPD), because LPD printers also accept them at port 9100. */
const RAW_SERVICE = '_pdl-datastream._tcp.local';
const SERVICES = [RAW_SERVICE, '_printer._tcp.local'] as const;

/**
 * Finds printers that announce themselves over multicast DNS: one entry per host, sorted by address. The list is empty when port 5353
 * cannot be opened.
 */
export async function findAnnounced(search: AnnouncedSearch = {}): Promise<NetworkDevice[]> {
  const records = await hearServices(SERVICES, search);
  const found = new Map<string, NetworkDevice>();
  for (const service of SERVICES)
    for (const { name, host, port } of hostsOf(service, records)) {
      if (found.has(host)) continue;
      const rawPort = service === RAW_SERVICE ? port : RAW_PORT;
      found.set(host, { kind: 'network', host, port: rawPort, name, identity: { by: 'announced', name } });
    }
  return [...found.values()].sort((a, b) => a.host.localeCompare(b.host, 'en', { numeric: true }));
}
