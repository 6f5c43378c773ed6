import { onTestFinished } from 'vitest';
import type { Clock } from '../../src-main/ports/clock.ts';
import { openTicketStore, type StoreWishes } from './store.ts';

/** The store is closed when the running test ends. */
export function openTestStore(data: string, clock: Clock, slot: number | null = 1, wishes?: StoreWishes) {
  const opened = openTicketStore(data, clock, slot, wishes);
  onTestFinished(opened.close);
  return opened;
}
