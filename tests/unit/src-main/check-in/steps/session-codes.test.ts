import { describe, expect, test } from 'vitest';
import { bareResult } from '../../../../../src-main/check-in/steps/check-in-result.ts';
import { isCodeAnswered, isNextPerson, mayCodeCome } from '../../../../../src-main/check-in/steps/check-in-steps.ts';
import { type Session, startSession } from '../../../../../src-main/session/steps/session.ts';
import { type SessionEvent, stepSession } from '../../../../../src-main/session/steps/session-step.ts';

const SIGNED_CODE = 'mark of a signed code';
const begin = () => startSession('5f0c7a3e-3f50-4c8e-8d54-3b7f7b0c7c11', 'ca', 0);

function sessionAfter(...events: readonly SessionEvent[]): Session {
  return events.reduce((session: Session, event) => {
    const next = stepSession(session, event, 1_000);
    return next ?? startSession('9d1dca1c-7f3f-4d0a-93c3-0e5a4b0b6a10', 'ca', 1_000, session.lasting);
  }, begin());
}
const read: SessionEvent = { type: 'signed-code-read', codeMark: SIGNED_CODE };
const met: SessionEvent = { type: 'signed-code-met', codeMark: SIGNED_CODE };
const shown: SessionEvent = {
  type: 'go',
  place: { at: 'check-in-result', result: bareResult('neutral'), shown: null },
};
const answered: SessionEvent = { type: 'code-answered', shown: { mark: 'one', codeMark: SIGNED_CODE } };
const another: SessionEvent = { type: 'next-person', sessionId: '0d6ab5b4-5c8b-4a8c-9a3d-0c1b6f6f1f01' };

describe('a signed code', () => {
  test('may come again, in any session, while no result was made from it', () => {
    expect(mayCodeCome(sessionAfter(), SIGNED_CODE)).toBe(false);
    expect(mayCodeCome(sessionAfter(read), SIGNED_CODE)).toBe(true);
    expect(mayCodeCome(sessionAfter(read, { type: 'finish' }), SIGNED_CODE)).toBe(true);
  });

  test('is spent for every session except the session in which a result was made from it', () => {
    expect(mayCodeCome(sessionAfter(read, met), SIGNED_CODE)).toBe(true);
    expect(mayCodeCome(sessionAfter(read, met, { type: 'finish' }), SIGNED_CODE)).toBe(false);
    expect(mayCodeCome(sessionAfter(read, met, shown, another), SIGNED_CODE)).toBe(false);
  });

  test('counts as answered while its result is shown', () => {
    expect(isCodeAnswered(sessionAfter(read, met, shown, answered), SIGNED_CODE)).toBe(true);
    expect(isCodeAnswered(sessionAfter(read, met, shown), SIGNED_CODE)).toBe(false);
    expect(isCodeAnswered(sessionAfter(read, met, shown, answered, { type: 'back' }), SIGNED_CODE)).toBe(false);
  });
});

describe('a person who scans another code at a result', () => {
  test('counts as the next person, and with the same code as the same person', () => {
    const session = sessionAfter(shown, answered);
    expect(isNextPerson(session, { mark: 'another', codeMark: null })).toBe(true);
    expect(isNextPerson(session, { mark: null, codeMark: null })).toBe(true);
    expect(isNextPerson(session, { mark: 'one', codeMark: null })).toBe(false);
    expect(isNextPerson(sessionAfter(), { mark: 'another', codeMark: null })).toBe(false);
  });

  test('finds the language and settings unchanged, and no wishes or failures of the last person', () => {
    const session = sessionAfter(
      { type: 'choose-language', language: 'es' },
      { type: 'set-attention', attention: { preferential: true, comeAndFetch: false } },
      { type: 'guess-failed' },
      shown,
      another,
    );
    expect(session).toMatchObject({
      sessionId: '0d6ab5b4-5c8b-4a8c-9a3d-0c1b6f6f1f01',
      stateNo: 0,
      language: 'es',
      failedGuesses: 0,
      place: { at: 'idle' },
      attention: { preferential: false },
    });
  });
});

test('a look-up in progress continues for the next person', () => {
  expect(sessionAfter({ type: 'look-up-started' }, { type: 'finish' }).lasting.isLookingUp).toBe(true);
  expect(sessionAfter({ type: 'look-up-started' }, { type: 'look-up-ended' }).lasting.isLookingUp).toBe(false);
});

test('remembering codes never makes a touch stale', () => {
  const events: SessionEvent[] = [read, met, answered, { type: 'guess-failed' }, { type: 'look-up-started' }];
  expect(sessionAfter(...events).stateNo).toBe(0);
});
