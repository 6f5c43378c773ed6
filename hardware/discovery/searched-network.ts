import type { OwnNetwork } from './network.ts';
import type { AnnouncedSearch } from './records.ts';

export interface SearchedNetwork {
  own(): readonly OwnNetwork[];
  announced?: Omit<AnnouncedSearch, 'signal'>;
}
