import { strictEqual } from 'node:assert/strict';
import { callAsCity, requestOf } from '../centre.ts';
import { exchange, exchangeHead, holdHalf, openStream } from '../exchange.ts';
import { expectAnswer, expectProblem } from '../expectations.ts';
import { enrol, type TestKiosk } from '../kiosk.ts';
import { type Rule, remark } from '../trial.ts';

/** A centre should not work on this many requests of an unknown caller at once. */
const HALF_REQUESTS = 250;

const unsigned = ({ centre, kioskId }: TestKiosk) =>
  requestOf(centre, 'uploadEvents', { params: { kioskId }, body: { never: 'sent whole' } });

export const CONNECTION_RULES: readonly Rule[] = [
  {
    id: 'connections/stranger-body-not-waited-for',
    says: 'a request without valid credentials is refused by its head, before its body arrives',
    check: async ({ centre, kiosk }) => {
      expectProblem(await exchangeHead(unsigned(kiosk)), 'unsigned');
      const headers = { authorization: 'Bearer torn_a-token-that-was-never-given-to-anybody' };
      const order = requestOf(centre, 'confirmEnrolment', { body: { never: 'sent whole' }, headers });
      expectProblem(await exchangeHead(order), 'bad-token');
    },
  },
  {
    id: 'connections/half-requests-hold-up-nobody',
    says: `${HALF_REQUESTS} connections with an incomplete request each delay neither uploads nor reads`,
    check: async ({ kiosk, second }) => {
      const held = await holdHalf(unsigned(kiosk), HALF_REQUESTS);
      try {
        for (const one of [kiosk, second])
          expectAnswer('uploadEvents', await one.ask('uploadEvents', { body: one.batch([remark(one)]) }));
        expectAnswer('readSnapshot', await kiosk.ask('readSnapshot'));
      } finally {
        held.close();
      }
    },
  },
  {
    id: 'connections/third-stream-ends-the-oldest',
    says: 'a kiosk has at most two wake-up streams at a replica: a third one ends the oldest',
    check: async ({ kiosk }) => {
      const first = await openStream(await kiosk.signed('followHints'));
      const others = [first];
      try {
        for (let more = 0; more < 2; more += 1) others.push(await openStream(await kiosk.signed('followHints')));
        strictEqual(await first.endsInTime(), true, 'the oldest of three streams stays open');
      } finally {
        for (const stream of others) stream.close();
      }
    },
  },
  {
    id: 'connections/streams-end-at-revocation',
    says: 'the streams of a kiosk that is revoked end',
    check: async ({ centre, officeId, freshSlot }) => {
      const kiosk = await enrol(centre, officeId, freshSlot());
      const stream = await openStream(await kiosk.signed('followHints'));
      try {
        const { kioskId } = kiosk;
        expectAnswer(
          'revokeKiosk',
          await callAsCity(centre, 'revokeKiosk', { params: { kioskId }, body: { reason: 'conformance' } }),
        );
        strictEqual(await stream.endsInTime(), true, 'the stream of a revoked kiosk stays open');
      } finally {
        stream.close();
      }
    },
  },
  {
    id: 'connections/malformed-url-is-a-problem',
    says: 'a path with an invalid percent-encoding is answered with a problem document',
    check: async ({ centre }) => {
      for (const path of ['/v1/cities/%zz/kiosks', '/v1/cities/%E0%A4%A/kiosks'])
        expectProblem(
          await exchange({ method: 'GET', url: `${centre.url}${path}`, headers: {}, body: null }),
          'malformed-request',
          'not-found',
        );
    },
  },
];
