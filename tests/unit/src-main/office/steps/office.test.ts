import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadOffice } from '../../../../../src-main/configuration/load.ts';
import { createOffice } from '../../../../../src-main/office/steps/office.ts';
import { NO_STOPS, type Pause } from '../../../../../src-main/office/steps/service-stops.ts';
import { OFFICES } from '../../../../support/core-process.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';

const loaded = loadOffice({ profileFile: join(OFFICES, 'oac-dido.json'), configDir: join(OFFICES, '..') });
if (!loaded.ok) throw new Error(loaded.error.detail);

/** An ordinary Wednesday at eleven; open 8:30–15:00 and 16:00–18:00. */
const ELEVEN = Date.parse('2026-11-25T10:00:00Z');

function open(pause: Pause | null, { isFull = false, at = ELEVEN, knowsHour = true } = {}) {
  const clock = createManualClock(at);
  const isOver = ({ untilMs }: Pause) => untilMs !== null && untilMs <= clock.wallMs();
  const pausesOf = () => (pause === null || isOver(pause) ? [] : [pause]);
  const stops = { ...NO_STOPS, pausesOf, isFull: () => isFull };
  const office = createOffice(loaded.ok ? loaded.value : never(), [], clock, stops, () => knowsHour);
  const service = office.profile.services.find(({ serviceId }) => serviceId === 'empadronament') ?? never();
  return {
    clock,
    closure: (visitType: 'walk-in' | 'appointment' = 'walk-in') => office.closureOf(service, visitType),
    front: office.front,
    hours: office.hours,
    isServed: (time: string) => office.isServed('empadronament', Date.parse(time)),
  };
}

const until = (time: string): Pause => ({ reason: 'breakdown', untilMs: Date.parse(time) });
const openEnded: Pause = { reason: 'staff', untilMs: null };

const never = (): never => {
  throw new Error('the office has no service');
};

test('a clock that cannot be right closes no service, not even on the night or holiday it shows; a pause still does', () => {
  const battery = { at: Date.parse('2019-01-01T02:00:00Z'), knowsHour: false };
  expect(open(null, { ...battery, knowsHour: true }).front().open).toBe(false);
  expect(open(null, battery).front()).toEqual({ open: true, until: null });
  expect(open(null, battery).closure()).toBeNull();
  expect(open(openEnded, battery).closure()).toMatchObject({ reason: 'staff' });
});

test('a clock that cannot be right gives no hours of a day either', () => {
  expect(open(null).hours().today).not.toEqual([]);
  expect(open(null, { knowsHour: false }).hours()).toEqual({ today: [], next: null });
});

test('an office without appointments has the entry to the pad for codes only if it gives turns at home', () => {
  const details = loaded.ok ? loaded.value : never();
  const { profile } = details;
  const services = profile.services.map((service) => ({ ...service, ways: ['walk-in' as const] }));
  const entriesWith = (more: Partial<typeof profile>) =>
    createOffice(
      { ...loaded.value, profile: { ...profile, services, ...more } },
      [],
      createManualClock(ELEVEN),
    ).entries();
  const [first] = services;
  const fromHome = {
    share: 25,
    holdMinutes: 15,
    services: [{ serviceId: first?.serviceId ?? never(), perQuarter: 3 }],
  };
  expect(entriesWith({})).toEqual(['walk-in']);
  expect(entriesWith({ fromHome })).toEqual(['walk-in', 'appointment']);
});

describe('a service that is paused', () => {
  test('gives no turns, and shows its reason and its end of today', () => {
    expect(open(until('2026-11-25T11:30:00Z')).closure()).toEqual({
      reason: 'breakdown',
      note: null,
      until: { date: '2026-11-25', time: '12:30' },
    });
  });

  test('ends at the next opening, if its pause ends while it is closed', () => {
    expect(open(until('2026-11-25T14:30:00Z')).closure()?.until).toEqual({ date: '2026-11-25', time: '16:00' });
    expect(open(until('2026-11-25T22:30:00Z')).closure()?.until).toEqual({ date: '2026-11-26', time: '08:30' });
    expect(open(until('2026-11-26T11:00:00Z')).closure()?.until).toEqual({ date: '2026-11-26', time: '12:00' });
  });

  test('ends by local time, also if the clocks change meanwhile', () => {
    const friday = { at: Date.parse('2026-03-27T10:00:00Z') };
    expect(open(until('2026-03-30T10:00:00Z'), friday).closure()?.until).toEqual({ date: '2026-03-30', time: '12:00' });
  });

  test('gives turns again when its pause is over, without an order', () => {
    const { clock, closure } = open(until('2026-11-25T11:30:00Z'));
    clock.advance(90 * 60_000);
    expect(closure()).toBeNull();
    expect(open(null).closure()).toBeNull();
  });

  test('without an end has no opening time, and shows the hours once it is closed for the day', () => {
    expect(open(openEnded).closure()).toEqual({ reason: 'staff', note: null, until: null });
    const evening = open(openEnded, { at: Date.parse('2026-11-25T19:00:00Z') });
    expect(evening.closure()).toMatchObject({ reason: 'closed-for-today', until: { date: '2026-11-26' } });
  });

  test('without an end serves no appointment of today, and all of tomorrow', () => {
    const { isServed } = open(openEnded);
    expect([isServed('2026-11-25T11:00:00Z'), isServed('2026-11-26T11:00:00Z')]).toEqual([false, true]);
  });

  test('does not close the office', () => {
    expect(open(until('2026-11-25T11:30:00Z')).front()).toMatchObject({ open: true });
  });
});

describe('a service that is full', () => {
  test('has no turn for a walk-in until the next opening day', () => {
    const full = { reason: 'full', note: null, until: { date: '2026-11-26', time: '08:30' } };
    expect(open(null, { isFull: true }).closure()).toEqual(full);
  });

  test('has a place for an appointment, also if the staff have declared it full', () => {
    const said = open({ reason: 'full', untilMs: Date.parse('2026-11-25T12:00:00Z') }, { isFull: true });
    expect(said.closure('appointment')).toBeNull();
    expect(said.isServed('2026-11-25T11:00:00Z')).toBe(true);
    expect(said.closure('walk-in')?.reason).toBe('full');
  });

  test('is closed for the day like any other once its hours are over', () => {
    const evening = open(null, { isFull: true, at: Date.parse('2026-11-25T19:00:00Z') });
    expect(evening.closure()?.reason).toBe('closed-for-today');
  });
});
