import { randomUUID } from 'node:crypto';
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Outbox } from '../../../../src-main/centre/ports/outbox.ts';
import { DEFAULT_TERMS } from '../../../../src-main/contract/shared/retention.ts';
import { openBallast } from '../../../../src-main/storage/ballast.ts';
import { startHousekeeping } from '../../../../src-main/storage/housekeeping.ts';
import { writeIdentity } from '../../../../src-main/storage/identity.ts';
import { readJournal } from '../../../../src-main/storage/journal.ts';
import type { JournalRecord } from '../../../../src-main/storage/journal-record.ts';
import { mergeRecords } from '../../../../src-main/storage/merge.ts';
import { newRequestId } from '../../../support/core-process.ts';
import { createManualClock } from '../../../support/manual-clock.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { openTestStore } from '../../../support/test-store.ts';
import { ticketOrder } from '../../../support/ticket-order.ts';

const NOON_MS = Date.parse('2026-11-24T11:00:00Z');
const PAGE_BYTES = 4_096;
/** The first byte of a page that is a leaf of an index. */
const INDEX_LEAF = 0x0a;

function livedWithTickets(count: number) {
  const data = temporaryFolder();
  const clock = createManualClock(NOON_MS);
  const kept = openTestStore(data, clock);
  const orders = Array.from({ length: count }, () => ticketOrder());
  for (const each of orders) kept.store.issue(each);
  /** Changes one byte of an entry in the file of the running store. */
  function rot(entry: Buffer, at: number, to: number): void {
    kept.opened.database.pragma('wal_checkpoint(TRUNCATE)');
    const file = join(data, 'torn.db');
    const bytes = readFileSync(file);
    const places: number[] = [];
    for (let found = bytes.indexOf(entry); found !== -1; found = bytes.indexOf(entry, found + 1))
      if (bytes[found - (found % PAGE_BYTES)] === INDEX_LEAF) places.push(found);
    expect(places).toHaveLength(1);
    const fd = openSync(file, 'r+');
    writeSync(fd, Buffer.from([to]), 0, 1, (places[0] ?? 0) + at);
    closeSync(fd);
    kept.opened.database.pragma('shrink_memory');
    expect(kept.opened.database.pragma('quick_check', { simple: true })).toBe('ok');
    expect(kept.opened.database.pragma('integrity_check', { simple: true })).not.toBe('ok');
  }
  return { ...kept, data, clock, orders, rot };
}

const isSound = (database: { pragma(text: string, options: { simple: true }): unknown }) =>
  database.pragma('integrity_check', { simple: true });

test('a second touch finds its ticket although the index entry of its request is corrupt', () => {
  const { store, orders, rot, mended, opened } = livedWithTickets(5);
  const requestId = orders[2]?.requestId ?? '';
  rot(Buffer.from(requestId), 0, requestId.startsWith('a') ? 0x62 : 0x61);
  expect(store.findByRequest(orders[2]?.requestId ?? newRequestId())).toMatchObject({
    ok: true,
    value: { label: 'A003' },
  });
  expect(mended).toHaveLength(1);
  expect(isSound(opened.database)).toBe('ok');
});

test('a ticket is given although a corrupt entry claims its number, with one record and without a restart', () => {
  const { store, rot, mended, broken, opened, data } = livedWithTickets(5);
  // The index entry of number 5 now says 6.
  rot(Buffer.concat([Buffer.from('2026-11-24A'), Buffer.from([5, 5])]), 11, 6);
  expect(store.issue(ticketOrder())).toMatchObject({ ok: true, value: { label: 'A006' } });
  expect(store.issue(ticketOrder())).toMatchObject({ ok: true, value: { label: 'A007' } });
  expect([mended.length, broken]).toEqual([1, []]);
  expect(isSound(opened.database)).toBe('ok');
  const reading = readJournal(join(data, 'journal'));
  expect(reading.state === 'good' && reading.records.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});

test('the nightly check finds a corrupt entry, mends it and makes its backup', async () => {
  const { orders, rot, opened, data, clock } = livedWithTickets(5);
  const requestId = orders[1]?.requestId ?? '';
  rot(Buffer.from(requestId), 3, requestId[3] === 'a' ? 0x62 : 0x61);
  const logged: string[] = [];
  const tell = (event: string) => void logged.push(event);
  const housekeeping = startHousekeeping({
    opened,
    ballast: openBallast(data),
    clock,
    log: { event: tell },
    dayOf: () => '2026-11-24',
    anchor: () => null,
    terms: () => DEFAULT_TERMS,
    folders: [data],
  });
  await housekeeping.run();
  await housekeeping.close();
  expect(logged).toEqual(['retention-done', 'index-mended', 'backup-made']);
  expect(isSound(opened.database)).toBe('ok');
});

test('a start mends an index that misses a ticket of the journal, and moves nothing aside', () => {
  const { orders, rot, close, data, clock } = livedWithTickets(5);
  const requestId = orders[4]?.requestId ?? '';
  rot(Buffer.from(requestId), 1, requestId[1] === 'a' ? 0x62 : 0x61);
  close();
  const again = openTestStore(data, clock);
  expect(again.opened).toMatchObject({ finding: { kind: 'store-clean' }, indexMended: true });
  expect(isSound(again.opened.database)).toBe('ok');
});

function sequences(outbox: Outbox): (number | undefined)[] {
  const next = outbox.next(10);
  return next.ok ? next.value.map(({ wire }) => wire?.seq) : [];
}

/** An index entry and its change: event 6, the newest after five tickets, then claims to be 7. */
const ROTTEN_EVENT = [Buffer.from([6, 4, 9, 1, 1, 6, 6]), 5, 7] as const;

test('an event is not lost to a corrupt entry that claims its place', () => {
  const { store, rot, mended, broken, opened, outbox } = livedWithTickets(5);
  rot(...ROTTEN_EVENT);
  expect(store.issue(ticketOrder())).toMatchObject({ ok: true, value: { label: 'A006' } });
  expect(sequences(outbox)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect([mended.length, broken]).toEqual([1, []]);
  expect(isSound(opened.database)).toBe('ok');
});

const printerReady = { type: 'printer-condition', v: 1, payload: { printer: 'main', condition: 'ready' } } as const;
const recordAt = (epoch: number, seq: number): JournalRecord => ({
  epoch,
  seq,
  eventId: randomUUID(),
  requestId: null,
  atMs: NOON_MS,
  event: printerReady,
});

test('an event merged from the journal is not lost to a corrupt entry either', () => {
  const { rot, opened, outbox } = livedWithTickets(5);
  rot(...ROTTEN_EVENT);
  mergeRecords(opened.database, [recordAt(1, 7)], { slot: null });
  expect(sequences(outbox)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(isSound(opened.database)).toBe('ok');
});

test('an event hidden by the corrupt index of an old copy is not added a second time', () => {
  const { rot, close, opened, data, clock } = livedWithTickets(5);
  rot(...ROTTEN_EVENT);
  opened.journal.append(recordAt(2, 1), '2026-11-24');
  if (opened.identity) writeIdentity(join(data, 'journal'), { ...opened.identity, epoch: 2 });
  close();
  const again = openTestStore(data, clock);
  expect(again.opened.finding.kind).toBe('database-restored');
  expect(sequences(again.outbox)).toEqual([1, 2, 3, 4, 5, 6, 1]);
  expect(isSound(again.opened.database)).toBe('ok');
});

test('a start sends the centre an event that the journal has and the database has lost, once', () => {
  const { opened, close, data, clock } = livedWithTickets(5);
  opened.database.prepare('UPDATE centre SET delivered_ord = 6').run();
  opened.database.prepare('DELETE FROM event WHERE seq = 4').run();
  close();
  const again = openTestStore(data, clock);
  expect(again.opened.finding.kind).toBe('store-clean');
  expect(again.outbox.next(10)).toMatchObject({
    value: [{ wire: { type: 'ticket-issued', seq: 4, payload: { number: 3 } } }],
  });
  again.close();
  expect(sequences(openTestStore(data, clock).outbox)).toEqual([4]);
});

test('a start mends an index that hides an event', () => {
  const { rot, close, data, clock } = livedWithTickets(5);
  rot(...ROTTEN_EVENT);
  close();
  const again = openTestStore(data, clock);
  expect(again.opened).toMatchObject({ finding: { kind: 'store-clean' }, indexMended: true });
  expect(sequences(again.outbox)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(isSound(again.opened.database)).toBe('ok');
});
