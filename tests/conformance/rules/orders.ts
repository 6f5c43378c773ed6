import { ok, strictEqual } from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { callAsCity } from '../centre.ts';
import { eventually, expectAnswer, expectProblem } from '../expectations.ts';
import type { TestKiosk } from '../kiosk.ts';
import type { Rule, Trial } from '../trial.ts';
import { changesSince, snapshotOf } from './configuration.ts';

async function orderOf(kiosk: TestKiosk, orderId: string, cursor: string) {
  const { changes } = await changesSince(kiosk, cursor);
  return changes.flatMap((change) =>
    change.kind === 'kiosk-ordered' && change.order.orderId === orderId ? [change.order] : [],
  );
}

async function versionOf(kiosk: TestKiosk): Promise<{ version: number; effectiveFrom: string }> {
  const [profile] = (await snapshotOf(kiosk)).profiles.slice(-1);
  ok(profile, 'the office has no profile');
  return profile;
}

/** Proposes a telephone number for the office's profile, from a kiosk that has version `base` of the profile. */
async function propose({ centre, officeId, kiosk }: Trial, phone: string, base: number): Promise<string> {
  const patch = JSON.stringify([{ op: 'add', path: '/phone', value: phone }]);
  const event = kiosk.event('office-changed', { no: 1, from: '2026-01-01', base, returnsTo: null, patch });
  await kiosk.tell(event);
  await eventually(async () => {
    const call = { params: { officeId } };
    const { proposals } = expectAnswer('listOfficeProposals', await callAsCity(centre, 'listOfficeProposals', call));
    strictEqual(proposals.find(({ proposalId }) => proposalId === event.id)?.state, 'open');
  });
  return event.id;
}

async function decisionOf(kiosk: TestKiosk, proposalId: string, cursor: string) {
  const { changes } = await changesSince(kiosk, cursor);
  const decisions = changes.flatMap((change) => (change.kind === 'proposal-decided' ? [change.proposal] : []));
  return decisions.find((decided) => decided.proposalId === proposalId);
}

const decide = ({ centre, officeId }: Trial, proposalId: string, body: object) =>
  callAsCity(centre, 'decideOfficeProposal', { params: { officeId, proposalId }, body });

const allow = ({ centre }: Trial, body: object) => callAsCity(centre, 'allowVersion', { params: {}, body });

async function updateOf({ centre }: Trial, kioskId: string) {
  const { kiosks } = expectAnswer('listUpdates', await callAsCity(centre, 'listUpdates', { params: {} }));
  return kiosks.find((one) => one.kioskId === kioskId);
}

export const ORDER_RULES: readonly Rule[] = [
  {
    id: 'orders/told-to-one-kiosk',
    says: 'an order is sent only to its own kiosk: with the changes, and in the snapshot while the order is open',
    check: async ({ centre, kiosk, second }) => {
      const { cursor } = await snapshotOf(kiosk);
      const call = { params: { kioskId: kiosk.kioskId }, body: { action: 'print-test' } };
      const { orderId, deadline } = expectAnswer('orderKiosk', await callAsCity(centre, 'orderKiosk', call));
      const [order] = await orderOf(kiosk, orderId, cursor);
      strictEqual(order?.action, 'print-test', 'the kiosk is not told of its order');
      strictEqual(order.kioskId, kiosk.kioskId);
      strictEqual(Date.parse(order.deadline), Date.parse(deadline));
      strictEqual((await orderOf(second, orderId, cursor)).length, 0, 'another kiosk is told of it');
      const isIn = async (one: TestKiosk) =>
        ((await snapshotOf(one)).orders ?? []).some((of) => of.orderId === orderId);
      ok(await isIn(kiosk), 'a snapshot lacks an open order');
      ok(!(await isIn(second)), 'the snapshot of another kiosk has it');
    },
  },
  {
    id: 'orders/end-listed',
    says: 'the result that a kiosk reports of an order is in listOrders, with the author; an order that has ended is not sent again',
    check: async ({ centre, kiosk }) => {
      const params = { kioskId: kiosk.kioskId };
      const call = { params, body: { action: 'resume' } };
      const { orderId } = expectAnswer('orderKiosk', await callAsCity(centre, 'orderKiosk', call));
      const listed = async () =>
        expectAnswer('listOrders', await callAsCity(centre, 'listOrders', { params })).orders.find(
          (order) => order.orderId === orderId,
        );
      const before = await listed();
      strictEqual(before?.end, null, 'an order has ended that no kiosk has told of');
      ok(before.orderedBy, 'the order has no author');
      await kiosk.tell(kiosk.event('order-ended', { orderId, action: 'resume', result: 'done' }));
      await eventually(async () => strictEqual((await listed())?.end?.result, 'done'));
      const isOpen = ((await snapshotOf(kiosk)).orders ?? []).some((order) => order.orderId === orderId);
      ok(!isOpen, 'a snapshot contains an order that has ended');
    },
  },
  {
    id: 'orders/bounded',
    says: 'an order to an unknown kiosk is not-found; a deadline that is over or more than a day ahead, and an end of an order that is no pause, are malformed-request',
    check: async ({ centre, kiosk: { kioskId } }) => {
      const order = (body: object, params = { kioskId }) => callAsCity(centre, 'orderKiosk', { params, body });
      expectProblem(await order({ action: 'restart' }, { kioskId: randomUUID() }), 'not-found');
      const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
      expectProblem(await order({ action: 'restart', deadline: inHours(-1) }), 'malformed-request');
      expectProblem(await order({ action: 'restart', deadline: inHours(25) }), 'malformed-request');
      expectProblem(await order({ action: 'restart', until: inHours(1) }), 'malformed-request');
    },
  },
  {
    id: 'orders/two-people',
    says: 'resetting a PIN needs two people: no single order does it, the kiosk does not receive the proposal, and the proposer cannot confirm it',
    check: async ({ centre, kiosk }) => {
      const params = { kioskId: kiosk.kioskId };
      const single = await callAsCity(centre, 'orderKiosk', { params, body: { action: 'forget-pin' } });
      expectProblem(single, 'malformed-request');
      const proposed = await callAsCity(centre, 'proposeOrder', { params, body: { action: 'forget-pin' } });
      const { orderId } = expectAnswer('proposeOrder', proposed);
      const own = await callAsCity(centre, 'confirmOrder', { params: { ...params, orderId } });
      expectProblem(own, 'needs-another-person');
      const orders = (await snapshotOf(kiosk)).orders ?? [];
      ok(
        !orders.some((order) => order.orderId === orderId),
        'the kiosk receives an order that no second person has confirmed',
      );
      const { proposals } = expectAnswer('listOrders', await callAsCity(centre, 'listOrders', { params }));
      ok(
        proposals.some((one) => one.orderId === orderId),
        'the proposal is not listed',
      );
    },
  },
  {
    id: 'proposals/accepted-is-published',
    says: 'a change made at a kiosk is listed; accepting it publishes the next version with its patch, which only that kiosk is told; it is decided once',
    check: async (trial) => {
      const { kiosk, second } = trial;
      const phone = String(Date.now());
      const { version: base, effectiveFrom } = await versionOf(kiosk);
      const proposalId = await propose(trial, phone, base);
      const { cursor } = await snapshotOf(kiosk);
      const accepted = { decision: 'accepted', effectiveFrom };
      const { version } = expectAnswer('decideOfficeProposal', await decide(trial, proposalId, accepted));
      const newest = (await snapshotOf(kiosk)).profiles.find((profile) => profile.version === version);
      strictEqual(
        JSON.parse(newest?.document ?? '{}').phone,
        phone,
        'the version that was made of it lacks the change',
      );
      strictEqual((await decisionOf(kiosk, proposalId, cursor))?.version, version, 'its kiosk is not told');
      strictEqual(await decisionOf(second, proposalId, cursor), undefined, 'another kiosk is told');
      expectProblem(await decide(trial, proposalId, { decision: 'refused', reason: 'conformance' }), 'already-decided');
      const stale = await propose(trial, '012', base);
      expectProblem(await decide(trial, stale, accepted), 'does-not-apply');
    },
  },
  {
    id: 'proposals/refused-is-told',
    says: 'a proposal is refused with a reason, which its kiosk receives; a proposal that its kiosk has replaced is already-decided, an unknown one not-found',
    check: async (trial) => {
      const { kiosk } = trial;
      const { version, effectiveFrom } = await versionOf(kiosk);
      const overtaken = await propose(trial, '010', version);
      const proposalId = await propose(trial, '011', version);
      const { cursor } = await snapshotOf(kiosk);
      expectAnswer('decideOfficeProposal', await decide(trial, proposalId, { decision: 'refused', reason: 'no pas' }));
      strictEqual((await decisionOf(kiosk, proposalId, cursor))?.reason, 'no pas');
      strictEqual((await versionOf(kiosk)).version, version, 'a refused proposal has made a version');
      const accepted = { decision: 'accepted', effectiveFrom };
      expectProblem(await decide(trial, overtaken, accepted), 'already-decided');
      expectProblem(await decide(trial, randomUUID(), accepted), 'not-found');
    },
  },
  {
    id: 'versions/rings',
    says: 'a kiosk receives the latest of the versions allowed for it, its office or the city, with the changes and in the snapshot; an invalid ring is refused',
    check: async (trial) => {
      const { officeId, kiosk, second } = trial;
      const allowedTo = async (one: TestKiosk) => (await snapshotOf(one)).allowedVersion ?? null;
      const { cursor } = await snapshotOf(kiosk);
      expectAnswer('allowVersion', await allow(trial, { version: '9.0.1', officeId }));
      expectAnswer('allowVersion', await allow(trial, { version: '9.0.2', kioskId: kiosk.kioskId }));
      strictEqual(await allowedTo(kiosk), '9.0.2', 'what was said of the kiosk last is not told');
      strictEqual(await allowedTo(second), '9.0.1', 'another kiosk is told of it');
      const { changes } = await changesSince(kiosk, cursor);
      const last = changes.findLast((change) => change.kind === 'version-allowed');
      strictEqual(last?.version, '9.0.2', 'its changes do not tell');
      expectAnswer('allowVersion', await allow(trial, { version: null, officeId }));
      strictEqual(await allowedTo(kiosk), null, 'what was said of its office later is not told');
      expectProblem(await allow(trial, { version: '9.0.1', kioskId: randomUUID() }), 'not-found');
      expectProblem(await allow(trial, { version: 'newest' }), 'malformed-request');
      expectProblem(await allow(trial, { version: null, officeId, kioskId: kiosk.kioskId }), 'malformed-request');
    },
  },
  {
    id: 'versions/ends-listed',
    says: 'listUpdates shows how the last update of a kiosk ended, with the reason',
    check: async (trial) => {
      const { kiosk } = trial;
      const ended = (result: string, at: string) => ({
        updateId: randomUUID(),
        from: '9.0.1',
        to: '9.0.2',
        result,
        at,
      });
      await kiosk.tell(
        kiosk.event('update-ended', ended('done', '2026-01-03T02:10:00.000Z')),
        kiosk.event('update-ended', ended('power-cut', '2026-01-02T02:10:00.000Z')),
      );
      await eventually(async () => strictEqual((await updateOf(trial, kiosk.kioskId))?.last?.result, 'done'));
      await kiosk.tell(kiosk.event('update-ended', ended('not-ready', '2026-01-04T02:10:00.000Z')));
      await eventually(async () => strictEqual((await updateOf(trial, kiosk.kioskId))?.last?.result, 'not-ready'));
    },
  },
];
