import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { addDays } from '../../../../src-main/domain/calendar-day.ts';
import { openDatabase } from '../../../../src-main/storage/database.ts';
import { openRetentionNow } from '../../../../src-main/storage/retention-now.ts';
import { type Anchor, createDayOf, GUESS_REACH_MS } from '../../../../src-main/tickets/rules/time-label.ts';
import { createManualClock } from '../../../support/manual-clock.ts';
import { must } from '../../../support/must.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const NOON_MS = Date.parse('2026-11-25T11:00:00Z');
const TODAY = '2026-11-25';

/** A kiosk whose last number was given at noon. */
function open() {
  const database = must(openDatabase(join(temporaryFolder(), 'torn.db')));
  onTestFinished(() => void database.close());
  database.exec(`INSERT INTO kiosk (id, incarnation, epoch, last_seq, last_service_day, last_wall_ms)
    VALUES (1, 'kiosk', 1, 0, '${TODAY}', ${NOON_MS})`);
  const clock = createManualClock(NOON_MS);
  const believed: { anchor: Anchor | null } = { anchor: null };
  const read = openRetentionNow({
    database,
    clock,
    dayOf: createDayOf('Europe/Madrid'),
    anchor: () => believed.anchor,
  });
  const give = database.prepare('INSERT INTO counter VALUES (?, ?, 1)');
  /** Gives numbers on `days` days, the last of them today, in two series. */
  const work = (days: number): void => {
    database.exec('DELETE FROM counter');
    for (let before = 0; before < days; before += 1)
      for (const series of ['A', 'B']) give.run(series, addDays(TODAY, -before));
  };
  return { database, clock, believed, read, work };
}

test('a kiosk without a centre believes a clock that agrees with its last number, and waits with any other', () => {
  const { clock, read, database } = open();
  expect(read()).toMatchObject({ nowMs: NOON_MS, today: TODAY });
  for (const wrongMs of [0, NOON_MS - 1, NOON_MS + GUESS_REACH_MS + 1]) {
    clock.setWall(wrongMs);
    expect(read()).toBeNull();
  }
  clock.setWall(NOON_MS + GUESS_REACH_MS);
  expect(read()).toMatchObject({ nowMs: NOON_MS + GUESS_REACH_MS, today: '2027-01-09' });
  // A kiosk that has given no number believes any clock that was ever set.
  database.exec('UPDATE kiosk SET last_service_day = NULL, last_wall_ms = NULL');
  expect(read()?.today).toBe('2027-01-09');
});

test('a kiosk without a centre keeps a term until it has worked a third of its days, whichever ends later', () => {
  const { clock, read, work } = open();
  const kept = (days: number) => [read()?.firstKept(days), read()?.hasWorked(days)];
  expect([kept(0), kept(14)]).toEqual([
    ['0000-01-01', false],
    ['0000-01-01', false],
  ]);
  work(1);
  expect([kept(0), kept(1)]).toEqual([
    [TODAY, true],
    ['0000-01-01', false],
  ]);
  // A term of 14 days needs 14 / 3, rounded up to five, days with tickets before today. `work(5)` gives four, because it counts today.
  work(5);
  expect(kept(14)).toEqual(['0000-01-01', false]);
  work(6);
  expect(kept(14)).toEqual(['2026-11-11', true]);
  expect([kept(15), kept(16)]).toEqual([
    ['2026-11-10', true],
    ['0000-01-01', false],
  ]);
  // A jump of the clock adds no day of work.
  clock.setWall(NOON_MS + 40 * 86_400_000);
  expect([kept(1), kept(14)]).toEqual([
    ['2026-11-24', true],
    ['2026-11-20', true],
  ]);
});

test('a paired kiosk waits for the centre’s time, and uses no other time', () => {
  const { database, clock, believed, read, work } = open();
  database.exec(`UPDATE centre SET kiosk_id = 'paired'`);
  work(400);
  expect(read()).toBeNull();
  clock.setWall(0);
  believed.anchor = { trustedMs: NOON_MS, atMonotonicMs: clock.monotonicMs() };
  clock.advance(86_400_000);
  database.exec('DELETE FROM counter');
  const now = read();
  expect(now).toMatchObject({ nowMs: NOON_MS + 86_400_000, today: '2026-11-26' });
  expect([now?.firstKept(0), now?.firstKept(1), now?.hasWorked(800)]).toEqual(['2026-11-26', TODAY, true]);
  // A revoked kiosk has no time of a centre and counts its own days of work again.
  believed.anchor = null;
  database.exec('UPDATE centre SET kiosk_id = NULL');
  clock.setWall(NOON_MS);
  expect(read()?.hasWorked(800)).toBe(false);
});
