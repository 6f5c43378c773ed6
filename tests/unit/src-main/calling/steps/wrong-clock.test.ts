import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { DeskOrder } from '../../../../../src-main/calling/contract/desk.ts';
import { HolidayCalendar } from '../../../../../src-main/contract/shared/holiday-calendar.ts';
import { OfficeProfile } from '../../../../../src-main/contract/shared/office-profile.ts';
import { createOffice } from '../../../../../src-main/office/steps/office.ts';
import type { ServiceDay } from '../../../../../src-main/tickets/rules/time-label.ts';
import { demonstrationOffice } from '../../../../support/core-process.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';
import { must } from '../../../../support/must.ts';
import { serviceDay } from '../../../../support/service-day.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';
import { createTestDesks } from '../../../../support/test-desks.ts';
import { openTestStore } from '../../../../support/test-store.ts';
import { issueTicket } from '../../../../support/ticket-order.ts';

const TEN = Date.parse('2026-11-24T09:00:00Z');
const DAY = 86_400_000;
const [ONE, TWO] = ['taula-1', 'taula-2'];

const profileWith = (desks: readonly string[]) =>
  OfficeProfile.parse({
    ...(JSON.parse(readFileSync(demonstrationOffice, 'utf8')) as Record<string, unknown>),
    desks: desks.map((deskId) => ({ deskId, name: { ca: deskId } })),
  });
const calendar = HolidayCalendar.parse({ calendarId: 'none', holidays: [] });

function kiosk(wallMs = TEN, data = temporaryFolder(), desksThere: readonly string[] = [ONE, TWO]) {
  const clock = createManualClock(wallMs);
  const kept = openTestStore(data, clock);
  const office = createOffice({ profile: profileWith(desksThere), calendar }, [], clock);
  const desks = createTestDesks(kept, { office, clock });
  const order = (deskId: string, wanted: object) =>
    desks.order(deskId, DeskOrder.parse({ orderId: randomUUID(), ...wanted }));
  return {
    ...kept,
    data,
    clock,
    order,
    today: kept.store.today,
    give(deskId: string | null = null) {
      clock.advance(60_000);
      const given = issueTicket(kept.store, {
        ...(deskId === null ? {} : { appointment: { startMs: clock.wallMs(), deskId } }),
      });
      desks.forget();
      return given;
    },
    callAll(deskId = ONE) {
      const called: (string | null)[] = [];
      for (;;) {
        desks.forget();
        const answer = order(deskId, { kind: 'call-next' });
        if (!answer.ok) return called;
        called.push(answer.value.number);
        order(deskId, { kind: 'finish', ticketId: answer.value.ticketId });
      }
    },
    view() {
      return must(desks.look()).desk(ONE);
    },
    restart(at: number) {
      kept.close();
      return kiosk(at, data, desksThere);
    },
  };
}

describe('under a wrong clock', () => {
  test.each([
    ['in 1970', 60_000],
    ['two days back', TEN - 2 * DAY],
    ['in 2045', Date.UTC(2045, 5, 1, 10)],
  ])('%s, every person is called and the desk shows the doubt about the day', (_when, wallMs) => {
    const before = kiosk();
    before.give();
    const now = before.restart(wallMs);
    now.give();
    now.give();
    expect(now.view().dayInDoubt).toMatchObject({ believed: '2026-11-24' });
    expect(now.callAll()).toEqual(['A001', 'A002', 'A003']);
  });

  test.each(['running', 'switched off'])(
    'a day ahead for one ticket and right again, every person is still called: a machine that was %s',
    (how) => {
      let at = kiosk();
      const set = (wallMs: number): void => {
        if (how === 'running') at.clock.setWall(wallMs);
        else at = at.restart(wallMs);
      };
      at.give();
      set(TEN + DAY);
      expect(at.give().serviceDay).toBe('2026-11-25');
      // A machine that was switched off may have been off for a night, so it does not list the earlier ticket; a machine that kept running
      // does.
      expect(at.view().next.map(({ number }) => number)).toEqual(how === 'running' ? ['A001', 'A002'] : ['A002']);
      set(TEN + 3 * 60_000);
      at.give();
      expect(at.today.doubt()).toEqual({ believed: '2026-11-25', clock: '2026-11-24' });
      expect(at.view().next.map(({ number }) => number)).toEqual(['A001', 'A002', 'A003']);
      expect(at.today.choose('2026-11-23')).toEqual({ ok: true, value: false });
      expect(at.today.choose('2026-11-24')).toEqual({ ok: true, value: true });
      expect([at.today.now().serviceDay, at.today.doubt(), at.view().dayInDoubt]).toEqual(['2026-11-24', null, null]);
      expect(at.give().serviceDay).toBe('2026-11-24');
      expect(at.callAll()).toEqual(['A001', 'A002', 'A003', 'A004']);
      at.give();
      at = at.restart(TEN + DAY);
      expect(at.callAll()).toEqual([]);
    },
  );

  test('a kiosk whose own date was confirmed keeps it, over the night, until the clock is set', () => {
    const before = kiosk();
    before.give();
    const now = before.restart(TEN - 2 * DAY);
    expect(now.today.choose('2026-11-24')).toEqual({ ok: true, value: true });
    expect([now.give().serviceDay, now.today.doubt()]).toEqual(['2026-11-24', null]);
    now.clock.advance(DAY);
    expect(now.view().next).toEqual([]);
    expect(now.give().serviceDay).toBe('2026-11-25');
  });

  test('a new kiosk whose clock was never set calls its first people once it is set', () => {
    const fresh = kiosk(60_000);
    fresh.give();
    expect(fresh.today.doubt()).toEqual({ believed: '1969-12-31', clock: '1969-12-31' });
    expect(fresh.today.choose('1969-12-31')).toEqual({ ok: true, value: false });
    fresh.clock.setWall(TEN);
    expect(fresh.give().serviceDay).toBe('2026-11-24');
    expect([fresh.today.doubt(), fresh.callAll()]).toEqual([null, ['A001', 'A002']]);
  });

  test('a person with an appointment is called even if the clock contradicts their hour', () => {
    const ahead = kiosk(TEN + DAY);
    ahead.give(TWO);
    ahead.clock.setWall(TEN);
    expect(ahead.callAll(TWO)).toEqual(['A001']);
  });
});

describe('a past day', () => {
  test.each(['running', 'switched off'])(
    'leaves no person on the list of the next morning: a machine that was %s',
    (how) => {
      const evening = kiosk();
      evening.give();
      expect(evening.view().next).toHaveLength(1);
      if (how === 'running') evening.clock.advance(DAY);
      const morning = how === 'running' ? evening : evening.restart(TEN + DAY);
      expect(morning.view().next).toEqual([]);
      expect(morning.callAll()).toEqual([]);
      expect(morning.store.day.waiting(morning.today.now())).toEqual({ ok: true, value: [] });
      morning.give();
      expect(morning.callAll()).toHaveLength(1);
    },
  );

  test('is also over for tickets of an older program, which recorded no working days', () => {
    const at = kiosk();
    at.give();
    at.clock.advance(DAY);
    at.give();
    at.opened.database.exec('DELETE FROM working_day');
    const again = at.restart(at.clock.wallMs());
    expect(again.callAll()).toEqual([expect.stringMatching(/^A00[12]$/)]);
  });
});

test('a person who waits for a desk that the office no longer has is called by any desk', () => {
  const before = kiosk(TEN, temporaryFolder(), [ONE, TWO]);
  before.give(TWO);
  const handed = before.give();
  before.order(ONE, { kind: 'call', ticketId: handed.ticketId });
  before.order(ONE, { kind: 'transfer', ticketId: handed.ticketId, to: { of: 'desk', deskId: TWO } });
  expect(before.callAll()).toEqual([]);
  before.close();
  const after = kiosk(before.clock.wallMs() + 60_000, before.data, [ONE]);
  expect(after.callAll().toSorted()).toEqual(['A001', 'A002']);
});

test('only the day of a reading is a service day', () => {
  // @ts-expect-error: a date from anywhere else is not the kiosk's day
  const wrong: ServiceDay = '2026-11-24';
  expect(wrong).toBe(serviceDay('2026-11-24'));
});
