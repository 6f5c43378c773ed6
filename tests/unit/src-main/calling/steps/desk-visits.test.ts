import { describe, expect, test } from 'vitest';
import { comingOf, visitsOf } from '../../../../../src-main/calling/steps/desk-visits.ts';
import type { DeskAct } from '../../../../../src-main/domain/ticket-life.ts';
import { service } from '../../../../support/core-process.ts';
import { deskEvent, livingTicket, profileWithDesks } from '../../../../support/living-tickets.ts';

const TEN = Date.parse('2026-11-24T09:00:00Z');
const MINUTE = 60_000;
const DESK = 'taula-1';

/** A ticket that a desk called at `fromMin` and ended at `toMin`, minutes after ten. */
const visit = (fromMin: number, toMin: number, desk = DESK, end: DeskAct = { kind: 'finish' }) =>
  livingTicket(TEN, [
    deskEvent(desk, { kind: 'call', desk }, TEN + fromMin * MINUTE),
    deskEvent(desk, { kind: 'serve', desk }, TEN + (fromMin + 1) * MINUTE, 2),
    deskEvent(desk, end, TEN + toMin * MINUTE, 3),
  ]);
const minutes = (tickets: Parameters<typeof visitsOf>[0]) => visitsOf(tickets).map(({ tookMs }) => tookMs / MINUTE);

describe('a visit', () => {
  test('takes its desk until the next call within four minutes, else until its end', () => {
    expect(minutes([visit(0, 6), visit(10, 15)])).toEqual([10, 5]);
    expect(minutes([visit(0, 6), visit(10.1, 15)])).toEqual([6, expect.closeTo(4.9)]);
    expect(minutes([visit(0, 6), visit(6, 8)])).toEqual([6, 2]);
  });

  test('that overlaps the next call of its desk is measured to its end, in whatever order the tickets are listed', () => {
    expect(minutes([visit(5, 9), visit(0, 6)])).toEqual([6, 4]);
  });

  test('is measured by its own desk’s calls alone', () => {
    expect(minutes([visit(0, 6), visit(7, 9, 'taula-2')])).toEqual([6, 2]);
  });

  test.each<DeskAct>([
    { kind: 'finish' },
    { kind: 'leave' },
    { kind: 'no-show', desk: DESK },
    { kind: 'transfer', to: 'service registre' },
  ])('ends with $kind', (end) => {
    expect(minutes([visit(0, 6, DESK, end)])).toEqual([6]);
  });

  test('without an end, or ended by another desk, is not measured', () => {
    const call = deskEvent(DESK, { kind: 'call', desk: DESK }, TEN);
    const recall = deskEvent(DESK, { kind: 'recall', desk: DESK }, TEN + MINUTE, 2);
    const ofOther = deskEvent('taula-2', { kind: 'finish' }, TEN + 2 * MINUTE, 3);
    expect(visitsOf([livingTicket(TEN, [call, recall])])).toEqual([]);
    expect(visitsOf([livingTicket(TEN, [call, recall, ofOther])])).toEqual([]);
  });

  test('has its service and its start', () => {
    expect(visitsOf([visit(0, 6)])).toEqual([
      { serviceId: 'empadronament', calledAtMs: TEN, tookMs: 6 * MINUTE, servedMs: 5 * MINUTE },
    ]);
  });

  test('has no length of its own if the citizen was never marked as there', () => {
    const noShow = livingTicket(TEN, [
      deskEvent(DESK, { kind: 'call', desk: DESK }, TEN),
      deskEvent(DESK, { kind: 'no-show', desk: DESK }, TEN + MINUTE, 2),
    ]);
    expect(visitsOf([noShow]).map(({ servedMs }) => servedMs)).toEqual([null]);
  });
});

describe('people who may go before others', () => {
  const profile = profileWithDesks([DESK]);
  const appointment = (issuedAtMs: number, serviceId = 'empadronament') =>
    livingTicket(issuedAtMs, [], {
      serviceId: service(serviceId),
      appointment: { startMs: issuedAtMs + 5 * MINUTE, deskId: null },
    });
  const preferential = (issuedAtMs: number) =>
    livingTicket(issuedAtMs, [], { asked: { preferential: true, comeAndFetch: false } });
  const perHour = (tickets: Parameters<typeof comingOf>[0], nowMs: number) =>
    comingOf(tickets, profile, nowMs).map((one) => [one.serviceId, one.class, one.perHour]);

  test('come as often as in the last hour; walk-ins are left out', () => {
    const walkIn = livingTicket(TEN - 60 * MINUTE);
    const came = [appointment(TEN - 50 * MINUTE), appointment(TEN - 30 * MINUTE), appointment(TEN - MINUTE)];
    expect(perHour([walkIn, ...came], TEN)).toEqual([['empadronament', 'appointment', 3]]);
    expect(perHour([walkIn], TEN)).toEqual([]);
  });

  test('are no longer counted after an hour', () => {
    const [long, exactly, just] = [61, 60, 59].map((minutesAgo) => appointment(TEN - minutesAgo * MINUTE));
    if (!long || !exactly || !just) throw new Error('three tickets');
    expect(perHour([long], TEN)).toEqual([]);
    expect(perHour([exactly], TEN)).toEqual([]);
    expect(perHour([long, just], TEN)).toEqual([['empadronament', 'appointment', 1]]);
  });

  test('are counted over the time since the first number while that is below an hour, and over at least 20 minutes', () => {
    const two = (sinceMin: number) => [appointment(TEN - sinceMin * MINUTE), appointment(TEN - 1)];
    // The first ticket itself lies at the edge of the 30 minutes and is not counted.
    expect(perHour(two(30), TEN)).toEqual([['empadronament', 'appointment', 2]]);
    expect(perHour(two(5), TEN)).toEqual([['empadronament', 'appointment', 6]]);
    expect(perHour([appointment(TEN - 1)], TEN)).toEqual([['empadronament', 'appointment', 3]]);
  });

  test('are counted apart by service and by their reason to go first', () => {
    const came = [
      livingTicket(TEN - 60 * MINUTE),
      appointment(TEN - 1),
      appointment(TEN - 2, 'padro'),
      preferential(TEN - 3),
    ];
    expect(perHour(came, TEN).toSorted()).toEqual([
      ['empadronament', 'appointment', 1],
      ['empadronament', 'preferential', 1],
      ['padro', 'appointment', 1],
    ]);
  });
});
