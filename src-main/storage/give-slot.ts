import { randomUUID } from 'node:crypto';
import type Database from 'better-sqlite3';
import { type Result, refuse, succeed } from '../domain/result.ts';
import type { Clock } from '../ports/clock.ts';
import { openEventRows } from './event-rows.ts';
import { type Identity, writeIdentity } from './identity.ts';
import { readFloors } from './merge.ts';
import { nextEpoch, type OpenedStore, own } from './open-store.ts';

export type SlotRefusal = { kind: 'slot-already-given'; detail: string };

interface PromisedRow {
  slot: number | null;
  incarnation: string | null;
}

/** What a person at the centre or at this kiosk's screen gave, until it stands in both copies. */
export function readPromisedSlot(database: Database.Database): { slot: number; incarnation: string } | null {
  const { slot, incarnation } = database
    .prepare<[], PromisedRow>('SELECT slot_to_take AS slot, incarnation_to_take AS incarnation FROM centre')
    .get() ?? { slot: null, incarnation: null };
  return slot !== null && incarnation !== null ? { slot, incarnation } : null;
}

/**
 * Whoever stands at the screen gives it: one statement, so that the power may fail at any time. False: one was given already, by the centre or
 * by a touch before, and the next start takes that.
 */
export function promiseSlot(database: Database.Database, slot: number): boolean {
  const promise = database.prepare(
    'UPDATE centre SET slot_to_take = ?, incarnation_to_take = ? WHERE slot_to_take IS NULL',
  );
  return promise.run(slot, randomUUID()).changes > 0;
}

/** It is taken: the kiosk is one of the centre's, also after a revocation. */
export function forgetPromisedSlot(database: Database.Database): void {
  database
    .prepare('UPDATE centre SET slot_to_take = NULL, incarnation_to_take = NULL, revoked = 0, replaced = 0')
    .run();
}

/**
 * A person gives a kiosk its slot: once for a new data folder, and once more after the loss of both copies, then one that was
 * never used in this office. The audit record says what stood there before. With an `incarnation` it is the centre that gives it, also to
 * a kiosk that lost its old one with its name there.
 */
export function giveSlot(
  store: OpenedStore,
  journalFolder: string,
  slot: number,
  clock: Clock,
  incarnation?: string,
): Result<Identity, SlotRefusal> {
  if (store.identity && incarnation === undefined)
    return refuse({ kind: 'slot-already-given', detail: `this kiosk has slot ${store.identity.slot}` });
  const identity: Identity = {
    slot,
    incarnation: incarnation ?? randomUUID(),
    epoch: nextEpoch(store.database),
    floors: readFloors(store.database),
  };
  writeIdentity(journalFolder, identity);
  const { finding } = store;
  const evidence = 'detail' in finding ? `${finding.kind}: ${finding.detail}` : finding.kind;
  const payload = { slot, incarnation: identity.incarnation, evidence };
  const event = { type: 'slot-given', v: 1, payload } as const;
  const record = { epoch: identity.epoch, seq: 1, eventId: randomUUID(), requestId: null, atMs: clock.wallMs(), event };
  // Before the database says so: an identity without this record is a loss, not a beginning.
  store.journal.append(record, new Date(record.atMs).toISOString().slice(0, 10));
  store.database.transaction(() => {
    own(store.database, identity);
    openEventRows(store.database).add(record);
    store.database.prepare('UPDATE kiosk SET last_seq = 1').run();
  })();
  return succeed(identity);
}
