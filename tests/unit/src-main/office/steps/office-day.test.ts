import { describe, expect, test } from 'vitest';
import { createOffice } from '../../../../../src-main/office/steps/office.ts';
import { NO_STOPS, type ServiceStops } from '../../../../../src-main/office/steps/service-stops.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';
import { shippedOffice } from '../../../../support/shipped-office.ts';

const details = shippedOffice('oac-dido');
const { profile } = details;
const services = profile.services.map((service) => ({ ...service, ways: [...service.ways, 'appointment' as const] }));

/** The office on Wednesday 25 November 2026, when it is open 8:30–15:00 and 16:00–18:00. */
const officeAt = (time: string, stops: ServiceStops = NO_STOPS) =>
  createOffice(
    { ...details, profile: { ...profile, services } },
    [],
    createManualClock(Date.parse(`${time}+01:00`)),
    stops,
  );
const instant = (time: string): number => Date.parse(`${time}+01:00`);

describe('an office day', () => {
  test.each([
    ['2026-11-25T07:00', false],
    ['2026-11-25T14:59', false],
    ['2026-11-25T15:30', false],
    ['2026-11-25T18:00', false],
    // Until 18:10 the citizen of the day's last appointment may still come late.
    ['2026-11-25T18:09', false],
    ['2026-11-25T18:10', true],
    // The service day ends at 04:00, so 02:00 on the next date still belongs to it.
    ['2026-11-26T02:00', true],
    ['2026-11-26T05:00', false],
    ['2026-11-28T10:00', true],
  ])('at %s is over: %s', (time, isOver) => {
    const { clockDay } = officeAt(time).now();
    expect(officeAt('2026-11-25T12:00').lastDayOver(instant(time)) === clockDay).toBe(isOver);
  });

  test('is over only when no citizen can be late any more for the service that waits longest', () => {
    const patient = services.map((service, index) =>
      index === 0 ? { ...service, checkInMinutes: { early: 0, late: 45 } } : service,
    );
    const isOverAt = (time: string) =>
      createOffice(
        { ...details, profile: { ...profile, services: patient } },
        [],
        createManualClock(instant('2026-11-25T12:00')),
      ).lastDayOver(instant(time));
    expect(isOverAt('2026-11-25T18:44')).toBe('2026-11-24');
    expect(isOverAt('2026-11-25T18:45')).toBe('2026-11-25');
  });

  test('serves an appointment by the hours at its start, not by the present ones', () => {
    const early = officeAt('2026-11-25T15:45');
    expect(early.isServed('empadronament', instant('2026-11-25T16:00'))).toBe(true);
    expect(early.isServed('empadronament', instant('2026-11-25T15:50'))).toBe(false);
    expect(early.isServed('nothing-known', instant('2026-11-25T16:00'))).toBe(false);
    expect(early.isServed(null, instant('2026-11-25T16:00'))).toBe(true);
  });

  test('does not serve an appointment while the centre has paused its service beyond the start', () => {
    const pause = { reason: 'paused', untilMs: instant('2026-11-25T11:00') } as const;
    const paused = officeAt('2026-11-25T10:00', { ...NO_STOPS, pausesOf: () => [pause] });
    expect(paused.isServed('empadronament', instant('2026-11-25T10:30'))).toBe(false);
    expect(paused.isServed('empadronament', instant('2026-11-25T11:00'))).toBe(true);
  });
});
