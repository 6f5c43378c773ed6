import { expect, test } from 'vitest';
import type { FromThread } from '../../../../../src-main/calling/contract/server-thread.ts';
import { createCoreCalls, MOST_CALLS } from '../../../../../src-main/calling/wire/core-calls.ts';

test('a core that does not answer gets 128 calls; the next are refused with 503 and reported once, until it answers one', async () => {
  const posted: FromThread[] = [];
  let full = 0;
  const core = createCoreCalls(
    (message) => void posted.push(message),
    () => {
      full += 1;
    },
  );
  const call = { call: 'claim-pairing', body: {} } as const;
  const waiting = Array.from({ length: MOST_CALLS }, () => core.ask(call));
  expect(full).toBe(0);
  expect(await core.ask(call)).toEqual({ status: 503 });
  expect(await core.ask(call)).toEqual({ status: 503 });
  expect([posted.length, full]).toEqual([MOST_CALLS, 1]);
  core.answered(1, { status: 200 });
  expect(await waiting[0]).toEqual({ status: 200 });
  void core.ask(call);
  expect(posted.at(-1)).toEqual({ kind: 'call', id: MOST_CALLS + 1, call });
  expect(await core.ask(call)).toEqual({ status: 503 });
  expect(full).toBe(2);
});
