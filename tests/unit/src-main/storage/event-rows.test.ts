import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { openEventRows } from '../../../../src-main/storage/event-rows.ts';
import type { JournalRecord } from '../../../../src-main/storage/journal-record.ts';
import { createManualClock } from '../../../support/manual-clock.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { openTestStore } from '../../../support/test-store.ts';

const NOON_MS = Date.parse('2026-11-24T11:00:00Z');
const BOOT = randomUUID();

const recordAt = (seq: number): JournalRecord => ({
  epoch: 1,
  seq,
  eventId: randomUUID(),
  requestId: null,
  atMs: NOON_MS,
  bootId: BOOT,
  monoMs: seq,
  trust: 'guess',
  event: { type: 'x', v: 1, payload: {} },
});

function kiosk() {
  const { database } = openTestStore(temporaryFolder(), createManualClock(NOON_MS)).opened;
  const rows = openEventRows(database);
  return {
    database,
    rows,
    bootOfNewest: () => rows.newest(1).map((event) => ('bootId' in event ? event.bootId : null)),
  };
}

test('an event keeps its boot if the transaction that first named the boot was rolled back', () => {
  const { database, rows, bootOfNewest } = kiosk();
  const failing = database.transaction(() => {
    rows.add(recordAt(8));
    throw new Error('the disk is full');
  });
  expect(failing).toThrow('the disk is full');
  rows.add(recordAt(9));
  expect(bootOfNewest()).toEqual([BOOT]);
});

test('an event keeps its boot if retention has deleted every earlier event of the boot', () => {
  const { database, rows, bootOfNewest } = kiosk();
  rows.add(recordAt(8));
  database.exec('DELETE FROM event; DELETE FROM boot WHERE boot_no NOT IN (SELECT boot_no FROM event)');
  rows.add(recordAt(9));
  expect(bootOfNewest()).toEqual([BOOT]);
});
