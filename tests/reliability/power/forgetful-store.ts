import { createSystemClock } from '../../../src-main/core/system-clock.ts';
import { createDayOf } from '../../../src-main/domain/time-label.ts';
import type { TicketStore } from '../../../src-main/ports/store.ts';
import { openBackups } from '../../../src-main/storage/backups.ts';
import { openDatabase } from '../../../src-main/storage/database.ts';
import type { Identity } from '../../../src-main/storage/identity.ts';
import type { Journal } from '../../../src-main/storage/journal.ts';
import { own } from '../../../src-main/storage/open-store.ts';
import { openStores } from '../../../src-main/storage/stores.ts';

const IDENTITY: Identity = {
  slot: 1,
  incarnation: '3d2f7a52-4c5e-4f0e-9b1c-5a7d1f6e2b90',
  epoch: 1,
  floors: { counters: [], sessions: [] },
};
const NO_JOURNAL: Journal = {
  append: () => {},
  oldest: () => null,
  note: () => {},
  deleteBefore: () => {},
  close: () => {},
};

export interface ForgetfulStore extends TicketStore {
  close(): void;
}

/** A store that must lose tickets: the product's tables and transactions, but synchronous=NORMAL and no journal. */
export function openForgetfulStore(file: string): ForgetfulStore | null {
  const opened = openDatabase(file);
  if (!opened.ok) return null;
  const database = opened.value;
  database.pragma('synchronous = NORMAL');
  own(database, IDENTITY);
  const { tickets } = openStores({
    opened: {
      database,
      journal: NO_JOURNAL,
      identity: IDENTITY,
      backups: openBackups(`${file}-backups`),
      finding: { kind: 'store-new' },
    },
    clock: createSystemClock(),
    dayOf: createDayOf('Europe/Madrid'),
    anchor: () => null,
    makeRoom: () => false,
    onBroken: () => {},
  });
  return { ...tickets, close: () => void database.close() };
}
