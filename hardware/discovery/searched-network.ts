import type { OwnNetwork } from './network.ts';
import type { AnnouncedSearch } from './records.ts';

/** The networks to search for printers; tests supply their own. */
export interface SearchedNetwork {
  own(): readonly OwnNetwork[];
  /** Options for hearing announcements. */
  announced?: Omit<AnnouncedSearch, 'signal'>;
}
