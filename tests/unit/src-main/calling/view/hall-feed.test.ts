import { expect, test } from 'vitest';
import { MOST_HALL_CALLS } from '../../../../../src-main/calling/contract/hall.ts';
import type { LivingTicket } from '../../../../../src-main/calling/steps/desk-day.ts';
import { hallFeed } from '../../../../../src-main/calling/view/hall-feed.ts';
import { HolidayCalendar } from '../../../../../src-main/contract/shared/holiday-calendar.ts';
import { createOffice } from '../../../../../src-main/office/steps/office.ts';
import { helpCallsOf } from '../../../../support/help-calls.ts';
import { deskEvent, livingTicket, profileWithDesks } from '../../../../support/living-tickets.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';

const TEN = Date.parse('2026-11-24T09:00:00Z');
const MINUTE = 60_000;
const ONE = 'taula-1';
const OTHER = 'taula-2';
const calendar = HolidayCalendar.parse({ calendarId: 'none', holidays: [] });

function shown(tickets: readonly LivingTicket[], nowMs = TEN) {
  const clock = createManualClock(nowMs);
  const office = createOffice({ profile: profileWithDesks([ONE, OTHER]), calendar }, [], clock);
  const { calls } = hallFeed({
    office,
    clock,
    tickets,
    paused: [],
    dayInDoubt: null,
    help: helpCallsOf(clock),
    chosen: [],
    alarms: [],
    kiosks: [],
    queueStates: { ofService: () => null, usualVisitMs: () => null },
  });
  return calls.map(({ deskId, times, isRecall, isOver }) => ({
    deskId,
    times,
    isRecall,
    ...(isOver ? { isOver } : {}),
  }));
}

test('a number is shown at the desk that called it, from the call until it is served or over', () => {
  const call = deskEvent(ONE, { kind: 'call', desk: ONE }, TEN);
  const serve = deskEvent(ONE, { kind: 'serve', desk: ONE }, TEN, 2);
  const finish = deskEvent(ONE, { kind: 'finish' }, TEN, 3);
  expect(shown([livingTicket(TEN)])).toEqual([]);
  expect(shown([livingTicket(TEN, [call])])).toEqual([{ deskId: ONE, times: 1, isRecall: false }]);
  const recall = deskEvent(ONE, { kind: 'recall', desk: ONE }, TEN, 2);
  expect(shown([livingTicket(TEN, [call, recall])])).toEqual([{ deskId: ONE, times: 2, isRecall: true }]);
  expect(shown([livingTicket(TEN, [call, serve, finish])])).toEqual([]);
});

test('a number that two desks called before they heard of each other is not shown at the desk that lost it', () => {
  const both = [ONE, OTHER].map((desk) => deskEvent(desk, { kind: 'call', desk }, TEN));
  expect(shown([livingTicket(TEN, both)]).filter(({ deskId }) => deskId === OTHER)).toEqual([]);
});

test('a number that is served at another desk than it was called to is not shown', () => {
  const called = deskEvent(ONE, { kind: 'call', desk: ONE }, TEN);
  const served = deskEvent(OTHER, { kind: 'serve', desk: OTHER }, TEN, 2);
  expect(shown([livingTicket(TEN, [called, served])])).toEqual([]);
});

test('a number marked as no-show is shown for less than ten minutes more', () => {
  const missed = [
    deskEvent(ONE, { kind: 'call', desk: ONE }, TEN - 5 * MINUTE),
    deskEvent(ONE, { kind: 'no-show', desk: ONE }, TEN, 2),
  ];
  expect(shown([livingTicket(TEN, missed)], TEN + 10 * MINUTE - 1)).toMatchObject([{ deskId: ONE, isOver: true }]);
  expect(shown([livingTicket(TEN, missed)], TEN + 10 * MINUTE)).toEqual([]);
});

test('the newest calls come first, and at most as many as a screen holds', () => {
  const tickets = Array.from({ length: MOST_HALL_CALLS + 1 }, (_, no) =>
    livingTicket(TEN, [deskEvent(no === 1 ? OTHER : ONE, { kind: 'call', desk: no === 1 ? OTHER : ONE }, TEN + no)]),
  );
  const desks = shown(tickets, TEN + MINUTE).map(({ deskId }) => deskId);
  expect(desks).toHaveLength(MOST_HALL_CALLS);
  expect(desks.at(-1)).toBe(OTHER);
});
