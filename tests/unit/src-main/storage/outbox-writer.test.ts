import { expect, test } from 'vitest';
import { createOutboxWriter } from '../../../../src-main/storage/outbox-writer.ts';
import { createManualClock } from '../../../support/manual-clock.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { openTestStore } from '../../../support/test-store.ts';

const NOON_MS = Date.parse('2026-11-24T11:00:00Z');

function writer() {
  const { opened } = openTestStore(temporaryFolder(), createManualClock(NOON_MS));
  const calls = { rooms: 0, broken: 0 };
  const outboxWriter = createOutboxWriter({
    database: opened.database,
    journal: opened.journal,
    identity: opened.identity,
    witness: () => ({ bootId: '7c0f4a52-16a7-4c43-93f1-6d6f7a1c2b90', monoMs: 1, trust: 'guess' }),
    believedDay: () => '2026-11-24',
    onRecorded: () => {},
    makeRoom() {
      calls.rooms += 1;
      return true;
    },
    onBroken() {
      calls.broken += 1;
    },
  });
  return { outboxWriter, calls, database: opened.database };
}

test('a commit that fails after its event is in the journal frees the ballast, so that the next start can write', () => {
  const { outboxWriter, calls, database } = writer();
  database.exec("CREATE TRIGGER full BEFORE INSERT ON event BEGIN SELECT raise(ABORT, 'no room'); END");
  const event = { type: 'printer-condition', v: 1, payload: { printer: 'main', condition: 'ready' } } as const;
  const newEvent = { event, requestId: null, atMs: NOON_MS, serviceDay: '2026-11-24' };
  expect(outboxWriter.commit((record) => record(newEvent))).toMatchObject({
    ok: false,
    error: { kind: 'store-failed' },
  });
  expect(calls).toEqual({ rooms: 1, broken: 1 });
});

test('a commit that fails before any event is tried once more with the room of the ballast, and nothing is broken', () => {
  const { outboxWriter, calls, database } = writer();
  let tries = 0;
  const result = outboxWriter.commit(() => {
    tries += 1;
    if (tries === 1) database.exec('INSERT INTO nowhere VALUES (1)');
    return tries;
  });
  expect(result).toEqual({ ok: true, value: 2 });
  expect(calls).toEqual({ rooms: 1, broken: 0 });
});
