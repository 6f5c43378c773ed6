import { expect, test } from 'vitest';
import { createLeaving } from '../../../../../src-main/session/steps/leaving.ts';
import { type Session, startSession } from '../../../../../src-main/session/steps/session.ts';

const nothing = (): void => undefined;

test('of the staff’s view only the first page counts as showing calls and alarms', () => {
  let looks = false;
  const left = createLeaving({
    record: { acted: nothing, pinChecked: nothing, codeOf: () => null, resumed: nothing },
    devices: { leave: nothing },
    diagnostics: { forget: nothing },
    staffAccess: { leave: nothing },
    travel: { leave: nothing },
    notes: { drop: nothing },
    hours: { release: nothing },
    help: {
      leave: nothing,
      withdraw: nothing,
      staffLooks(now) {
        looks = now;
      },
    },
  });
  let before = startSession('5f0c7a3e-3f50-4c8e-8d54-3b7f7b0c7c11', 'ca', 0);
  const seenAt = (place: Session['place']): boolean => {
    const now = { ...before, place };
    left({ before, now, isAtDevices: false, isTimeUp: false });
    before = now;
    return looks;
  };
  expect(seenAt({ at: 'staff' })).toBe(true);
  expect(seenAt({ at: 'staff-unprinted' })).toBe(false);
  expect(seenAt({ at: 'staff' })).toBe(true);
  expect(seenAt({ at: 'idle' })).toBe(false);
});
