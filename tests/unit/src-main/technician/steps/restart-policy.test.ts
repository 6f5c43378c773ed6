import { expect, test } from 'vitest';
import {
  hasNewProfile,
  NO_RESTART,
  noteEnrolment,
  type RestartState,
  stepRestart,
} from '../../../../../src-main/technician/steps/restart-policy.ts';
import { readingOf } from '../../../../support/service-day.ts';

function look(from: RestartState, ...looks: readonly { hasNewProfile: boolean; isAtRest: boolean }[]) {
  let state = from;
  return looks.map((now) => {
    const step = stepRestart(state, now);
    ({ state } = step);
    return step.startFor;
  });
}

const busy = { hasNewProfile: false, isAtRest: false };
const atRest = { hasNewProfile: false, isAtRest: true };

test('without a reason the program does not restart', () => {
  expect(look(NO_RESTART, atRest, busy, atRest)).toEqual([null, null, null]);
});

test('a new profile waits until the kiosk is at rest, and requests one restart', () => {
  expect(look(NO_RESTART, { hasNewProfile: true, isAtRest: false }, busy, atRest, atRest)).toEqual([
    null,
    null,
    'profile-applied',
    null,
  ]);
});

test('an enrolment goes before a profile that came earlier', () => {
  const { state } = stepRestart(NO_RESTART, { hasNewProfile: true, isAtRest: false });
  expect(look(noteEnrolment(state), atRest)).toEqual(['kiosk-enrolled']);
});

test('a profile is new if the version in effect today is not the version in use', () => {
  const centre = { versionFor: (day: string) => (day === '2026-11-26' ? 2 : 1) };
  const on = (day: string) => ({ today: readingOf(day) });
  expect(hasNewProfile(on('2026-11-25'), centre, 1)).toBe(false);
  expect(hasNewProfile(on('2026-11-26'), centre, 1)).toBe(true);
});
