import { expect, test } from 'vitest';
import { wakeAppointments } from '../../../../../src-main/check-in/steps/wake-appointments.ts';
import { refuse, succeed } from '../../../../../src-main/domain/result.ts';

async function wake({ isKept = true, isWiped = false, heldIn = 'disk' as 'disk' | 'memory', keysOnDisk = true } = {}) {
  const seen: string[] = [];
  const see = (word: string) => void seen.push(word);
  const noted = <T>(word: string, value: T): T => {
    see(word);
    return value;
  };
  await wakeAppointments(
    {
      prepareKept: async () =>
        noted('prepare', keysOnDisk ? succeed(null) : refuse({ kind: 'store-failed' as const, detail: 'ENOSPC' })),
      wipeUnlessAllowed: () => noted('wipe', isWiped),
      destroyOldKeys: () => see('destroy old keys'),
      reload: () => noted('reload', isKept),
      heldIn: () => heldIn,
    },
    { forgetCursor: () => noted('forget the cursor', succeed(null)) },
    { event: see },
  );
  return seen;
}

test('keys come first, and complete appointments are not requested again', async () => {
  expect(await wake()).toEqual(['prepare', 'wipe', 'destroy old keys', 'reload']);
});

test('incomplete appointments are requested in full from the centre', async () => {
  expect(await wake({ isKept: false })).toContain('forget the cursor');
});

test('a disk that keeps no key is logged, and the other steps are done all the same', async () => {
  const seen = await wake({ keysOnDisk: false });
  expect(seen).toContain('store-failed');
  expect(seen).toContain('reload');
});

test('wiped appointments, and appointments in memory only, are logged', async () => {
  const seen = await wake({ isWiped: true, heldIn: 'memory' });
  expect(seen).toContain('appointments-wiped');
  expect(seen).toContain('appointments-in-memory');
});
