import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import {
  type EventsAnswer,
  MAX_BATCH,
  MAX_BODY_BYTES,
  MAX_EVENT_BYTES,
  MAX_INFLATED_BYTES,
} from '../../../src-main/contract/centre/events-upload.ts';
import { kindOf } from '../../../src-main/contract/centre/problems.ts';
import { callAsCity } from '../centre.ts';
import { exchange } from '../exchange.ts';
import { eventually, expectAnswer, expectProblem } from '../expectations.ts';
import type { TestKiosk } from '../kiosk.ts';
import { printEnded, type Rule, remark, ticketsOf, turn } from '../trial.ts';

const statuses = ({ items }: EventsAnswer): string[] => items.map(({ status }) => status);

const ackOf = ({ acknowledged }: EventsAnswer, epoch: number): number | undefined =>
  acknowledged.find((ack) => ack.epoch === epoch)?.seq;

const sendBytes = (kiosk: TestKiosk, body: Buffer, headers: Record<string, string> = {}) =>
  kiosk.ask('uploadEvents', { body, headers });

const bytesOf = (kiosk: TestKiosk, ...events: unknown[]): Buffer => Buffer.from(JSON.stringify(kiosk.batch(events)));

/** Each rule that tests sequence numbers uses an epoch (the count of rebuilds and restores of a kiosk's data) that no other rule uses. */
let epochs = 0;
function freshEpoch(): number {
  epochs += 1;
  return epochs;
}

export const INGEST_RULES: readonly Rule[] = [
  {
    id: 'ingest/stored',
    says: 'every event of a batch is answered in its place as stored',
    check: async ({ kiosk }) => {
      deepStrictEqual(statuses(await kiosk.tell(remark(kiosk), turn(kiosk))), ['stored', 'stored']);
    },
  },
  {
    id: 'ingest/stored-is-kept',
    says: 'an event answered as stored is kept: it is a duplicate when it is sent again, and its turn is listed',
    check: async (trial) => {
      const given = turn(trial.kiosk);
      deepStrictEqual(statuses(await trial.kiosk.tell(given)), ['stored']);
      deepStrictEqual(statuses(await trial.kiosk.tell(given)), ['duplicate'], 'an event answered stored was not kept');
      await eventually(async () => {
        const found = (await ticketsOf(trial)).some(({ ticketId }) => ticketId === given.payload.ticketId);
        strictEqual(found, true, 'a turn that was answered stored is not listed');
      });
    },
  },
  {
    id: 'ingest/duplicate-answers-duplicate',
    says: 'an event with a known id is answered duplicate, in another batch and within the same one',
    check: async ({ kiosk }) => {
      const [first, next] = [remark(kiosk), remark(kiosk)];
      await kiosk.tell(first);
      deepStrictEqual(statuses(await kiosk.tell(first, next)), ['duplicate', 'stored']);
      const twice = remark(kiosk);
      deepStrictEqual(statuses(await kiosk.tell(twice, twice)), ['stored', 'duplicate']);
    },
  },
  {
    id: 'ingest/replayed-upload-answers-duplicate',
    says: 'a repeated signed upload is answered duplicate and changes nothing',
    check: async ({ kiosk }) => {
      const request = await kiosk.signed('uploadEvents', { body: kiosk.batch([remark(kiosk), remark(kiosk)]) });
      const first = expectAnswer('uploadEvents', await exchange(request));
      const again = expectAnswer('uploadEvents', await exchange(request));
      deepStrictEqual(statuses(again), ['duplicate', 'duplicate']);
      deepStrictEqual(again.acknowledged, first.acknowledged);
    },
  },
  {
    id: 'ingest/unknown-type-stored',
    says: 'a type, a version or a payload that the centre does not know is stored',
    check: async ({ kiosk }) => {
      const events = [
        kiosk.event('from-a-newer-kiosk', { anything: [1, 'two', { three: null }] }),
        kiosk.event('ticket-issued', { unlike: 'version 1' }, { v: 99 }),
        kiosk.event('ticket-issued', { unlike: 'its schema' }),
      ];
      deepStrictEqual(statuses(await kiosk.tell(...events)), ['stored', 'stored', 'stored']);
    },
  },
  {
    id: 'ingest/bad-item-rejected-alone',
    says: 'an item that cannot be read as an event, or is too large, is rejected with a problem; the other events of its batch are stored',
    check: async ({ kiosk }) => {
      const large = kiosk.event('conformance-remark', { says: 'x'.repeat(MAX_EVENT_BYTES) });
      const answer = await kiosk.tell(remark(kiosk), { id: 'no event' }, 17, large, remark(kiosk));
      deepStrictEqual(statuses(answer), ['stored', 'rejected', 'rejected', 'rejected', 'stored']);
      for (const item of answer.items)
        if (item.status === 'rejected')
          strictEqual(kindOf(item.problem) === null, false, `an item was rejected with ${item.problem.type}`);
    },
  },
  {
    id: 'ingest/fork-flagged',
    says: 'another event at a taken place is stored, flagged as a fork, and raises an alarm',
    check: async ({ centre, kiosk }) => {
      const epoch = freshEpoch();
      await kiosk.tell(remark(kiosk, { epoch, seq: 1 }));
      const other = remark(kiosk, { epoch, seq: 1 });
      deepStrictEqual((await kiosk.tell(other)).items, [{ status: 'stored', fork: true }]);
      deepStrictEqual(statuses(await kiosk.tell(other)), ['duplicate'], 'a fork was not kept');
      await eventually(async () => {
        const { alarms } = expectAnswer('listAlarms', await callAsCity(centre, 'listAlarms'));
        const heard = alarms.some(({ kind, kioskId }) => kind === 'fork' && kioskId === kiosk.kioskId);
        strictEqual(heard, true, 'no alarm tells of the fork');
      });
    },
  },
  {
    id: 'ingest/acknowledges-without-gap',
    says: 'acknowledged is the seq up to which no event of that epoch is missing, whatever the order of arrival',
    check: async ({ kiosk }) => {
      const epoch = freshEpoch();
      const at = (seq: number) => remark(kiosk, { epoch, seq });
      strictEqual(ackOf(await kiosk.tell(at(1), at(2)), epoch), 2);
      strictEqual(ackOf(await kiosk.tell(at(5), at(4)), epoch), 2);
      strictEqual(ackOf(await kiosk.tell(at(3)), epoch), 5);
    },
  },
  {
    id: 'ingest/order-independent',
    says: 'a report of paper that arrives before its turn, in another batch, has the same effect as after it',
    check: async (trial) => {
      const { kiosk } = trial;
      const epoch = freshEpoch();
      const given = { ...turn(kiosk), epoch, seq: 1 };
      const printed = { ...printEnded(kiosk, given.payload.ticketId), epoch, seq: 2 };
      await kiosk.tell(printed);
      await kiosk.tell(given);
      await eventually(async () => {
        const ticket = (await ticketsOf(trial)).find(({ ticketId }) => ticketId === given.payload.ticketId);
        strictEqual(ticket?.print, 'printed');
      });
    },
  },
  {
    id: 'ingest/incarnation-counts-anew',
    says: 'the same place in another incarnation is a different place, and no fork',
    check: async ({ kiosk }) => {
      const epoch = freshEpoch();
      await kiosk.tell(remark(kiosk, { epoch, seq: 1 }));
      const body = { ...kiosk.batch([remark(kiosk, { epoch, seq: 1 })]), incarnation: randomUUID() };
      const { items } = expectAnswer('uploadEvents', await kiosk.ask('uploadEvents', { body }));
      strictEqual(items[0]?.status === 'stored' && items[0].fork !== true, true);
    },
  },
  {
    id: 'ingest/gzip-taken',
    says: 'a body compressed with gzip is accepted; its digest covers the compressed bytes',
    check: async ({ kiosk }) => {
      const body = gzipSync(bytesOf(kiosk, remark(kiosk)));
      const answer = await sendBytes(kiosk, body, { 'content-encoding': 'gzip' });
      deepStrictEqual(statuses(expectAnswer('uploadEvents', answer)), ['stored']);
    },
  },
  {
    id: 'ingest/too-large-refused',
    says: 'a body that is larger than allowed is refused as too-large',
    check: async ({ kiosk }) => {
      const body = Buffer.concat([bytesOf(kiosk, remark(kiosk)), Buffer.alloc(MAX_BODY_BYTES, ' ')]);
      expectProblem(await sendBytes(kiosk, body), 'too-large');
    },
  },
  {
    id: 'ingest/gzip-bomb-refused',
    says: 'a small body that inflates beyond the limit is refused as too-large',
    check: async ({ kiosk }) => {
      const bomb = Buffer.concat([bytesOf(kiosk, remark(kiosk)), Buffer.alloc(16 * MAX_INFLATED_BYTES, ' ')]);
      expectProblem(await sendBytes(kiosk, gzipSync(bomb), { 'content-encoding': 'gzip' }), 'too-large');
    },
  },
  {
    id: 'ingest/malformed-refused',
    says: 'a body that is not JSON, not an upload, truncated gzip or more than one batch is refused as malformed-request',
    check: async ({ kiosk }) => {
      const whole = bytesOf(kiosk, remark(kiosk));
      expectProblem(await sendBytes(kiosk, whole.subarray(0, -5)), 'malformed-request');
      expectProblem(await sendBytes(kiosk, Buffer.from('{"events":[]}')), 'malformed-request');
      const cut = gzipSync(whole).subarray(0, -12);
      expectProblem(await sendBytes(kiosk, cut, { 'content-encoding': 'gzip' }), 'malformed-request');
      const many = Array.from({ length: MAX_BATCH + 1 }, () => 0);
      expectProblem(await sendBytes(kiosk, bytesOf(kiosk, ...many)), 'malformed-request');
    },
  },
  {
    id: 'ingest/only-json',
    says: 'a body of another media type or coding is refused as unsupported-media',
    check: async ({ kiosk }) => {
      const body = bytesOf(kiosk, remark(kiosk));
      expectProblem(await sendBytes(kiosk, body, { 'content-type': 'text/plain' }), 'unsupported-media');
      expectProblem(await sendBytes(kiosk, body, { 'content-encoding': 'br' }), 'unsupported-media');
    },
  },
];
