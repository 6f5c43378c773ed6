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

/** The slot that a person assigned at the centre or at this kiosk's screen and that is not yet in journal and database; `null`: none. */
export function readPromisedSlot(database: Database.Database): { slot: number; incarnation: string } | null {
  const { slot, incarnation } = database
    .prepare<[], PromisedRow>('SELECT slot_to_take AS slot, incarnation_to_take AS incarnation FROM centre')
    .get() ?? { slot: null, incarnation: null };
  return slot !== null && incarnation !== null ? { slot, incarnation } : null;
}

/**
 * Records a slot chosen at the screen, in one statement, so that a power cut leaves all or nothing. False: a slot has already been
 * promised, by the centre or by an earlier touch, and the next start uses that slot.
 */
export function promiseSlot(database: Database.Database, slot: number): boolean {
  const promise = database.prepare(
    'UPDATE centre SET slot_to_take = ?, incarnation_to_take = ? WHERE slot_to_take IS NULL',
  );
  return promise.run(slot, randomUUID()).changes > 0;
}

/** Deletes the promised slot once journal and database have it. The kiosk then counts as enrolled, even if it was revoked before. */
export function forgetPromisedSlot(database: Database.Database): void {
  database
    .prepare('UPDATE centre SET slot_to_take = NULL, incarnation_to_take = NULL, revoked = 0, replaced = 0')
    .run();
}

/**
 * Assigns a slot (the kiosk's place in its office) to a new data folder or, after journal and database were lost, a slot that this office
 * has never used. The event `slot-given` records what was left of both. `incarnation`: the enrolment's id that was promised with the slot;
 * such a slot may replace the slot that the kiosk has. Without `incarnation`, a kiosk with a slot is refused.
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
  // The record is written to the journal first. A power cut after it leaves a journal with only this record, which `open-store.ts`
  // recognises as an interrupted beginning; an identity without a record would count as a loss.
  store.journal.append(record, new Date(record.atMs).toISOString().slice(0, 10));
  store.database.transaction(() => {
    own(store.database, identity);
    openEventRows(store.database).add(record);
    store.database.prepare('UPDATE kiosk SET last_seq = 1').run();
  })();
  return succeed(identity);
}
