import { ok, strictEqual } from 'node:assert/strict';
import { answerFields } from '../../../src-main/contract/centre/signing.ts';
import { verifyAnswer } from '../../../src-main/signing/signed-messages.ts';
import { callAsCity } from '../centre.ts';
import { type Answer, exchange } from '../exchange.ts';
import { expectAnswer, expectProblem } from '../expectations.ts';
import { openEnrolment, readEnrolment, type TestKiosk } from '../kiosk.ts';
import { type Rule, remark } from '../trial.ts';

async function expectSigned(what: string, answer: Answer, { centreKeys }: TestKiosk): Promise<void> {
  const atMs = await verifyAnswer(answer, answer.request, centreKeys);
  const fields = answerFields(answer.headers, answer.request.headers);
  ok(atMs !== null, `the answer to ${what} is not signed by a key of the centre over ${fields.join(', ')}`);
}

export const ANSWER_RULES: readonly Rule[] = [
  {
    id: 'answers/signed',
    says: 'every answer to a signed request is signed: to uploads, to reads, and to a request without a body',
    check: async ({ kiosk }) => {
      await expectSigned('an upload', await kiosk.ask('uploadEvents', { body: kiosk.batch([remark(kiosk)]) }), kiosk);
      const snapshot = await kiosk.ask('readSnapshot');
      await expectSigned('a read', snapshot, kiosk);
      const headers = { 'if-none-match': snapshot.headers.etag ?? '' };
      await expectSigned('a read that changed nothing', await kiosk.ask('readSnapshot', { headers }), kiosk);
    },
  },
  {
    id: 'answers/problems-signed',
    says: 'problems that answer a signed request are signed too, because a kiosk acts on them',
    check: async ({ kiosk, second }) => {
      const notYours = await kiosk.ask('readSnapshot', { params: { kioskId: second.kioskId } });
      expectProblem(notYours, 'not-yours');
      await expectSigned('a request that was not its own', notYours, kiosk);
      const request = await kiosk.signed('readSnapshot');
      await exchange(request);
      await expectSigned('a read that came again', await exchange(request), kiosk);
    },
  },
  {
    id: 'answers/unproved-not-signed',
    says: 'a request whose signature does not verify, altered on the way or by an unknown key, is answered without the centre’s signature',
    check: async ({ kiosk }) => {
      const request = await kiosk.signed('readSnapshot');
      const upload = await kiosk.signed('uploadEvents', { body: kiosk.batch([remark(kiosk)]) });
      const elsewhere = request.url.replace(kiosk.kioskId, kiosk.incarnation);
      const altered = {
        path: await exchange(request, elsewhere),
        query: await exchange(request, `${request.url}?x=1`),
        method: await exchange({ ...request, method: 'POST', body: Buffer.from('{}') }),
        body: await exchange({ ...upload, body: Buffer.from('{}') }),
        host: await exchange({ ...upload, headers: { ...upload.headers, host: 'torn.elsewhere.example' } }),
        condition: await exchange({ ...request, headers: { ...request.headers, 'if-none-match': '*' } }),
        packing: await exchange({ ...upload, headers: { ...upload.headers, 'content-encoding': 'gzip' } }),
        nowhere: await exchange(upload, `${upload.url}-that-nobody-serves`),
      };
      for (const [what, { status, headers }] of Object.entries(altered)) {
        ok(status >= 400, `a request with another ${what} is answered with ${status}`);
        ok(!('signature' in headers), `the refusal of a request with another ${what} is signed`);
      }
    },
  },
  {
    id: 'answers/candidates-too',
    says: 'the answer to a machine that asks to be enrolled is signed',
    check: async ({ centre, kiosk }) => {
      await expectSigned('readEnrolment', await readEnrolment(await openEnrolment(centre)), kiosk);
    },
  },
  {
    id: 'answers/bound-to-their-request',
    says: 'the signature of an answer is valid only for the request that it answers',
    check: async ({ kiosk }) => {
      const [first, next] = [await kiosk.signed('readSnapshot'), await kiosk.signed('readSnapshot')];
      const answer = await exchange(first);
      ok((await verifyAnswer(answer, first, kiosk.centreKeys)) !== null, 'the answer does not fit its request');
      strictEqual(await verifyAnswer(answer, next, kiosk.centreKeys), null, 'the answer fits another request');
    },
  },
];

export const READ_RULES: readonly Rule[] = [
  {
    id: 'reads/replayed-read-refused',
    says: 'a repeated signed read is refused as replayed-request, and `above` gives the number to exceed',
    check: async ({ kiosk }) => {
      const request = await kiosk.signed('readSnapshot');
      expectAnswer('readSnapshot', await exchange(request));
      const { above } = expectProblem(await exchange(request), 'replayed-request');
      strictEqual(above, Number(request.headers['torn-request']), '`above` is not the last count');
    },
  },
  {
    id: 'reads/older-read-refused',
    says: 'a read with a lower count than one that has been answered is refused as replayed-request',
    check: async ({ kiosk }) => {
      const [older, newer] = [await kiosk.signed('readSnapshot'), await kiosk.signed('readSnapshot')];
      expectAnswer('readSnapshot', await exchange(newer));
      expectProblem(await exchange(older), 'replayed-request');
      expectAnswer('readSnapshot', await kiosk.ask('readSnapshot'));
    },
  },
];

export const PROBLEM_RULES: readonly Rule[] = [
  {
    id: 'problems/known-types',
    says: 'every refusal is problem+json of a known type, also at a path that does not exist',
    check: async ({ centre, kiosk }) => {
      const nothing = { method: 'GET', url: `${centre.url}/v1/nothing-here`, headers: {}, body: null };
      expectProblem(await exchange(nothing), 'not-found');
      const badDay = { params: { officeId: 'x' }, query: { serviceDay: 'yesterday' } };
      expectProblem(await callAsCity(centre, 'listTickets', badDay), 'malformed-request');
      const other = { ...centre, token: 'torn_a-token-that-was-never-given-to-anybody' };
      expectProblem(await callAsCity(other, 'listKiosks'), 'bad-token');
      expectProblem(await callAsCity(centre, 'listKiosks', { headers: { authorization: '' } }), 'bad-token');
      expectProblem(await kiosk.ask('readChanges', { query: {} }), 'malformed-request');
    },
  },
  {
    id: 'problems/other-city-closed',
    says: 'a token or a kiosk of one city has no access to another city',
    check: async ({ centre, kiosk }) => {
      const params = { cityId: `${centre.cityId.slice(0, 20)}-another` };
      expectProblem(await callAsCity(centre, 'listKiosks', { params }), 'bad-token', 'not-yours', 'not-found');
      const request = await kiosk.ask('readSnapshot', { params });
      expectProblem(request, 'unknown-key', 'not-yours', 'not-found');
    },
  },
];
