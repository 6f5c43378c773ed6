import { expect, test } from 'vitest';
import { createTechnicianStore } from '../../../../../src-main/technician/store/technician-store.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';
import { openTestStore } from '../../../../support/test-store.ts';

function open(data = temporaryFolder()) {
  const { opened, close } = openTestStore(data, createManualClock(1_764_000_000_000));
  return { store: createTechnicianStore(opened.database), data, close };
}

test('a kiosk has one PIN: a second one is refused, and the first one stays', () => {
  const { store } = open();
  expect(store.pin()).toEqual({ ok: true, value: null });
  expect(store.keepPin('first')).toEqual({ ok: true, value: null });
  expect(store.keepPin('second')).toMatchObject({ ok: false, error: { kind: 'store-failed' } });
  expect(store.pin()).toEqual({ ok: true, value: { hash: 'first', failures: 0 } });
});

test('tries are counted across restarts, and reset on request', () => {
  const first = open();
  first.store.keepPin('hash');
  expect([first.store.countTry(), first.store.countTry()]).toEqual([
    { ok: true, value: 1 },
    { ok: true, value: 2 },
  ]);
  first.close();
  const { store } = open(first.data);
  expect(store.pin()).toMatchObject({ value: { failures: 2 } });
  store.forgetTries();
  expect(store.pin()).toMatchObject({ value: { hash: 'hash', failures: 0 } });
});

test('a forgotten PIN can be replaced by another', () => {
  const { store } = open();
  store.keepPin('first');
  store.countTry();
  store.forgetPin();
  expect(store.pin()).toEqual({ ok: true, value: null });
  expect(store.keepPin('second')).toEqual({ ok: true, value: null });
});
