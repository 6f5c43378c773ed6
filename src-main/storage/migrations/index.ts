import { tickets } from './0001-tickets.ts';

/** In order; the schema version (`user_version`) is how many have run. A released one is never edited. */
export const MIGRATIONS: readonly string[] = [tickets];
