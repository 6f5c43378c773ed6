import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { OfficeQueue, type OfficeQueuesStated } from '../../../src-main/contract/centre/office-queues.ts';
import { callAsCity, requestOf } from '../centre.ts';
import { exchange } from '../exchange.ts';
import { expectAnswer, expectProblem } from '../expectations.ts';
import { enrol, type TestKiosk } from '../kiosk.ts';
import { freshOfficeId, OTHER_SERVICE, publish, type Rule, SERVICE, type Trial, turn } from '../trial.ts';
import { snapshotOf } from './configuration.ts';

type State = OfficeQueuesStated['queues'][number]['state'];

/**
 * Reports queues as the city's own system does. `state`: the fields that differ from an empty queue; `null`: the
 * system does not know the queue. Returns the services that the centre does not know.
 */
async function state(
  { centre, officeId }: Pick<Trial, 'centre' | 'officeId'>,
  ...queues: readonly { serviceId: string | null; state: Partial<State> }[]
): Promise<readonly string[]> {
  const nobody = { waiting: 0, minutes: null, ageS: 0 };
  const whole = queues.map((one) => ({ ...one, state: one.state && { ...nobody, ...one.state } }));
  const call = { params: { officeId }, body: { queues: whole } };
  return expectAnswer('stateOfficeQueues', await callAsCity(centre, 'stateOfficeQueues', call)).unknown;
}

/** The queues that a kiosk receives now, by service, without their times. */
async function heardBy(kiosk: TestKiosk): Promise<Record<string, unknown>> {
  const { cursor } = await snapshotOf(kiosk);
  const answer = await kiosk.ask('readChanges', { query: { cursor } });
  const queues = (expectAnswer('readChanges', answer).queues ?? []).map((queue) => OfficeQueue.parse(queue));
  for (const { asOf } of queues) ok(Math.abs(Date.parse(asOf) - Date.now()) < 600_000, `a queue is dated ${asOf}`);
  return Object.fromEntries(queues.map(({ serviceId, waiting, minutes }) => [serviceId, { waiting, minutes }]));
}

export const QUEUE_RULES: readonly Rule[] = [
  {
    id: 'queues/kiosk-states-its-own',
    says: 'a kiosk states how many people wait before its own turns, signed and as often as it likes; an unreadable statement is refused',
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
      expectAnswer('stateQueue', await kiosk.ask('stateQueue', statement({ minutes: null }, 3_600_000)));
      expectAnswer('stateQueue', await kiosk.ask('stateQueue', { body: { ...statement().body, tickets: [] } }));
      const ofAnother = { ...statement(), params: { kioskId: second.kioskId } };
      expectProblem(await kiosk.ask('stateQueue', ofAnother), 'not-yours');
      for (const wrong of [{ waiting: -1 }, { minutes: { from: 5, to: 5 } }, { minutes: { from: 5, to: 301 } }])
        expectProblem(await kiosk.ask('stateQueue', statement(wrong)), 'malformed-request');
      expectProblem(await kiosk.ask('stateQueue', { body: { tickets: [] } }), 'malformed-request');
      const unsigned = requestOf(kiosk.centre, 'stateQueue', { ...statement(), params: { kioskId: kiosk.kioskId } });
      expectProblem(await exchange(unsigned), 'unsigned');
    },
  },
  {
    id: 'queues/other-system-told-to-its-kiosks',
    says: 'stated queues of another system reach the kiosks of that office with their changes, the newest of each service, and no other office',
    check: async (trial) => {
      const { centre, officeId, kiosk, second } = trial;
      const elsewhere = freshOfficeId();
      await publish(centre, elsewhere);
      const stranger = await enrol(centre, elsewhere, 1);
      const minutes = { from: 10, to: 15 };
      const unknown = await state(
        trial,
        { serviceId: SERVICE.serviceId, state: { waiting: 4, minutes } },
        { serviceId: null, state: { waiting: 7 } },
        { serviceId: 'no-such-service', state: { waiting: 1 } },
      );
      deepStrictEqual(unknown, ['no-such-service']);
      const all = {
        [SERVICE.serviceId]: { waiting: 4, minutes },
        [OTHER_SERVICE.serviceId]: { waiting: 7, minutes: null },
      };
      deepStrictEqual(await heardBy(kiosk), all);
      deepStrictEqual(await heardBy(second), all, 'two kiosks are told differently');
      deepStrictEqual(await heardBy(stranger), {}, 'another office is told of it');
      // An older state that arrives late must not replace a newer one.
      await state(trial, { serviceId: SERVICE.serviceId, state: { waiting: 9, ageS: 60 } });
      deepStrictEqual(await heardBy(kiosk), all, 'what is older replaced what is newer');
      await state(trial, { serviceId: SERVICE.serviceId, state: { waiting: 1 } });
      deepStrictEqual((await heardBy(kiosk))[SERVICE.serviceId], { waiting: 1, minutes: null });
      const token = randomBytes(32).toString('base64url');
      const call = {
        params: { officeId },
        body: { queues: [{ serviceId: null, state: { waiting: 0, minutes: null, ageS: 0 } }] },
      };
      const headers = { authorization: `Bearer ${token}` };
      expectProblem(await callAsCity(centre, 'stateOfficeQueues', { ...call, headers }), 'bad-token');
      strictEqual((await heardBy(kiosk))[OTHER_SERVICE.serviceId] !== undefined, true);
    },
  },
  {
    id: 'queues/own-queue-not-known',
    says: 'a service with its own queue does not get the numbers of the office’s other queue while its own queue is unknown',
    check: async ({ centre }) => {
      const officeId = freshOfficeId();
      await publish(centre, officeId);
      const kiosk = await enrol(centre, officeId, 1);
      const [own, others] = [{ serviceId: SERVICE.serviceId }, { serviceId: null, state: { waiting: 7 } }];
      await state({ centre, officeId }, { ...own, state: null }, others);
      const ofOthers = { [OTHER_SERVICE.serviceId]: { waiting: 7, minutes: null } };
      deepStrictEqual(await heardBy(kiosk), ofOthers);
      const known = { waiting: 2, minutes: null };
      await state({ centre, officeId }, { ...own, state: known });
      await state({ centre, officeId }, { ...own, state: null }, others);
      deepStrictEqual(await heardBy(kiosk), { [SERVICE.serviceId]: known, ...ofOthers }, 'what was known is forgotten');
    },
  },
];
