import { findAnnounced, type SearchedNetwork } from '../../../hardware/discovery/announced.ts';
import type { FoundDevice, NetworkDevice } from '../../../hardware/discovery/contract.ts';
import { findLocalDevices } from '../../../hardware/discovery/local.ts';
import { askAddress, type NetworkSearch, sweepNetwork } from '../../../hardware/discovery/network.ts';
import { parseLink } from '../../../hardware/link/address.ts';
import type { AskedAddress } from '../contract/devices.ts';

/** Largest number of devices listed. An office has fewer; a machine that announces hundreds is no printer. */
const MOST_FOUND = 64;

export interface DeviceSearch {
  isSearching(): boolean;
  found(): readonly FoundDevice[];
  begin(network: boolean): void;
  /** Looks for a printer at a typed address: `192.0.2.10` or `192.0.2.10:9101`. */
  ask(address: string): void;
  /**
   * The last typed address, and whether a printer answered there. `null`: no address was typed since the last search began, or `stop` came
   * before the printer's answer.
   */
  asked(): AskedAddress | null;
  stop(): void;
}

export function createDeviceSearch(
  { root, network: around }: { root: string; network: SearchedNetwork },
  onChange: () => void,
): DeviceSearch {
  let asked: AskedAddress | null = null;
  let calling: AbortController | null = null;
  let found: readonly FoundDevice[] = [];

  function add(devices: readonly FoundDevice[], signal: AbortSignal): void {
    if (signal.aborted) return;
    found = withNew(found, devices);
    onChange();
  }

  async function search(network: boolean, signal: AbortSignal): Promise<void> {
    add(await findLocalDevices({ root, signal }), signal);
    add(await findAnnounced({ ...around.announced, signal }), signal);
    if (!network) return;
    for (const own of around.own()) await sweepNetwork(own, { signal, root }, (device) => add([device], signal));
  }

  async function askAt(address: string, signal: AbortSignal): Promise<void> {
    const { came, device } = await lookAt(address, { signal, root });
    if (signal.aborted) return;
    asked = { address, came };
    if (device !== null) add([device], signal);
  }

  /** Cancels the current search and runs `work`; calls `onChange` at the start and at the end of `work`. */
  function start(work: (signal: AbortSignal) => Promise<void>): void {
    calling?.abort();
    const mine = new AbortController();
    calling = mine;
    onChange();
    void work(mine.signal).finally(() => {
      if (calling !== mine) return;
      calling = null;
      onChange();
    });
  }

  return {
    isSearching: () => calling !== null,
    found: () => found,
    begin(network) {
      found = [];
      asked = null;
      start((signal) => search(network, signal));
    },
    ask(address) {
      asked = { address, came: 'asking' };
      start((signal) => askAt(address, signal));
    },
    asked: () => asked,
    stop() {
      calling?.abort();
      calling = null;
      if (asked?.came === 'asking') asked = null;
    },
  };
}

function withNew(found: readonly FoundDevice[], devices: readonly FoundDevice[]): readonly FoundDevice[] {
  const known = new Set(found.map(keyOf));
  return [...found, ...devices.filter((device) => !known.has(keyOf(device)))].slice(0, MOST_FOUND);
}

async function lookAt(
  typed: string,
  search: NetworkSearch,
): Promise<{ came: AskedAddress['came']; device: NetworkDevice | null }> {
  const link = parseLink(`tcp://${typed}`);
  if (!link.ok || link.value.kind !== 'tcp') return { came: 'not-an-address', device: null };
  const { host, port } = link.value;
  const device = await askAddress(host, { ...search, port });
  return { came: device === null ? 'nobody' : 'found', device };
}

export const keyOf = (device: FoundDevice): string =>
  device.kind === 'network' ? `network ${device.host} ${device.port}` : `${device.kind} ${device.devicePath}`;
