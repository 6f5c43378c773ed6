import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createDayEnd } from '../../../../../src-main/check-in/steps/end-days.ts';
import { OFFICE_KEY_NAME } from '../../../../../src-main/check-in/store/encrypted-appointments.ts';
import { createOffice } from '../../../../../src-main/office/steps/office.ts';
import { openEncryptionKeys } from '../../../../../src-main/security/encryption-keys.ts';
import type { Anchor } from '../../../../../src-main/tickets/rules/time-label.ts';
import { MINUTE_MS, NOW_MS, standAtCheckIn } from '../../../../support/check-in-kiosk.ts';
import { createManualClock, type ManualClock } from '../../../../support/manual-clock.ts';
import { shippedOffice } from '../../../../support/shipped-office.ts';
import { openTestStore } from '../../../../support/test-store.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const TODAY = '2026-11-25';
const TOMORROW = '2026-11-26';
/** An office that is open until 18:00. */
const details = shippedOffice('oac-dido');

/** A new run of the program at a kiosk with an appointment today and one tomorrow. */
async function startWithTwo(clock: ManualClock, trusted: { anchor: Anchor | null }, data?: string) {
  if (data === undefined) {
    const first = await standAtCheckIn((book) => [
      book({ startMs: NOW_MS + 5 * MINUTE_MS }),
      book({ startMs: NOW_MS + DAY_MS }),
    ]);
    first.close();
    data = first.data;
  }
  const encryptionKeys = openEncryptionKeys({ folder: data, environment: {} });
  const kept = openTestStore(data, clock, 1, { encryptionKeys, anchor: () => trusted.anchor });
  await encryptionKeys.prepare([OFFICE_KEY_NAME, ...kept.appointments.days()]);
  kept.appointments.reload();
  const logged: string[] = [];
  const tell = (event: string, said?: Record<string, unknown>) => void logged.push(`${event} ${said?.serviceDay}`);
  const endDays = createDayEnd({
    appointments: kept.appointments,
    certainTime: kept.certainTime,
    office: createOffice(details, [], clock),
    clock,
    log: { event: tell },
  });
  const pass = (hours: number) => {
    for (let quarter = 0; quarter < hours * 4; quarter += 1) {
      clock.advance(15 * MINUTE_MS);
      endDays();
    }
  };
  const hasKey = (day: string) => existsSync(join(data, `torn-appointments-${day}.key`));
  return { ...kept, data, logged, endDays, pass, hasKey };
}

const anchorAt = (clock: ManualClock, trustedMs = clock.wallMs()): Anchor => ({
  trustedMs,
  atMonotonicMs: clock.monotonicMs(),
});

test.each([
  ['a day', DAY_MS],
  ['a month', 30 * DAY_MS],
  ['a year', 365 * DAY_MS],
])('a clock that is set %s ahead ends no day and destroys no key, and the doubt is logged once', async (_, ahead) => {
  const clock = createManualClock(NOW_MS);
  const kiosk = await startWithTwo(clock, { anchor: anchorAt(clock) });
  kiosk.endDays();
  const { data } = kiosk;
  kiosk.close();
  // The next start has not reached the centre, and its clock is wrong.
  const wrong = createManualClock(NOW_MS + ahead);
  const again = await startWithTwo(wrong, { anchor: null }, data);
  again.endDays();
  again.endDays();
  expect(again.appointments.days()).toContain(TODAY);
  expect([again.hasKey(TODAY), again.hasKey(TOMORROW)]).toEqual([true, true]);
  expect(again.logged.filter((line) => line.startsWith('clock-in-doubt'))).toHaveLength(1);
  expect(again.logged.filter((line) => line.startsWith('appointments-ended'))).toEqual([]);
});

test('the centre’s time ends a day when the office has closed, and no doubt is logged', async () => {
  const clock = createManualClock(NOW_MS);
  const kiosk = await startWithTwo(clock, { anchor: anchorAt(clock) });
  kiosk.pass(14);
  expect(kiosk.hasKey(TODAY)).toBe(false);
  expect(kiosk.hasKey(TOMORROW)).toBe(true);
  expect(kiosk.logged).toEqual(['appointments-ended 2026-11-24', `appointments-ended ${TODAY}`]);
});

test('the centre’s time counts even if a clock is set back', async () => {
  const clock = createManualClock(NOW_MS - 40 * DAY_MS);
  const kiosk = await startWithTwo(clock, { anchor: anchorAt(clock, NOW_MS + 30 * HOUR_MS) });
  kiosk.endDays();
  expect(kiosk.hasKey(TODAY)).toBe(false);
});

test('without the network a day ends once the hours that the kiosk itself has run make it certain', async () => {
  const clock = createManualClock(NOW_MS);
  const trusted = { anchor: anchorAt(clock) as Anchor | null };
  const first = await startWithTwo(clock, trusted);
  first.endDays();
  trusted.anchor = null;
  first.pass(5);
  first.close();
  // The machine was off over night, and its clock shows 1970.
  const second = await startWithTwo(
    createManualClock(Date.parse('1970-01-01T00:00:00Z')),
    { anchor: null },
    first.data,
  );
  second.endDays();
  expect(second.hasKey(TODAY)).toBe(true);
  second.pass(9);
  expect(second.hasKey(TODAY)).toBe(false);
  expect(second.hasKey(TOMORROW)).toBe(true);
});

test('no day ends before any time was ever certain', async () => {
  const clock = createManualClock(NOW_MS + 3 * DAY_MS);
  const kiosk = await startWithTwo(clock, { anchor: null });
  kiosk.pass(30);
  expect([kiosk.hasKey(TODAY), kiosk.hasKey(TOMORROW)]).toEqual([true, true]);
});
