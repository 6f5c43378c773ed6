import type { OwnNetwork } from './network.ts';
import type { AnnouncedSearch } from './records.ts';

/** Where printers of the network are looked for; tests have a network of their own. */
export interface SearchedNetwork {
  /** Those that are swept when a person asks for it. */
  own(): readonly OwnNetwork[];
  /** How those that announce themselves are heard, and this kiosk announces itself. */
  announced?: Omit<AnnouncedSearch, 'signal'>;
}
