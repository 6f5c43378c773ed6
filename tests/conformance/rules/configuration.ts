import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { Change, profileSigningInput, type SignedProfile } from '../../../src-main/contract/centre/configuration.ts';
import { keyIdOf, verifyText } from '../../../src-main/signing/keys.ts';
import { callAsCity } from '../centre.ts';
import { openStream } from '../exchange.ts';
import { expectAnswer, expectProblem } from '../expectations.ts';
import { enrol, type TestKiosk } from '../kiosk.ts';
import {
  dayFromNow,
  freshOfficeId,
  OTHER_SERVICE,
  profileOf,
  publish,
  type Rule,
  SERVICE,
  type Trial,
} from '../trial.ts';

const HOUR_MS = 3_600_000;

export const snapshotOf = async (kiosk: TestKiosk) => expectAnswer('readSnapshot', await kiosk.ask('readSnapshot'));

export async function changesSince(kiosk: TestKiosk, cursor: string): Promise<{ changes: Change[]; cursor: string }> {
  const changes: Change[] = [];
  let next = cursor;
  for (;;) {
    const page = expectAnswer('readChanges', await kiosk.ask('readChanges', { query: { cursor: next } }));
    strictEqual(page.storeEpoch, kiosk.storeEpoch);
    for (const change of page.changes) {
      const read = Change.safeParse(change);
      if (read.success) changes.push(read.data);
    }
    next = page.cursor;
    if (!page.more) return { changes, cursor: next };
  }
}

async function pause({ centre, officeId }: Trial, serviceId: string): Promise<string> {
  // The end is in whole seconds, because some databases store no fractions.
  const until = new Date(Math.floor((Date.now() + HOUR_MS) / 1_000) * 1_000).toISOString();
  const call = { params: { officeId, serviceId }, body: { until } };
  expectAnswer('pauseService', await callAsCity(centre, 'pauseService', call));
  return until;
}

async function resume({ centre, officeId }: Trial, serviceId: string): Promise<void> {
  expectAnswer('resumeService', await callAsCity(centre, 'resumeService', { params: { officeId, serviceId } }));
}

function expectSignedProfile({ centre, kiosk }: Trial, profile: SignedProfile): void {
  const key = kiosk.centreKeys.find((known) => keyIdOf(known) === profile.keyId);
  ok(key, 'a profile is signed by a key that is not one of the centre’s');
  const input = profileSigningInput(centre.cityId, profile);
  ok(verifyText(input, profile.signature, key), 'the signature of a profile does not fit');
}

export const CONFIGURATION_RULES: readonly Rule[] = [
  {
    id: 'snapshot/whole',
    says: 'the snapshot has the office, a signed profile, a cursor, the store epoch and the keys of the enrolment',
    check: async (trial) => {
      const { officeId, kiosk } = trial;
      const snapshot = await snapshotOf(kiosk);
      strictEqual(snapshot.officeId, officeId);
      strictEqual(snapshot.storeEpoch, kiosk.storeEpoch);
      deepStrictEqual(snapshot.centreKeys, kiosk.centreKeys);
      ok(snapshot.profiles.length > 0, 'the published profile is not in the snapshot');
      for (const profile of snapshot.profiles) expectSignedProfile(trial, profile);
      deepStrictEqual(JSON.parse(snapshot.profiles[0]?.document ?? ''), profileOf(officeId));
    },
  },
  {
    id: 'snapshot/etag-304',
    says: 'a snapshot asked for with the ETag of the last answer is answered 304 without a body, until something changes',
    check: async (trial) => {
      const { kiosk } = trial;
      const first = await kiosk.ask('readSnapshot');
      expectAnswer('readSnapshot', first);
      const { etag } = first.headers;
      ok(etag, 'there is no ETag');
      const again = await kiosk.ask('readSnapshot', { headers: { 'if-none-match': etag } });
      strictEqual(again.status, 304, `answered ${again.status} although nothing changed`);
      strictEqual(again.body.byteLength, 0);
      await pause(trial, SERVICE.serviceId);
      const changed = await kiosk.ask('readSnapshot', { headers: { 'if-none-match': etag } });
      expectAnswer('readSnapshot', changed);
      ok(changed.headers.etag !== etag, 'the ETag stayed although the snapshot changed');
      await resume(trial, SERVICE.serviceId);
    },
  },
  {
    id: 'changes/in-order-by-cursor',
    says: 'changes arrive once each, in the order in which they were made, after the cursor',
    check: async (trial) => {
      const { kiosk, second } = trial;
      const { cursor } = await snapshotOf(kiosk);
      deepStrictEqual((await changesSince(kiosk, cursor)).changes, []);
      const until = await pause(trial, SERVICE.serviceId);
      await resume(trial, SERVICE.serviceId);
      const read = await changesSince(kiosk, cursor);
      const kinds = read.changes.map(({ kind }) => kind);
      deepStrictEqual(kinds, ['service-paused', 'service-resumed']);
      const [paused] = read.changes;
      strictEqual(paused?.kind === 'service-paused' && Date.parse(paused.pause.until), Date.parse(until));
      deepStrictEqual((await changesSince(kiosk, read.cursor)).changes, []);
      deepStrictEqual((await changesSince(second, cursor)).changes, read.changes, 'two kiosks are told differently');
    },
  },
  {
    id: 'changes/unknown-cursor-gone',
    says: 'an unknown cursor, or one that the centre no longer keeps, is refused as cursor-gone',
    check: async ({ kiosk }) => {
      expectProblem(await kiosk.ask('readChanges', { query: { cursor: 'no-cursor-of-anybody' } }), 'cursor-gone');
    },
  },
  {
    id: 'changes/other-office-apart',
    says: 'a kiosk receives the changes of its own office only',
    check: async (trial) => {
      const { centre, kiosk } = trial;
      const officeId = freshOfficeId();
      await publish(centre, officeId);
      const elsewhere = await enrol(centre, officeId, 1);
      const [here, there] = [await snapshotOf(kiosk), await snapshotOf(elsewhere)];
      strictEqual(there.officeId, officeId);
      await pause(trial, SERVICE.serviceId);
      strictEqual((await changesSince(kiosk, here.cursor)).changes.length, 1);
      deepStrictEqual((await changesSince(elsewhere, there.cursor)).changes, []);
      deepStrictEqual((await snapshotOf(elsewhere)).pauses, []);
      await resume(trial, SERVICE.serviceId);
    },
  },
  {
    id: 'profile/published-arrives',
    says: 'a published version has the next number, arrives as a change, and is in the snapshot beside the version in effect',
    check: async (trial) => {
      const { centre, officeId, kiosk } = trial;
      const before = await snapshotOf(kiosk);
      const effectiveFrom = dayFromNow(30);
      const version = await publish(centre, officeId, effectiveFrom);
      strictEqual(version, Math.max(...before.profiles.map((profile) => profile.version)) + 1);
      const { changes } = await changesSince(kiosk, before.cursor);
      const [change] = changes;
      if (change?.kind !== 'profile-published') throw new Error('no change tells of the new version');
      expectSignedProfile(trial, change.profile);
      const after = await snapshotOf(kiosk);
      deepStrictEqual(after.profiles.at(-1), change.profile);
      deepStrictEqual(after.profiles.slice(0, -1), before.profiles);
      strictEqual(change.profile.effectiveFrom, effectiveFrom);
    },
  },
  {
    id: 'profile/older-version-again',
    says: 'copyOf publishes an older document byte for byte as a new version; for a version that does not exist it is refused as not-found',
    check: async (trial) => {
      const { centre, officeId, kiosk } = trial;
      const copy = (copyOf: number) =>
        callAsCity(centre, 'publishProfile', {
          params: { officeId },
          body: { copyOf, effectiveFrom: dayFromNow(40) },
        });
      expectProblem(await copy(9_999), 'not-found');
      const [first] = (await snapshotOf(kiosk)).profiles;
      const { version } = expectAnswer('publishProfile', await copy(first?.version ?? 1));
      const copied = (await snapshotOf(kiosk)).profiles.find((profile) => profile.version === version);
      ok(copied, 'the copy is not in the snapshot');
      strictEqual(copied.document, first?.document);
      expectSignedProfile(trial, copied);
    },
  },
  {
    id: 'profile/invalid-refused',
    says: 'an invalid profile, or one of another office, is refused as invalid-profile with the place of the error, and changes nothing',
    check: async ({ centre, officeId, kiosk }) => {
      const { cursor } = await snapshotOf(kiosk);
      const effectiveFrom = dayFromNow(0);
      for (const profile of [profileOf(officeId, { services: [] }), profileOf(`${officeId}-another`), {}]) {
        const call = { params: { officeId }, body: { profile, effectiveFrom } };
        const problem = expectProblem(await callAsCity(centre, 'publishProfile', call), 'invalid-profile');
        ok((problem.errors?.length ?? 0) > 0 || problem.detail, 'the problem does not say where');
      }
      deepStrictEqual((await changesSince(kiosk, cursor)).changes, []);
    },
  },
  {
    id: 'pauses/paused-and-resumed',
    says: 'a paused service is in the snapshot with the end of its pause until it is resumed; an unknown service is not-found',
    check: async (trial) => {
      const { centre, officeId, kiosk } = trial;
      const { serviceId } = OTHER_SERVICE;
      const until = await pause(trial, serviceId);
      const paused = (await snapshotOf(kiosk)).pauses.map((one) => [one.serviceId, Date.parse(one.until)]);
      deepStrictEqual(paused, [[serviceId, Date.parse(until)]]);
      await resume(trial, serviceId);
      deepStrictEqual((await snapshotOf(kiosk)).pauses, []);
      const params = { officeId, serviceId: 'no-such-service' };
      expectProblem(await callAsCity(centre, 'pauseService', { params, body: { until } }), 'not-found');
    },
  },
  {
    id: 'hints/wake',
    says: 'a stream of server-sent events sends `hint` when something of the office changes, without content',
    check: async (trial) => {
      const stream = await openStream(await trial.kiosk.signed('followHints'));
      try {
        strictEqual(stream.status, 200, `the stream was answered ${stream.status}`);
        ok(
          stream.headers['content-type']?.startsWith('text/event-stream'),
          'the answer is not a stream of server-sent events',
        );
        await pause(trial, SERVICE.serviceId);
        strictEqual((await stream.line('event:')).replaceAll(' ', ''), 'event:hint');
        // A reader of server-sent events ignores an event without `data`.
        await stream.line('data');
        await resume(trial, SERVICE.serviceId);
      } finally {
        stream.close();
      }
    },
  },
];
