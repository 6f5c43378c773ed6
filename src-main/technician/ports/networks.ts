import type { CardAddress, NetworkEntry, NetworksView } from '../contract/networks.ts';

/**
 * The machine's network cards. `state` shows the outcome of each order; an order that returns `false` was not begun, because NetworkManager
 * does not run, another order is under way, or the entry does not fit the network.
 */
export interface Networks {
  /** The last reading; asks for a new one if it is some seconds old. */
  state(): NetworksView;
  /** Looks for Wi-Fi networks. */
  find(card: string): boolean;
  setAddress(card: string, address: CardAddress): boolean;
  /** `network`: the name of a found Wi-Fi network; `null`: the network at the cable. */
  join(card: string, network: string | null, entry: NetworkEntry): boolean;
  onChange(listener: () => void): void;
}
