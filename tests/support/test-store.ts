import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Clock } from '../../src-main/ports/clock.ts';
import { openTicketStore, type StoreWishes } from './store.ts';

export function openTestStore(data: string, clock: Clock, slot: number | null = 1, wishes?: StoreWishes) {
  const opened = openTicketStore(data, clock, slot, wishes);
  onTestFinished(opened.close);
  return opened;
}

/** Deletes the database of a closed store, so that the journal and the backups are left. */
export function loseDatabase(data: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(join(data, `torn.db${suffix}`), { force: true });
}
