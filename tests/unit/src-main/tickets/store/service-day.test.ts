import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../../../../src-main/storage/database.ts';
import { type Anchor, createDayOf } from '../../../../../src-main/tickets/rules/time-label.ts';
import { openServiceDays, type ServiceDays } from '../../../../../src-main/tickets/store/service-day.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';
import { must } from '../../../../support/must.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const [MONDAY, TUESDAY, WEDNESDAY, THURSDAY] = ['2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26'];
/** Tuesday, ten in the morning in Terrassa; a service day ends at four in the morning. */
const TEN = Date.parse('2026-11-24T09:00:00Z');
const HALF_PAST_TWO = Date.parse('2026-11-25T01:30:00Z');

function kiosk(wallMs = TEN) {
  const clock = createManualClock(wallMs);
  const database = must(openDatabase(join(temporaryFolder(), 'torn.db')));
  onTestFinished(() => {
    database.close();
  });
  database.exec("INSERT INTO kiosk (id, slot, incarnation, epoch, last_seq) VALUES (1, 1, 'one', 1, 0)");
  let sleptMs = 0;
  let anchor: Anchor | null = null;
  let certainMs: number | null = null;
  const insert = database.prepare(
    `INSERT INTO ticket (ticket_id, request_id, series, service_day, number, service_id, way, language, issued_at_ms)
     VALUES (?, ?, 'A', ?, (SELECT coalesce(max(ticket_no), 0) + 1 FROM ticket), 'empadronament', 'walk-in', 'ca', 0)`,
  );
  const hear = database.prepare(
    "INSERT INTO heard_ticket (ticket_id, slot, service_day, said, heard_no) VALUES (?, 2, ?, '{}', ?)",
  );
  const remember = database.prepare('UPDATE kiosk SET last_service_day = ?, last_wall_ms = ?');
  return {
    clock,
    database,
    start: () =>
      openServiceDays({
        database,
        clock,
        anchor: () => anchor,
        dayOf: createDayOf('Europe/Madrid'),
        sleptMs: () => sleptMs,
        certainTime: () => certainMs,
      }),
    give(days: ServiceDays): void {
      const reading = days.read();
      database.transaction(() => {
        days.gives(reading);
        insert.run(randomUUID(), randomUUID(), reading.serviceDay);
        remember.run(reading.row.lastServiceDay, reading.row.lastWallMs);
      })();
      days.gave(reading);
    },
    /** Inserts a ticket without `ServiceDays`, as an older program or a restore from the journal does. */
    left: (day: string) => void insert.run(randomUUID(), randomUUID(), day),
    heard: (day: string, no: number | null, ticketId: string = randomUUID()) => void hear.run(ticketId, day, no),
    /** Sets the time that the kiosk has from the centre; `null`: it is lost, as after the machine was suspended. */
    trust(trustedMs: number | null): void {
      anchor = trustedMs === null ? null : { trustedMs, atMonotonicMs: clock.monotonicMs() };
    },
    certain(ms: number): void {
      certainMs = ms;
    },
    /** Lets the machine sleep: its monotonic clock stops, and its wall clock goes on. */
    sleep(ms: number): void {
      sleptMs += ms;
      clock.setWall(clock.wallMs() + ms);
    },
    rows: () =>
      database
        .prepare<[], { day: string; ticket: number; heard: number }>(
          'SELECT service_day AS day, from_ticket AS ticket, from_heard AS heard FROM working_day ORDER BY working_day_no',
        )
        .all(),
    written: () => database.prepare<[], number>('SELECT total_changes()').pluck().get(),
  };
}

/** A kiosk that runs and has given a ticket. */
function workingKiosk(wallMs?: number) {
  const one = kiosk(wallMs);
  const days = one.start();
  one.give(days);
  return { ...one, days };
}

describe('the working day', () => {
  test('begins with the first reading of a new morning, and is the same after a restart', () => {
    const { days, clock, start, give, rows } = workingKiosk();
    give(days);
    clock.advance(DAY_MS);
    const begun = { serviceDay: WEDNESDAY, fromTicket: 3, fromHeard: 1 };
    expect(days.now()).toEqual(begun);
    expect(rows().map(({ day, ticket }) => [day, ticket])).toEqual([
      [TUESDAY, 1],
      [WEDNESDAY, 3],
    ]);
    expect(start().now()).toEqual(begun);
  });

  test('is written once, and by no later reading', () => {
    const { start, written } = kiosk();
    const days = start();
    const before = written();
    expect(days.listed().serviceDay).toBe(TUESDAY);
    days.now();
    expect(written()).toBe(before);
  });

  test('begins with the tickets that the office’s other kiosks already gave', () => {
    const { days, clock, heard, rows } = workingKiosk();
    heard(TUESDAY, 1);
    heard(WEDNESDAY, 2);
    heard(WEDNESDAY, 3);
    clock.advance(DAY_MS);
    expect(days.now()).toMatchObject({ fromTicket: 2, fromHeard: 2 });
    expect(rows().at(-1)).toEqual({ day: WEDNESDAY, ticket: 2, heard: 2 });
  });

  test('continues if a running machine’s clock is set a day ahead: only the next ticket changes its name', () => {
    const { days, clock, give, rows } = workingKiosk();
    clock.advance(HOUR_MS);
    clock.setWall(TEN + DAY_MS);
    expect(days.now().fromTicket).toBe(1);
    expect(rows()).toEqual([{ day: TUESDAY, ticket: 1, heard: 1 }]);
    give(days);
    expect(rows()).toEqual([{ day: WEDNESDAY, ticket: 1, heard: 1 }]);
    expect(days.now()).toMatchObject({ serviceDay: WEDNESDAY, fromTicket: 1 });
  });

  test('lists a ticket given while the clock was a day behind for a moment, and nothing of the day before', () => {
    const { days, clock, give } = workingKiosk();
    clock.advance(DAY_MS);
    expect(days.now()).toMatchObject({ serviceDay: WEDNESDAY, fromTicket: 2 });
    for (const fallenMs of [TEN - HOUR_MS, TEN + HOUR_MS]) {
      clock.setWall(fallenMs);
      give(days);
      expect(days.now().serviceDay).toBe(TUESDAY);
      clock.advance(HOUR_MS / 4);
      clock.setWall(TEN + DAY_MS + HOUR_MS);
      expect(days.now()).toMatchObject({ serviceDay: WEDNESDAY, fromTicket: 2 });
    }
  });

  test.each([
    ['in the first hour of its day', '2026-11-25T03:30:00Z'],
    ['in the last hour of its day', '2026-11-26T02:15:00Z'],
  ])('lists the same after the clock fell and came back %s', (_when, read) => {
    const { days, clock, give } = workingKiosk();
    clock.advance(Date.parse(read) - TEN);
    expect(days.now()).toMatchObject({ serviceDay: WEDNESDAY, fromTicket: 2 });
    clock.setWall(TEN + HOUR_MS);
    give(days);
    clock.advance(HOUR_MS / 4);
    clock.setWall(Date.parse(read) + HOUR_MS / 4);
    expect(days.now()).toMatchObject({ serviceDay: WEDNESDAY, fromTicket: 2 });
  });

  test('lists the same on the next day, after its clock fell as well', () => {
    const { days, clock, give } = workingKiosk();
    for (const [day, fromTicket] of [
      [WEDNESDAY, 2],
      [THURSDAY, 4],
    ]) {
      const before = clock.wallMs();
      clock.advance(DAY_MS);
      expect(days.now()).toMatchObject({ serviceDay: day, fromTicket });
      clock.setWall(before + HOUR_MS);
      give(days);
      clock.advance(HOUR_MS / 4);
      clock.setWall(before + DAY_MS + HOUR_MS);
      expect(days.now()).toMatchObject({ serviceDay: day, fromTicket });
      give(days);
    }
  });

  test.each([
    ['its date was doubted before', (day: ReturnType<typeof kiosk>) => day.clock.setWall(0), false],
    ['the centre’s time was behind and is lost', () => undefined, true],
  ])('lists the same if %s', (_what, before, byCentre) => {
    const day = kiosk();
    const { clock, start, give, trust } = day;
    const days = start();
    give(days);
    clock.advance(DAY_MS);
    expect(days.now()).toMatchObject({ serviceDay: WEDNESDAY, fromTicket: 2 });
    before(day);
    days.now();
    if (byCentre) trust(TEN + HOUR_MS);
    else clock.setWall(TEN + HOUR_MS);
    give(days);
    expect(days.now().serviceDay).toBe(TUESDAY);
    clock.advance(HOUR_MS / 4);
    trust(null);
    clock.setWall(TEN + DAY_MS + HOUR_MS / 4);
    expect(days.now()).toMatchObject({ serviceDay: WEDNESDAY, fromTicket: 2 });
  });

  test('lists no ticket that other kiosks gave on earlier days, after the clock fell by several days', () => {
    const { days, clock, give, heard } = workingKiosk();
    for (const [day, no] of [
      [WEDNESDAY, 1],
      [THURSDAY, 2],
    ] as const) {
      clock.advance(DAY_MS);
      days.now();
      heard(day, no);
    }
    clock.setWall(TEN + HOUR_MS);
    give(days);
    clock.advance(HOUR_MS / 4);
    clock.setWall(TEN + 2 * DAY_MS + HOUR_MS);
    expect(days.now()).toEqual({ serviceDay: THURSDAY, fromTicket: 2, fromHeard: 2 });
  });

  test.each([
    ['later', 1, 3],
    ['earlier', 2, 1],
  ])(
    'lists all tickets if the clock fell and comes back to a day that is %s than by the machine’s own clock',
    (_which, ranDays, atDay) => {
      const { days, clock, give } = workingKiosk();
      clock.advance(ranDays * DAY_MS);
      expect(days.now().fromTicket).toBe(2);
      clock.setWall(TEN + HOUR_MS);
      give(days);
      clock.advance(HOUR_MS / 4);
      clock.setWall(TEN + atDay * DAY_MS);
      expect(days.now().fromTicket).toBe(1);
    },
  );

  test('lists all tickets if the clock fell before a start, which knows no earlier reading', () => {
    const { clock, start, give } = kiosk();
    give(start());
    clock.advance(DAY_MS);
    expect(start().now()).toMatchObject({ serviceDay: WEDNESDAY, fromTicket: 2 });
    clock.setWall(TEN + HOUR_MS);
    const days = start();
    give(days);
    clock.advance(HOUR_MS / 4);
    clock.setWall(TEN + DAY_MS);
    expect(days.now()).toMatchObject({ serviceDay: WEDNESDAY, fromTicket: 1 });
  });

  test('lists no ticket of the day before if a clock was ahead for a moment, and its day comes', () => {
    const { days, clock, give } = workingKiosk();
    clock.setWall(TEN + DAY_MS);
    clock.advance(HOUR_MS / 4);
    expect(days.now().fromTicket).toBe(1);
    clock.setWall(TEN + HOUR_MS);
    give(days);
    clock.advance(DAY_MS);
    expect(days.now()).toMatchObject({ serviceDay: WEDNESDAY, fromTicket: 3 });
  });

  test('leaves out the tickets of a day whose clock started a day ahead and was corrected', () => {
    const { clock, start, give } = kiosk(TEN + DAY_MS);
    const days = start();
    expect(days.now().serviceDay).toBe(WEDNESDAY);
    clock.setWall(TEN + HOUR_MS);
    give(days);
    expect(days.now()).toMatchObject({ serviceDay: TUESDAY, fromTicket: 1 });
    for (let hour = 0; hour < 24; hour += 1) {
      clock.advance(HOUR_MS);
      days.now();
    }
    expect(days.now()).toMatchObject({ serviceDay: WEDNESDAY, fromTicket: 2 });
  });

  test('is over if a clock is set two hours ahead shortly before its end', () => {
    const { days, clock } = workingKiosk();
    clock.advance(17.5 * HOUR_MS);
    expect(days.now()).toMatchObject({ serviceDay: TUESDAY, fromTicket: 1 });
    clock.setWall(clock.wallMs() + 2 * HOUR_MS);
    expect(days.now()).toMatchObject({ serviceDay: WEDNESDAY, fromTicket: 2 });
  });

  test('is over on a machine that has slept through the night', () => {
    const { days, sleep } = workingKiosk();
    sleep(DAY_MS);
    expect(days.now()).toMatchObject({ serviceDay: WEDNESDAY, fromTicket: 2 });
  });

  test('counts the sleep before its last ticket once', () => {
    const { clock, start, give, sleep } = kiosk();
    const days = start();
    sleep(6 * HOUR_MS);
    give(days);
    clock.advance(HOUR_MS);
    clock.setWall(clock.wallMs() + DAY_MS);
    expect(days.now().fromTicket).toBe(1);
  });

  test.each([
    ['within an hour of its end by the machine’s own clock, is over when the wall clock says so', 31, 2],
    ['more than an hour before its end by the machine’s own clock, goes on', 29, 1],
  ])('%s', (_what, minutes, fromTicket) => {
    const { days, clock } = workingKiosk(HALF_PAST_TWO);
    clock.advance(minutes * 60_000);
    clock.setWall(Date.parse('2026-11-25T03:00:01Z'));
    expect(days.now()).toMatchObject({ serviceDay: WEDNESDAY, fromTicket });
  });

  test('after a doubt has the tickets of the doubt, own and heard, also after a restart', () => {
    const { days, clock, start, give, heard } = workingKiosk();
    heard(TUESDAY, 1);
    clock.setWall(0);
    days.now();
    give(days);
    heard(TUESDAY, 2);
    clock.setWall(TEN + DAY_MS);
    const begun = { serviceDay: WEDNESDAY, fromTicket: 2, fromHeard: 2 };
    expect(start().now()).toEqual(begun);
    expect(days.now()).toEqual(begun);
  });
});

test('a morning after a doubt in which the last ticket was given begins with that ticket, on the machine that gave it', () => {
  const { days, clock, give, heard } = workingKiosk();
  heard(TUESDAY, 1);
  clock.setWall(0);
  days.now();
  give(days);
  clock.setWall(TEN + DAY_MS);
  expect(days.now()).toEqual({ serviceDay: WEDNESDAY, fromTicket: 2, fromHeard: 2 });
});

test('the day reached is the day that is read, or a later certain one', () => {
  const { start, certain } = kiosk();
  const days = start();
  expect(days.reached()).toBe(TUESDAY);
  certain(TEN + DAY_MS);
  expect(days.reached()).toBe(WEDNESDAY);
  certain(TEN - DAY_MS);
  expect(days.reached()).toBe(TUESDAY);
});

describe('a disk that refuses writes', () => {
  test('does not prevent reading, gives no number under an unwritten day, and allows numbers once it accepts', () => {
    const { days, clock, database, give, rows } = workingKiosk();
    clock.advance(DAY_MS);
    database.pragma('query_only = 1');
    expect(days.listed()).toMatchObject({ serviceDay: WEDNESDAY, fromTicket: 2 });
    expect(() => days.gives(days.read())).toThrow(/readonly/);
    expect(rows()).toHaveLength(1);
    database.pragma('query_only = 0');
    give(days);
    expect(rows().map(({ day }) => day)).toEqual([TUESDAY, WEDNESDAY]);
  });

  test('leaves day and doubt as they were last known', () => {
    const { database, start } = kiosk();
    const days = start();
    database.exec('ALTER TABLE kiosk RENAME TO gone');
    expect(days.now()).toEqual({ serviceDay: TUESDAY, fromTicket: 1, fromHeard: 1 });
    expect(days.doubt()).toBeNull();
    expect(days.choose(TUESDAY)).toMatchObject({ ok: false, error: { kind: 'store-failed' } });
  });
});

describe('a day in doubt', () => {
  test('can be chosen, and without a doubt no day can', () => {
    const { days, clock } = workingKiosk();
    expect(days.choose(TUESDAY)).toEqual({ ok: true, value: false });
    clock.setWall(TEN - 2 * DAY_MS);
    expect(days.doubt()).toEqual({ believed: TUESDAY, clock: '2026-11-22' });
    expect(days.choose(MONDAY)).toEqual({ ok: true, value: false });
    expect(days.choose(TUESDAY)).toEqual({ ok: true, value: true });
    expect([days.doubt(), days.now().serviceDay]).toEqual([null, TUESDAY]);
  });

  test('ends when a technician chooses the clock’s date', () => {
    const { days, clock } = workingKiosk();
    clock.setWall(TEN - 2 * DAY_MS);
    expect(days.choose('2026-11-22')).toEqual({ ok: true, value: true });
    expect([days.doubt(), days.now().serviceDay]).toEqual([null, '2026-11-22']);
  });

  test('has no choice if the clock was never set and no other date is known', () => {
    const { start } = kiosk(DAY_MS / 2);
    const days = start();
    expect(days.doubt()).toEqual({ believed: '1970-01-01', clock: '1970-01-01' });
    expect(days.choose('1970-01-01')).toEqual({ ok: true, value: false });
    expect(days.doubt()).not.toBeNull();
  });

  test('ends once a technician confirms the clock, also after an earlier choice', () => {
    const { days, clock } = workingKiosk();
    clock.setWall(TEN - 2 * DAY_MS);
    days.choose(TUESDAY);
    days.confirmClock();
    expect([days.doubt(), days.now().serviceDay]).toEqual([null, '2026-11-22']);
    clock.setWall(TEN - 3 * DAY_MS);
    expect(days.doubt()).toEqual({ believed: '2026-11-22', clock: '2026-11-21' });
  });
});

describe('a start with tickets of an older program', () => {
  test('lists the last run of one date, and numbers heard tickets in the order of their days', () => {
    const { start, left, heard, rows, database } = kiosk();
    for (const day of [TUESDAY, MONDAY, TUESDAY, TUESDAY]) left(day);
    heard(TUESDAY, null, 'b');
    heard(TUESDAY, null, 'a');
    heard(MONDAY, null, 'c');
    start();
    expect(
      database.prepare('SELECT ticket_id AS id, heard_no AS no FROM heard_ticket ORDER BY heard_no').all(),
    ).toEqual([
      { id: 'c', no: 1 },
      { id: 'a', no: 2 },
      { id: 'b', no: 3 },
    ]);
    expect(rows()).toEqual([{ day: TUESDAY, ticket: 3, heard: 2 }]);
  });

  test('without any begins its first day with the next ticket', () => {
    const { start, rows } = kiosk();
    expect(start().now()).toEqual({ serviceDay: TUESDAY, fromTicket: 1, fromHeard: 1 });
    expect(rows()).toEqual([{ day: TUESDAY, ticket: 1, heard: 1 }]);
  });

  test('adds a day for a later date only', () => {
    const { start, left, rows } = kiosk();
    left(MONDAY);
    start();
    left(TUESDAY);
    expect(start().now()).toMatchObject({ serviceDay: TUESDAY, fromTicket: 2 });
    expect(rows().map(({ day, ticket }) => [day, ticket])).toEqual([
      [MONDAY, 1],
      [TUESDAY, 2],
    ]);
    left(MONDAY);
    left(TUESDAY);
    start();
    expect(rows()).toHaveLength(2);
  });
});

test('places beyond the newest ticket, after a deletion, become the places of the next tickets', () => {
  const { days, database, heard } = workingKiosk();
  heard(TUESDAY, 1);
  database
    .prepare(`UPDATE working_day SET from_ticket = 10, from_heard = 20, doubt_ticket = 30, doubt_heard = 40`)
    .run();
  expect(days.now()).toEqual({ serviceDay: TUESDAY, fromTicket: 2, fromHeard: 2 });
  database.exec('UPDATE working_day SET from_ticket = 1, from_heard = 1, doubt_ticket = NULL, doubt_heard = NULL');
  expect(days.now()).toEqual({ serviceDay: TUESDAY, fromTicket: 1, fromHeard: 1 });
});
