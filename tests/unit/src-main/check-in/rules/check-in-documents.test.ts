import { describe, expect, test } from 'vitest';
import {
  A_TURN,
  appointment,
  DAY,
  DOCUMENT,
  decide,
  MINUTE,
  SIGNED_NUMBER,
  START_MS,
  STRANGER,
  STRANGERS_SIGNED_NUMBER,
} from './checked-in-office.ts';

describe('a typed document number', () => {
  test('gets a turn and no other answer in every case, and staff learn which appointment it matches', () => {
    const held = [appointment({ deskId: 'despatx-3' })];
    expect(decide(DOCUMENT, held, START_MS)).toEqual({
      result: A_TURN,
      match: { appointmentId: 'a1', serviceId: 'empadronament', deskId: 'despatx-3' },
    });
    expect(decide(STRANGER, held, START_MS)).toEqual({ result: A_TURN, match: null });
  });

  test('matches the appointment of the chosen service first, then one of another service', () => {
    const both = [
      appointment({ id: 'first', serviceId: 'tributs', startMs: START_MS - MINUTE }),
      appointment({ id: 'chosen' }),
    ];
    expect(decide(DOCUMENT, both, START_MS).match?.appointmentId).toBe('chosen');
    expect(decide(DOCUMENT, both, START_MS, { chosenServiceId: 'padro' }).match?.appointmentId).toBe('first');
  });

  test('matches no sensitive appointment by an ordinary service, and no ordinary one by a sensitive service', () => {
    const [sensitive, ordinary] = [appointment({ id: 'sensitive', sensitive: true }), appointment({ id: 'ordinary' })];
    expect(decide(DOCUMENT, [sensitive], START_MS).match).toBeNull();
    expect(decide(DOCUMENT, [ordinary], START_MS, { sensitive: true }).match).toBeNull();
    for (const [chosen, id] of [
      [false, 'ordinary'],
      [true, 'sensitive'],
    ] as const)
      expect(decide(DOCUMENT, [sensitive, ordinary], START_MS, { sensitive: chosen }).match?.appointmentId).toBe(id);
  });

  test('at another time matches no appointment for staff either', () => {
    for (const offsetMs of [-31 * MINUTE, 11 * MINUTE, DAY])
      for (const sensitive of [false, true])
        expect(decide(DOCUMENT, [appointment()], START_MS + offsetMs, { sensitive }).match).toBeNull();
  });
});

describe('a number in a signed code', () => {
  test('is answered with the hour and the specialist’s desk, if the appointment is due', () => {
    expect(decide(SIGNED_NUMBER, [appointment({ deskId: 'despatx-3' })], START_MS).result).toEqual({
      kind: 'checked-in',
      startMs: START_MS,
      deskId: 'despatx-3',
    });
  });

  test('for a sensitive service gets a neutral answer, and staff learn the match', () => {
    expect(decide(SIGNED_NUMBER, [appointment({ sensitive: true })], START_MS)).toEqual({
      result: { kind: 'neutral' },
      match: { appointmentId: 'a1', serviceId: 'empadronament', deskId: null },
    });
  });

  test('matches the appointment that may be shown before one that may not', () => {
    const both = [
      appointment({ id: 'sensitive', startMs: START_MS - MINUTE, sensitive: true }),
      appointment({ id: 'ordinary' }),
    ];
    expect(decide(SIGNED_NUMBER, both, START_MS)).toMatchObject({
      result: { kind: 'checked-in', startMs: START_MS },
      match: { appointmentId: 'ordinary' },
    });
    expect(decide(SIGNED_NUMBER, both, START_MS, { sensitive: true }).match?.appointmentId).toBe('sensitive');
  });

  test('in a sensitive office gets the same answer whether known or not, and staff see the match', () => {
    const holder = decide(SIGNED_NUMBER, [appointment({ sensitive: true })], START_MS, { sensitive: true });
    const other = decide(STRANGERS_SIGNED_NUMBER, [appointment({ sensitive: true })], START_MS, { sensitive: true });
    expect(holder.result).toEqual(other.result);
    expect(holder.match?.appointmentId).toBe('a1');
    expect(other.match).toBeNull();
  });
});
