import type { NetworkDevice } from './contract.ts';
import { RAW_PORT } from './network.ts';
import { type AnnouncedSearch, hearServices, hostsOf } from './records.ts';

/** What a printer that takes raw bytes announces; `_printer` is LPD, whose printers take raw bytes at the usual port as well. */
const RAW_SERVICE = '_pdl-datastream._tcp.local';
const SERVICES = [RAW_SERVICE, '_printer._tcp.local'] as const;

/** Printers that announce themselves in the network. None where the port cannot be had. One a host, however many of its services and packets said so. */
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
