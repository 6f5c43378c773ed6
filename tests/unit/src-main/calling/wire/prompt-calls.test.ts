import { expect, test } from 'vitest';
import {
  type CallFault,
  createKioskLine,
  type KioskAnswer,
  type KioskCall,
} from '../../../../../src-main/calling/wire/kiosk-calls.ts';
import {
  answersWithin,
  callPromptly,
  nextTrialMs,
  type PromptKiosk,
  tryPromptCall,
} from '../../../../../src-main/calling/wire/prompt-calls.ts';
import { type Result, refuse, succeed } from '../../../../../src-main/domain/result.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';

type Answer = Result<KioskAnswer, CallFault>;
const answered = (status: number): Answer => succeed({ status, value: null, slot: null, run: null });
const failed = (kind: CallFault['kind']) => refuse({ kind, detail: '' });

/** Calls to a kiosk; the test sets each answer and the milliseconds that it takes. */
function kioskAt(pin: string | null = 'pin') {
  const clock = createManualClock(0);
  const kiosk: PromptKiosk = {
    address: { host: 'kiosk', port: 1 },
    pin,
    promptLine: createKioskLine(),
    answersMs: null,
  };
  const sent: KioskCall[] = [];
  const ended: (number | null)[] = [];
  let next = { answer: answered(200), takesMs: 0 };
  const parts = {
    clock,
    calls: {
      call(call: KioskCall) {
        sent.push(call);
        clock.advance(next.takesMs);
        return Promise.resolve(next.answer);
      },
      keyAt: () => Promise.resolve(failed('not-reached')),
      slotAt: () => Promise.resolve(failed('not-reached')),
    },
    onEnded: ({ answersMs }: PromptKiosk) => void ended.push(answersMs),
  };
  return {
    kiosk,
    parts,
    sent,
    ended,
    call(answer: Answer, takesMs: number, mostMs = 300) {
      next = { answer, takesMs };
      return callPromptly(parts, kiosk, { path: '/number', body: { a: 1 }, mostMs });
    },
  };
}

test('a call goes over the prompt line to the holder of the key, and its answer comes back', async () => {
  const { call, kiosk, sent } = kioskAt();
  const answer = answered(200);
  expect(await call(answer, 0)).toBe(answer);
  expect(sent).toEqual([
    { address: kiosk.address, line: kiosk.promptLine, pin: 'pin', path: '/number', body: { a: 1 }, mostMs: 300 },
  ]);
  const unpaired = kioskAt(null);
  await unpaired.call(answer, 0);
  expect(unpaired.sent).toMatchObject([{ pin: '' }]);
});

test.each<[string, Answer, number, number]>([
  ['an answer', answered(200), 120, 120],
  ['a refusal', answered(409), 120, 120],
  ['the last refusal that is no fault of the kiosk', answered(499), 120, 120],
  ['a fault of the kiosk', answered(500), 120, Number.POSITIVE_INFINITY],
  ['no answer in time', failed('late'), 300, 301],
  ['a connection that was cut', failed('not-reached'), 120, Number.POSITIVE_INFINITY],
  ['an answer that is none', failed('no-answer'), 120, Number.POSITIVE_INFINITY],
  ['another key', failed('other-key'), 120, Number.POSITIVE_INFINITY],
])('after %s the kiosk’s time to answer is stored', async (_what, answer, takesMs, answersMs) => {
  const { call, kiosk, ended } = kioskAt();
  await call(answer, takesMs);
  expect(kiosk.answersMs).toBe(answersMs);
  // The time is stored before the caller gets the result.
  expect(ended).toEqual([answersMs]);
});

test('a kiosk is expected to answer within the time of its last call, and not at all before its first call', () => {
  const { kiosk } = kioskAt();
  expect(answersWithin(kiosk, 3_000)).toBe(false);
  kiosk.answersMs = 300;
  expect([answersWithin(kiosk, 299), answersWithin(kiosk, 300), answersWithin(kiosk, 301)]).toEqual([
    false,
    true,
    true,
  ]);
});

test('the next trial follows two seconds after an answer within 300 ms, and half a second after a later one', () => {
  const { kiosk } = kioskAt();
  const after = (answersMs: number | null) => {
    kiosk.answersMs = answersMs;
    return nextTrialMs(kiosk);
  };
  expect([after(null), after(300), after(301), after(Number.POSITIVE_INFINITY)]).toEqual([500, 2_000, 500, 500]);
});

test('a trial waits three seconds, as long as a desk waits for an order', async () => {
  const { kiosk, parts, sent } = kioskAt();
  await tryPromptCall(parts, kiosk);
  expect(sent).toMatchObject([{ path: '/api/kiosks/trial', body: {}, mostMs: 3_000 }]);
  expect(kiosk.answersMs).toBe(0);
});
