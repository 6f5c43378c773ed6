import { ok, strictEqual } from 'node:assert/strict';
import { verifyAnswer } from '../../../src-main/signing/signed-messages.ts';
import { requestOf } from '../centre.ts';
import { exchange } from '../exchange.ts';
import { expectAnswer, expectProblem } from '../expectations.ts';
import type { Rule } from '../trial.ts';

const NONCE = 'conformance-nonce-0123456789';

export const TIME_RULES: readonly Rule[] = [
  {
    id: 'time/signed-with-nonce',
    says: 'the answer to readTime needs no credential, repeats the nonce and is signed by a key of the centre',
    check: async ({ centre, kiosk }) => {
      const answer = await exchange(requestOf(centre, 'readTime', { query: { nonce: NONCE } }));
      const { time, nonce } = expectAnswer('readTime', answer);
      strictEqual(nonce, NONCE, 'the nonce is not repeated');
      const atMs = await verifyAnswer(answer, null, kiosk.centreKeys);
      ok(atMs !== null, 'the answer is not signed by a key of the centre');
      ok(Math.abs(Date.parse(time) - atMs) < 5_000, 'time in the body and in torn-time differ');
    },
  },
  {
    id: 'time/nonce-needed',
    says: 'readTime without a nonce is malformed',
    check: async ({ centre }) => {
      expectProblem(await exchange(requestOf(centre, 'readTime', {})), 'malformed-request');
    },
  },
];
