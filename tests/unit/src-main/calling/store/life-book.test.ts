import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { NewDeskEvent } from '../../../../../src-main/calling/ports/life-book.ts';
import { openLifeCleaning } from '../../../../../src-main/calling/store/life-rows.ts';
import { TicketId } from '../../../../../src-main/contract/shared/ids.ts';
import { lifeOf } from '../../../../../src-main/domain/ticket-life.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';
import { must } from '../../../../support/must.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';
import { openTestStore } from '../../../../support/test-store.ts';
import { issueTicket } from '../../../../support/ticket-order.ts';

const NOON_MS = Date.parse('2026-11-24T11:00:00Z');

function open(data = temporaryFolder(), clock = createManualClock(NOON_MS)) {
  const kept = openTestStore(data, clock);
  const issue = () => issueTicket(kept.store);
  const all = () => must(kept.store.day.all(kept.store.today.now()));
  const counted = () => {
    const found = kept.store.day.waiting(kept.store.today.now());
    return found.ok ? found.value.map(({ count }) => count) : [];
  };
  return { ...kept, data, clock, issue, all, counted };
}
const done = { ok: true, value: null };
const did = (ticketId: TicketId, act: NewDeskEvent['act'], rank = 1, by = 'taula-1'): NewDeskEvent => ({
  id: randomUUID(),
  ticketId,
  act,
  rank,
  by,
  note: null,
  word: null,
  ageMs: 0,
});

test('acts of desks and pauses are there after a restart, also if the database is lost', () => {
  const { data, clock, issue, lives, all, close } = open();
  const [one, other] = [issue(), issue()];
  const call = did(one.ticketId, { kind: 'call', desk: 'taula-1' });
  const handed = {
    ...did(one.ticketId, { kind: 'transfer', to: 'desk:taula-2' }, 2),
    note: 'to-sign',
    word: 'ja té el volant',
    ageMs: 5_000,
  } as const;
  for (const event of [call, call, handed, did(other.ticketId, { kind: 'finish' })])
    expect(lives.write(event)).toEqual(done);
  lives.pause({ orderId: randomUUID(), deskId: 'taula-1', reason: 'break', lastsMs: null });
  lives.pause({ orderId: randomUUID(), deskId: 'taula-2', reason: 'meeting', lastsMs: null });
  lives.pause({ orderId: randomUUID(), deskId: 'taula-2', reason: null, lastsMs: null });
  lives.pause({ orderId: randomUUID(), deskId: 'taula-3', reason: 'break', lastsMs: 600_000 });
  lives.chooseServices({ orderId: randomUUID(), deskId: 'taula-1', serviceIds: ['empadronament'] });
  const [alarmId, solved] = [randomUUID(), randomUUID()];
  for (const one of [alarmId, solved]) lives.raiseAlarm({ alarmId: one, deskId: 'taula-1', ageMs: 1_000 });
  for (const by of ['taula-2', null]) lives.endAlarm(solved, by);
  const settings = (book: typeof lives) => [book.paused(), book.chosenServices(), book.alarms()];
  const before = { all: all(), paused: lives.paused(), settings: settings(lives) };
  expect(before.settings).toMatchObject([
    { value: [{ untilMs: null }, { deskId: 'taula-3', untilMs: NOON_MS + 600_000 }] },
    { value: [{ deskId: 'taula-1', serviceIds: ['empadronament'] }] },
    {
      value: expect.arrayContaining([
        { alarmId, deskId: 'taula-1', atMs: NOON_MS - 1_000, end: null },
        { alarmId: solved, deskId: 'taula-1', atMs: NOON_MS - 1_000, end: { by: 'taula-2', atMs: NOON_MS } },
      ]) as unknown,
    },
  ]);
  expect(before.all[0]?.deskEvents).toContainEqual(expect.objectContaining({ note: 'to-sign', atMs: NOON_MS - 5_000 }));
  expect(before.paused).toMatchObject({ value: [{ deskId: 'taula-1', reason: 'break', sinceMs: NOON_MS }, {}] });
  close();
  for (const file of ['torn.db', 'torn.db-wal', 'torn.db-shm', 'backups'])
    rmSync(join(data, file), { recursive: true, force: true });
  const after = open(data, clock);
  // The note to a colleague is not in the journal.
  const unworded = before.all.map(({ deskEvents }) => deskEvents.map((event) => ({ ...event, word: null })));
  expect(after.all().map(({ deskEvents }) => deskEvents)).toEqual(unworded);
  expect(settings(after.lives)).toEqual(before.settings);
  expect(after.counted()).toEqual([1]);
});

test('the count of waiting people follows from the acts of desks, in whatever order they were written', () => {
  const { issue, lives, all, counted } = open();
  const { ticketId } = issue();
  const acts: NewDeskEvent['act'][] = [
    { kind: 'call', desk: 'taula-1' },
    { kind: 'no-show', desk: 'taula-1' },
    { kind: 'serve', desk: 'taula-2' },
    { kind: 'transfer', to: 'service:orientacio' },
    { kind: 'finish' },
  ];
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom(...acts), fc.integer({ min: 1, max: 5 })), { maxLength: 4 }),
      (written) => {
        for (const [act, rank] of written) lives.write(did(ticketId, act, rank));
        const { state } = lifeOf(all()[0]?.deskEvents ?? []);
        expect(counted()).toEqual(state === 'waiting' || state === 'transferred' ? [1] : []);
      },
    ),
    { numRuns: 25 },
  );
});

test('the acts on a ticket are kept as long as the ticket, and no longer', () => {
  const { issue, lives, opened } = open();
  const { ticketId } = issue();
  lives.write(did(ticketId, { kind: 'finish' }));
  lives.write(did(TicketId.parse(randomUUID()), { kind: 'finish' }));
  openLifeCleaning(opened.database)();
  const left = opened.database
    .prepare('SELECT ticket_id FROM life_event UNION ALL SELECT ticket_id FROM ticket_state')
    .pluck()
    .all();
  expect(left).toEqual([ticketId, ticketId]);
});

test('a word to a colleague is gone with the first act of the next day', () => {
  const { clock, issue, lives, all, opened } = open();
  const { ticketId } = issue();
  const to = { kind: 'transfer', to: 'desk:taula-2' } as const;
  lives.write({ ...did(ticketId, to), word: 'ja té el volant' });
  lives.write(did(issue().ticketId, to));
  expect(all()[0]?.deskEvents).toMatchObject([{ word: 'ja té el volant' }]);
  clock.advance(86_400_000);
  lives.write(did(issue().ticketId, to));
  const words = opened.database.prepare('SELECT word FROM life_event WHERE word IS NOT NULL').pluck().all();
  expect(words).toEqual([]);
});
