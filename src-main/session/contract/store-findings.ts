/** Findings of a start about journal and database; each has its row in the event catalogue. */
export const STORE_FINDINGS = [
  'store-new',
  'store-clean',
  'journal-replayed',
  'journal-rebuilt',
  'database-restored',
  'both-copies-lost',
] as const;
export type StoreFinding = (typeof STORE_FINDINGS)[number];
