import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadOffice } from '../../../../config/load.ts';
import { createOffice } from '../../../../src-main/application/office.ts';
import { OFFICES } from '../../../support/core-process.ts';
import { createManualClock } from '../../../support/manual-clock.ts';

const loaded = loadOffice({ profileFile: join(OFFICES, 'oac-dido.json'), configDir: join(OFFICES, '..') });
if (!loaded.ok) throw new Error(loaded.error.detail);

/** A Wednesday that is no holiday, at eleven. */
const ELEVEN = Date.parse('2026-11-25T10:00:00Z');

function open(pausedUntil: string | null) {
  const untilMs = pausedUntil === null ? null : Date.parse(pausedUntil);
  const clock = createManualClock(ELEVEN);
  const office = createOffice(loaded.ok ? loaded.value : never(), [], clock, () =>
    untilMs !== null && untilMs > clock.wallMs() ? untilMs : null,
  );
  const [service] = office.profile.services;
  return { clock, availability: () => office.availability(service ?? never()), front: office.front };
}

const never = (): never => {
  throw new Error('the office has no service');
};

describe('a service that the centre has paused', () => {
  test('takes no turns, and says when it will today', () => {
    expect(open('2026-11-25T11:30:00Z').availability()).toEqual({ openNow: false, opensAt: '12:30' });
  });

  test('promises nothing for an hour at which it is closed anyway, or for another day', () => {
    expect(open('2026-11-25T22:30:00Z').availability()).toEqual({ openNow: false, opensAt: null });
    expect(open('2026-11-26T11:00:00Z').availability()).toEqual({ openNow: false, opensAt: null });
  });

  test('takes turns again at its hour, with nobody to say so', () => {
    const { clock, availability } = open('2026-11-25T11:30:00Z');
    clock.advance(90 * 60_000);
    expect(availability().openNow).toBe(true);
    expect(open(null).availability().openNow).toBe(true);
  });

  test('does not close the office: its list shows which services wait', () => {
    expect(open('2026-11-25T11:30:00Z').front()).toMatchObject({ open: true });
  });
});
