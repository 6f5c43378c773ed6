import { randomUUID } from 'node:crypto';
import { type Result, refuse, succeed } from '../contract/result.ts';
import type { Clock } from '../ports/clock.ts';
import { openEventRows } from './event-rows.ts';
import { type Identity, writeIdentity } from './identity.ts';
import { readFloors } from './merge.ts';
import { nextEpoch, type OpenedStore, own } from './open-store.ts';

export type SlotRefusal = { kind: 'slot-already-given'; detail: string };

/**
 * A person gives a kiosk its slot: once for a new data folder, and once more after the loss of both copies, then one that was
 * never used in this office. The audit record says what stood there before.
 */
export function giveSlot(
  store: OpenedStore,
  journalFolder: string,
  slot: number,
  clock: Clock,
): Result<Identity, SlotRefusal> {
  if (store.identity)
    return refuse({ kind: 'slot-already-given', detail: `this kiosk has slot ${store.identity.slot}` });
  const identity: Identity = {
    slot,
    incarnation: randomUUID(),
    epoch: nextEpoch(store.database),
    floors: readFloors(store.database),
  };
  writeIdentity(journalFolder, identity);
  own(store.database, identity);
  const { finding } = store;
  const evidence = 'detail' in finding ? `${finding.kind}: ${finding.detail}` : finding.kind;
  const payload = { slot, incarnation: identity.incarnation, evidence };
  const event = { type: 'slot-given', v: 1, payload } as const;
  const record = { epoch: identity.epoch, seq: 1, eventId: randomUUID(), requestId: null, atMs: clock.wallMs(), event };
  store.journal.append(record, new Date(record.atMs).toISOString().slice(0, 10));
  openEventRows(store.database).add(record);
  store.database.prepare('UPDATE kiosk SET last_seq = 1').run();
  return succeed(identity);
}
