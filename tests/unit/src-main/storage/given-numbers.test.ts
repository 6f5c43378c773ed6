import { randomUUID } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { LineNumber } from '../../../../src-main/tickets/ports/store.ts';
import { mayBeGivenAway, PRINTED_UNASKED_MS } from '../../../../src-main/tickets/rules/number-line.ts';
import { createManualClock, type ManualClock } from '../../../support/manual-clock.ts';
import { must } from '../../../support/must.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { openTestStore } from '../../../support/test-store.ts';
import { issueTicket } from '../../../support/ticket-order.ts';

const NOON_MS = Date.parse('2026-11-24T11:00:00Z');
const HOUR_MS = 3_600_000;

function kiosk(slot: number, clock: ManualClock, data = temporaryFolder()) {
  const { store, close } = openTestStore(data, clock, slot);
  return {
    store,
    close,
    data,
    give(): LineNumber {
      const given = must(store.giveAway({ series: 'A', serviceDay: '2026-11-24' }));
      return { ...given, fromSlot: slot };
    },
    issue: (given?: LineNumber) => issueTicket(store, given && { given }),
    label(given?: LineNumber): string {
      return this.issue(given).label;
    },
    again(ticket: ReturnType<typeof this.issue>, isStillTheirs = false): string {
      const added = store.addSlip({
        jobId: randomUUID(),
        kind: 'ticket',
        ticket,
        serviceId: ticket.serviceId,
        language: 'ca',
        duplicate: true,
        askedAtMs: clock.wallMs(),
        isStillTheirs,
      });
      return added.ok ? 'printed' : added.error.kind;
    },
  };
}

const loseDatabase = (data: string): void => {
  for (const name of readdirSync(data)) if (name.startsWith('torn.db')) rmSync(join(data, name));
  rmSync(join(data, 'backups'), { recursive: true, force: true });
};

test('a number that was given away is counted by its giver alone, whatever copy is lost', () => {
  const clock = createManualClock(NOON_MS);
  const [one, two] = [kiosk(1, clock), kiosk(2, clock)];
  expect([one.label(), two.label(one.give()), one.label(), two.label()]).toEqual(['A001', 'A002', 'A003', 'A400']);
  expect(two.label(one.give())).toBe('A004');
  expect(two.label({ serviceDay: '2026-11-24', number: 1_050, fromSlot: 1 })).toBe('A1050');
  for (const each of [one, two]) {
    each.close();
    loseDatabase(each.data);
  }
  const [first, second] = [kiosk(1, clock, one.data), kiosk(2, clock, two.data)];
  expect([first.label(), second.label(), second.label(first.give()), second.label()]).toEqual([
    'A005',
    'A401',
    'A006',
    'A402',
  ]);
});

test('a number of another kiosk is used only if that kiosk owns it and the service day is the same', () => {
  const clock = createManualClock(NOON_MS);
  const two = kiosk(2, clock);
  const given = { serviceDay: '2026-11-24', number: 7, fromSlot: 1 };
  expect(two.label({ ...given, serviceDay: '2026-11-25' })).toBe('A400');
  expect(two.label({ ...given, number: 401 })).toBe('A401');
  expect(two.label(given)).toBe('A007');
  // Kiosk 1, restored to an earlier state, gives the same number once more.
  expect(two.label(given)).toBe('A402');
  const reopened = two.data;
  two.close();
  expect(kiosk(2, clock, reopened).label()).toBe('A403');
});

test('a slip with a given number is reprinted for some minutes, and later only if the giver confirms it', () => {
  const clock = createManualClock(NOON_MS);
  const [one, two] = [kiosk(1, clock), kiosk(2, clock)];
  const given = one.give();
  const ticket = two.issue(given);
  clock.advance(PRINTED_UNASKED_MS);
  expect(two.again(ticket)).toBe('printed');
  clock.advance(1);
  expect(two.again(ticket)).toBe('ticket-of-another-day');
  expect(one.store.bringBack({ series: 'A', ...given })).toMatchObject({ ok: true });
  expect(two.again(ticket, true)).toBe('printed');

  // `bringBack` puts the number in use again: kiosk 1 continues after it until eight hours have passed.
  clock.advance(7 * HOUR_MS);
  clock.setWall(NOON_MS + 24 * HOUR_MS);
  expect(one.label()).toBe('A002');
  expect(one.store.bringBack({ series: 'A', ...given })).toMatchObject({ error: { kind: 'ticket-of-another-day' } });
});

test('no number is given for another day, nor one that a kiosk reserves for its own citizens', () => {
  const clock = createManualClock(NOON_MS);
  const { store, give } = kiosk(1, clock);
  expect(store.giveAway({ series: 'A', serviceDay: '2026-11-25' })).toMatchObject({ error: { kind: 'other-day' } });
  expect(give().number).toBe(1);
  expect([1_999, 10_000].map((number) => mayBeGivenAway(1, number))).toEqual([true, false]);
  expect(mayBeGivenAway(12, 1_200_000)).toBe(true);
});

test('a number that was never given cannot be brought back, and without a slot no number is given', () => {
  const clock = createManualClock(NOON_MS);
  const one = kiosk(1, clock);
  one.give();
  const never = { series: 'A', serviceDay: '2026-11-24', number: 2 };
  expect(one.store.bringBack(never)).toMatchObject({ error: { kind: 'ticket-of-another-day' } });
  const nobody = openTestStore(temporaryFolder(), clock, null);
  const wanted = { series: 'A', serviceDay: '2026-11-24' };
  expect(nobody.store.giveAway(wanted)).toMatchObject({ error: { kind: 'no-slot' } });
});
