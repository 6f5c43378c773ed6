import { findAnnounced } from '../../hardware/discovery/announced.ts';
import type { FoundDevice, NetworkDevice } from '../../hardware/discovery/contract.ts';
import { findLocalDevices } from '../../hardware/discovery/local.ts';
import { ownNetworks, sweepNetwork } from '../../hardware/discovery/network.ts';

/** More than fit an office; whoever announces hundreds is no printer. */
const MOST_FOUND = 64;

export interface DeviceSearch {
  isSearching(): boolean;
  found(): readonly FoundDevice[];
  /** Begins anew; `network`: at each address of the own networks as well. */
  begin(network: boolean): void;
  stop(): void;
}

/** `onChange` is called with each device that is found, and at the end. */
export function createDeviceSearch(root: string, onChange: () => void): DeviceSearch {
  let calling: AbortController | null = null;
  let found: readonly FoundDevice[] = [];

  async function search(network: boolean, signal: AbortSignal): Promise<void> {
    const add = (devices: readonly FoundDevice[]) => {
      if (signal.aborted) return;
      found = [...found, ...devices.filter((device) => !found.some((known) => keyOf(known) === keyOf(device)))].slice(
        0,
        MOST_FOUND,
      );
      onChange();
    };
    add(await findLocalDevices({ root, signal }));
    add(await findAnnounced({ signal }));
    if (network) for (const own of ownNetworks()) await sweepNetwork(own, { signal, root }, (device) => add([device]));
  }

  return {
    isSearching: () => calling !== null,
    found: () => found,
    begin(network) {
      calling?.abort();
      const mine = new AbortController();
      calling = mine;
      found = [];
      onChange();
      void search(network, mine.signal).finally(() => {
        if (calling !== mine) return;
        calling = null;
        onChange();
      });
    },
    stop() {
      calling?.abort();
      calling = null;
    },
  };
}

/** One printer of the network is one, whether it announced itself or was found at its address. */
export const keyOf = (device: FoundDevice): string =>
  device.kind === 'network' ? networkKey(device) : `${device.kind} ${device.devicePath}`;

const networkKey = ({ host, port }: NetworkDevice): string => `network ${host} ${port}`;
