import type { CardAddress, NetworkEntry, NetworksView } from '../contract/networks.ts';

/**
 * The machine's network cards. `state` shows the result of each command. A command that returns `false` was not begun: NetworkManager does
 * not run, another command is running, or the credentials do not fit the network.
 */
export interface Networks {
  /** The last reading of the cards; starts a new one if it is some seconds old. */
  state(): NetworksView;
  find(card: string): boolean;
  setAddress(card: string, address: CardAddress): boolean;
  /** `network`: the name of a found Wi-Fi network; `null`: the network at the cable. */
  join(card: string, network: string | null, entry: NetworkEntry): boolean;
  onChange(listener: () => void): void;
}
