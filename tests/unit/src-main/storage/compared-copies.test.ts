import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { addLostEvents, agreesWith, hasEvents } from '../../../../src-main/storage/compared-copies.ts';
import { readJournal } from '../../../../src-main/storage/journal.ts';
import type { JournalRecord } from '../../../../src-main/storage/journal-record.ts';
import { createManualClock } from '../../../support/manual-clock.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { openTestStore } from '../../../support/test-store.ts';
import { issueTicket } from '../../../support/ticket-order.ts';

const NOON_MS = Date.parse('2026-11-24T11:00:00Z');

function kiosk() {
  const data = temporaryFolder();
  const { store, opened } = openTestStore(data, createManualClock(NOON_MS), 1, { configVersion: 4 });
  for (let no = 0; no < 3; no += 1) {
    issueTicket(store, { followToken: 'f'.repeat(22) });
  }
  const reading = readJournal(join(data, 'journal'));
  if (reading.state !== 'good') throw new Error(reading.state);
  const { database } = opened;
  const events = () =>
    database
      .prepare<[], string>('SELECT hex(event_id) FROM event ORDER BY ord')
      .pluck()
      .all()
      .map((hex) => hex.toLowerCase());
  return { database, records: reading.records, events };
}

const hexOf = ({ eventId }: JournalRecord): string => eventId.replaceAll('-', '');
const printerReady = { type: 'printer-condition', v: 1, payload: { printer: 'main', condition: 'ready' } };
const recordAt = (epoch: number, seq: number): JournalRecord => ({
  epoch,
  seq,
  eventId: randomUUID(),
  requestId: null,
  atMs: NOON_MS,
  event: printerReady,
});

describe('a database', () => {
  test('agrees with its own journal, with an empty one, and with records without a known ticket', () => {
    const { database, records } = kiosk();
    expect(agreesWith(database, records)).toBe(true);
    expect(agreesWith(database, [])).toBe(true);
    expect(agreesWith(database, [recordAt(1, 9)])).toBe(true);
    const [, ticket] = records;
    if (ticket === undefined) throw new Error('no ticket');
    const unknown = { ...ticket, event: { ...ticket.event, payload: { ticketId: 'unknown' } } };
    expect(agreesWith(database, [unknown])).toBe(true);
    // A ticket that a desk issued has no request id.
    database.exec('DELETE FROM paper_job; DELETE FROM event; DELETE FROM ticket');
    expect(agreesWith(database, [{ ...ticket, requestId: null }])).toBe(true);
    expect(agreesWith(database, [ticket])).toBe(false);
  });

  test.each([
    ['number', 'UPDATE ticket SET number = 9 WHERE number = 2'],
    ['series', "UPDATE ticket SET series = 'B' WHERE number = 2"],
    ['service', "UPDATE ticket SET service_id = 'empadronamenx' WHERE number = 2"],
    ['language', "UPDATE ticket SET language = 'es' WHERE number = 2"],
    ['configuration', 'UPDATE ticket SET config_version = NULL WHERE number = 2'],
    ['request', "UPDATE ticket SET request_id = 'another' WHERE number = 2"],
    ['id', "UPDATE ticket SET ticket_id = 'another' WHERE number = 2"],
    ['token of the phone', "UPDATE ticket SET follow_token = 'another' WHERE number = 2"],
  ])('with another %s in a ticket does not agree with the journal', (_what, change) => {
    const { database, records } = kiosk();
    database.exec(change);
    expect(agreesWith(database, records)).toBe(false);
  });

  test('from which retention deleted a token agrees with the journal that still has it', () => {
    const { database, records } = kiosk();
    database.exec('UPDATE ticket SET follow_token = NULL');
    expect(agreesWith(database, records)).toBe(true);
    const wished = records.map((record) =>
      record.event.type === 'ticket-issued'
        ? {
            ...record,
            event: {
              ...record.event,
              payload: { ...Object(record.event.payload), preferential: true, comeAndFetch: true },
            },
          }
        : record,
    );
    expect(agreesWith(database, wished)).toBe(true);
  });

  test('has the events of its journal, and lacks an event that is missing or replaced by another', () => {
    const { database, records } = kiosk();
    expect([hasEvents(database, records), hasEvents(database, [])]).toEqual([true, true]);
    const [first] = records;
    if (first === undefined) throw new Error('no record');
    expect(hasEvents(database, [...records, recordAt(1, 5)])).toBe(false);
    expect(hasEvents(database, [{ ...first, eventId: randomUUID() }])).toBe(false);
  });

  test('gets its lost events back once, after those it has', () => {
    const { database, records, events } = kiosk();
    database.exec('DELETE FROM event WHERE seq = 3');
    addLostEvents(database, records);
    addLostEvents(database, records);
    const [slot, one, two, three] = records.map(hexOf);
    expect(events()).toEqual([slot, one, three, two]);
    expect(hasEvents(database, records)).toBe(true);
  });

  test('keeps its event if a lost one has the same place, and gets none of several if the disk refuses one', () => {
    const { database, records, events } = kiosk();
    const before = events();
    const [first] = records;
    if (first === undefined) throw new Error('no record');
    addLostEvents(database, [{ ...first, eventId: randomUUID() }]);
    expect(events()).toEqual(before);
    database.exec("CREATE TRIGGER full BEFORE INSERT ON event WHEN new.seq = 6 BEGIN SELECT raise(ABORT, 'full'); END");
    expect(() => addLostEvents(database, [recordAt(1, 5), recordAt(1, 6)])).toThrow(/full/);
    expect(events()).toEqual(before);
  });
});
