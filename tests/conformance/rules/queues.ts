import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import type { OfficeQueue, OfficeQueuesStated } from '../../../src-main/contract/centre/office-queues.ts';
import { callAsCity, requestOf } from '../centre.ts';
import { exchange } from '../exchange.ts';
import { expectAnswer, expectProblem } from '../expectations.ts';
import { enrol, type TestKiosk } from '../kiosk.ts';
import { freshOfficeId, OTHER_SERVICE, publish, type Rule, SERVICE, type Trial, turn } from '../trial.ts';
import { snapshotOf } from './configuration.ts';

type Stated = OfficeQueuesStated['queues'][number];

async function state({ centre, officeId }: Trial, ...queues: readonly Partial<Stated>[]): Promise<readonly string[]> {
  const whole = queues.map((one) => ({ serviceId: null, waiting: 0, minutes: null, ageS: 0, ...one }));
  const call = { params: { officeId }, body: { queues: whole } };
  return expectAnswer('stateOfficeQueues', await callAsCity(centre, 'stateOfficeQueues', call)).unknown;
}

/** What a kiosk is told now, by service, without the time. */
async function heardBy(kiosk: TestKiosk): Promise<Record<string, unknown>> {
  const { cursor } = await snapshotOf(kiosk);
  const answer = await kiosk.ask('readChanges', { query: { cursor } });
  const queues: readonly OfficeQueue[] = expectAnswer('readChanges', answer).queues ?? [];
  for (const { asOf } of queues) ok(Math.abs(Date.parse(asOf) - Date.now()) < 600_000, `a queue is dated ${asOf}`);
  return Object.fromEntries(queues.map(({ serviceId, waiting, minutes }) => [serviceId, { waiting, minutes }]));
}

export const QUEUE_RULES: readonly Rule[] = [
  {
    id: 'queues/kiosk-states-its-own',
    says: 'how many wait before its turns a kiosk states for itself alone, signed, as often as it likes; what cannot be read is refused',
    check: async ({ kiosk, second }) => {
      const given = turn(kiosk);
      await kiosk.tell(given);
      const { ticketId } = given.payload;
      const statement = (more: Record<string, unknown> = {}, agoMs = 0) => ({
        body: {
          asOf: new Date(Date.now() - agoMs).toISOString(),
          tickets: [{ ticketId, waiting: 2, minutes: { from: 5, to: 10 }, ...more }],
        },
      });
      expectAnswer('stateQueue', await kiosk.ask('stateQueue', statement()));
      // Late, and of no tickets: neither is the kiosk's fault.
      expectAnswer('stateQueue', await kiosk.ask('stateQueue', statement({ minutes: null }, 3_600_000)));
      expectAnswer('stateQueue', await kiosk.ask('stateQueue', { body: { ...statement().body, tickets: [] } }));
      const ofAnother = { ...statement(), params: { kioskId: second.kioskId } };
      expectProblem(await kiosk.ask('stateQueue', ofAnother), 'not-yours');
      expectProblem(await kiosk.ask('stateQueue', statement({ waiting: -1 })), 'malformed-request');
      expectProblem(await kiosk.ask('stateQueue', { body: { tickets: [] } }), 'malformed-request');
      const unsigned = requestOf(kiosk.centre, 'stateQueue', { ...statement(), params: { kioskId: kiosk.kioskId } });
      expectProblem(await exchange(unsigned), 'unsigned');
    },
  },
  {
    id: 'queues/other-system-told-to-its-kiosks',
    says: 'what is stated of queues that another system keeps reaches the kiosks of that office with their changes, the newest of each service, and no other office',
    check: async (trial) => {
      const { centre, officeId, kiosk, second } = trial;
      const elsewhere = freshOfficeId();
      await publish(centre, elsewhere);
      const stranger = await enrol(centre, elsewhere, 1);
      const minutes = { from: 10, to: 15 };
      const unknown = await state(
        trial,
        { serviceId: SERVICE.serviceId as Stated['serviceId'], waiting: 4, minutes },
        { serviceId: null, waiting: 7 },
        { serviceId: 'no-such-service' as Stated['serviceId'], waiting: 1 },
      );
      deepStrictEqual(unknown, ['no-such-service']);
      const all = {
        [SERVICE.serviceId]: { waiting: 4, minutes },
        [OTHER_SERVICE.serviceId]: { waiting: 7, minutes: null },
      };
      deepStrictEqual(await heardBy(kiosk), all);
      deepStrictEqual(await heardBy(second), all, 'two kiosks are told differently');
      deepStrictEqual(await heardBy(stranger), {}, 'another office is told of it');
      // What was read longer ago comes late.
      await state(trial, { serviceId: SERVICE.serviceId as Stated['serviceId'], waiting: 9, ageS: 60 });
      deepStrictEqual(await heardBy(kiosk), all, 'what is older replaced what is newer');
      await state(trial, { serviceId: SERVICE.serviceId as Stated['serviceId'], waiting: 1 });
      deepStrictEqual((await heardBy(kiosk))[SERVICE.serviceId], { waiting: 1, minutes: null });
      const token = randomBytes(32).toString('base64url');
      const call = {
        params: { officeId },
        body: { queues: [{ serviceId: null, waiting: 0, minutes: null, ageS: 0 }] },
      };
      const headers = { authorization: `Bearer ${token}` };
      expectProblem(await callAsCity(centre, 'stateOfficeQueues', { ...call, headers }), 'bad-token');
      strictEqual((await heardBy(kiosk))[OTHER_SERVICE.serviceId] !== undefined, true);
    },
  },
];
