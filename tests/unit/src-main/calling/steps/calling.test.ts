import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { inCallingOrder } from '../../../../../src-main/calling/steps/calling.ts';
import { OfficeProfile } from '../../../../../src-main/contract/shared/office-profile.ts';
import { demonstrationOffice } from '../../../../support/core-process.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';
import { openTestStore } from '../../../../support/test-store.ts';
import { issueTicket } from '../../../../support/ticket-order.ts';

const TEN = Date.parse('2026-11-24T09:00:00Z');
const MINUTE = 60_000;
const document = JSON.parse(readFileSync(demonstrationOffice, 'utf8')) as Record<string, unknown>;
const usual = OfficeProfile.parse(document);
const own = OfficeProfile.parse({ ...document, calling: { weights: { 'walk-in': 20 } } });

/**
 * Returns a function that issues a number from a real store, the first at one minute past ten, and each further number one minute later.
 */
function given() {
  const clock = createManualClock(TEN);
  const { store } = openTestStore(temporaryFolder(), clock);
  return ({ startMs = null as number | null, preferential = false } = {}) => {
    clock.advance(MINUTE);
    return issueTicket(store, {
      visitType: startMs === null ? 'walk-in' : 'appointment',
      ...(startMs === null ? {} : { appointment: { startMs, deskId: null } }),
      ...(preferential ? { attention: { preferential, comeAndFetch: false } } : {}),
    });
  };
}

test('tickets are called by hour, preference and arrival; a citizen late for an appointment counts as a walk-in', () => {
  const give = given();
  const tickets = [
    give(),
    give({ startMs: TEN + 30 * MINUTE }),
    give({ preferential: true }),
    give({ startMs: TEN - 11 * MINUTE }),
    give({ startMs: TEN + 10 * MINUTE }),
    give(),
  ];
  const called = (minutes: number, profile = usual) =>
    inCallingOrder(tickets, profile, TEN + minutes * MINUTE)
      .map(({ number }) => number)
      .join(' ');
  expect(called(12)).toBe('3 5 1 4 6 2');
  expect(called(30)).toBe('5 3 2 1 4 6');
  expect(called(30, own)).toBe('1 4 6 5 3 2');
});
