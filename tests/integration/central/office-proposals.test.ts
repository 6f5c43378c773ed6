import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { AuditEntries } from '../../../src-main/contract/centre/administration.ts';
import type { SignedProfile } from '../../../src-main/contract/centre/configuration.ts';
import { OfficeProposals } from '../../../src-main/contract/centre/proposals.ts';
import { CentreSetting } from '../../../src-main/contract/shared/office-profile.ts';
import { officeAt, readerOf } from '../../support/city-office.ts';
import { startCoreInProcess } from '../../support/core-in-process.ts';
import { createDeviceTree } from '../../support/device-tree.ts';
import { enterOffice, officePageOf, withVersion } from '../../support/office-at-screen.ts';
import { centreWhen, pairedCore } from '../../support/paired-core-in-process.ts';
import { sharedPostgres } from '../../support/postgres.ts';
import { technicianAt } from '../../support/technician-at-screen.ts';
import { newEvents, OFFICE, startTestCentre, type TestCentre } from '../../support/test-centre.ts';

const postgres = sharedPostgres();
const office = { officeId: OFFICE };

const proposalsAt = async (centre: TestCentre) =>
  OfficeProposals.parse((await centre.order('listOfficeProposals', office)).body).proposals;
const decide = (centre: TestCentre, proposalId: string, decision: Record<string, unknown>) =>
  centre.order('decideOfficeProposal', { ...office, proposalId }, decision);
const ACCEPTED = { decision: 'accepted', effectiveFrom: '2026-11-01' };
const refused = (reason: string) => ({ decision: 'refused', reason });

test('a change at a kiosk is accepted at the centre for the whole office, and a refusal is shown at the kiosk with its reason', async () => {
  const centre = await startTestCentre(await postgres.newDatabase(), { clock: { ms: Date.now() } });
  const deviceRoot = createDeviceTree().root;
  const { core, data } = await pairedCore(centre, { deviceRoot });
  const setting = CentreSetting.parse({ url: centre.url, cityId: 'terrassa' });
  const startAgain = () => startCoreInProcess({ data, deviceRoot, centre: setting });
  const technician = technicianAt(core);
  await technician.enterStatus();
  technician.touch('finish', {});
  await officeAt(centre, OFFICE).publish();
  core.call('tryCentre', {});
  const first = await withVersion(core, 1, startAgain);
  const at = await enterOffice(first);
  at.touch('changeOffice', { pointer: '/ticket/closing/ca', value: 'Bones festes!' });
  at.touch('applyOffice', { from: officePageOf(first).today });
  await first.close();

  const second = startAgain();
  await centreWhen(second, ({ unsent }) => unsent === 0);
  const [proposal] = await proposalsAt(centre);
  expect(proposal).toMatchObject({ no: 1, base: 1, state: 'open', decided: null, kioskName: 'quiosc 1' });
  const accepted = await decide(centre, proposal?.proposalId ?? '', ACCEPTED);
  expect(accepted.body).toEqual({ decision: 'accepted', reason: null, version: 2 });
  second.call('tryCentre', {});
  technicianAt(second).touch('finish', {});
  const third = await withVersion(second, 2, startAgain);
  const again = await enterOffice(third);
  expect(officePageOf(third)).toMatchObject({ overtaken: null, decided: { no: 1, decision: 'accepted', version: 2 } });
  again.touch('changeOffice', { pointer: '/ticket/closing/ca', value: 'Fins aviat' });
  expect(officePageOf(third).changes).toMatchObject([{ before: 'Bones festes!', after: 'Fins aviat' }]);
  again.touch('applyOffice', { from: officePageOf(third).today });
  await third.close();

  const last = startAgain();
  await centreWhen(last, ({ unsent }) => unsent === 0);
  const open = (await proposalsAt(centre)).find(({ state }) => state === 'open');
  expect((await decide(centre, open?.proposalId ?? '', refused('És massa curt.'))).status).toBe(200);
  last.call('tryCentre', {});
  const said = { decision: 'refused', reason: 'És massa curt.', version: null };
  await last.until(() => officePageOf(last).decided?.decision === 'refused');
  expect(officePageOf(last)).toMatchObject({ decided: { no: 2, ...said }, overtaken: null });
  technicianAt(last).touch('lookAtOffice', { part: 'history' });
  expect(officePageOf(last).history).toMatchObject([{ no: 2, isNow: true, decided: said }, { no: 0 }]);
  const listed = (await proposalsAt(centre)).map(({ no, state }) => `${no} ${state}`);
  expect(listed.toSorted()).toEqual(['1 accepted', '2 refused']);
});

async function officeOfTwo() {
  const centre = await startTestCentre(await postgres.newDatabase());
  const city = officeAt(centre, OFFICE);
  await city.publish();
  const [kiosk, other] = [await centre.enrol(1), await centre.enrol(2)];
  const make = newEvents();
  let no = 0;
  return {
    centre,
    city,
    kiosk,
    other,
    async proposes(patch: readonly object[] | null, base: number | null = 1): Promise<string> {
      no += 1;
      const payload = { no, from: '2026-11-25', base, returnsTo: null, patch: patch && JSON.stringify(patch) };
      const event = make.next('office-changed', payload);
      await kiosk.send([event]);
      return event.id;
    },
  };
}

const phone = (value: string) => [{ op: 'add', path: '/phone', value }];
const service = (name: string) => [{ op: 'replace', path: '/services/0/name/ca', value: name }];

test('a proposal about many parts is received, and accepted', async () => {
  const { centre, proposes } = await officeOfTwo();
  const long = await proposes([
    ...phone('934 000 000'),
    ...service('Padró'),
    { op: 'replace', path: '/name', value: 'OAC Sant Martí' },
  ]);
  expect((await decide(centre, long, ACCEPTED)).body).toMatchObject({ version: 2 });
});

test('the centre refuses a proposal that no longer fits the newest version, and accepts one about another part', async () => {
  const { centre, city, kiosk, proposes } = await officeOfTwo();
  const reader = readerOf(kiosk);
  await city.publish('2026-11-01', { phone: '012' });
  const stale = await proposes(phone('934 000 000'));
  expect((await decide(centre, stale, ACCEPTED)).problem).toBe('does-not-apply');
  const beside = await proposes(service('Padró'));
  expect((await decide(centre, beside, ACCEPTED)).body).toMatchObject({ version: 3 });
  const { profiles } = await reader.snapshot(centre);
  expect(JSON.parse((profiles.at(-1) as SignedProfile).document)).toMatchObject({
    phone: '012',
    services: [{ name: { ca: 'Padró' } }, {}],
  });
  for (const [patch, base] of [
    [null, 3],
    [service('Res'), null],
    [[{ op: 'nothing', path: '/phone' }], 3],
    [[{ op: 'replace', path: '/services/9/name/ca', value: 'x' }], 3],
  ] as const)
    expect((await decide(centre, await proposes(patch, base), ACCEPTED)).problem, String(patch)).toBe('does-not-apply');
  const bad = await proposes([{ op: 'replace', path: '/languages', value: [] }], 3);
  expect((await decide(centre, bad, ACCEPTED)).problem).toBe('invalid-profile');
  expect(await city.publish()).toBe(4);
});

test('a proposal is decided once, its own kiosk alone receives the decision, and the audit says who decided what', async () => {
  const { centre, kiosk, other, proposes } = await officeOfTwo();
  const [ours, theirs] = [readerOf(kiosk), readerOf(other)];
  const { cursor } = await ours.snapshot(centre);
  const first = await proposes(phone('1'));
  const second = await proposes(phone('934 000 000'));
  expect((await proposalsAt(centre)).map(({ state }) => state).toSorted()).toEqual(['open', 'overtaken']);
  expect((await decide(centre, first, ACCEPTED)).problem).toBe('already-decided');
  expect((await decide(centre, randomUUID(), ACCEPTED)).problem).toBe('not-found');
  const both = await Promise.all([decide(centre, second, ACCEPTED), decide(centre, second, refused('no'))]);
  expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
  const kinds = async (reader: typeof ours) =>
    (await reader.changesSince(centre, cursor)).changes.map((change) => (change as { kind: string }).kind);
  expect(await kinds(ours)).toContain('proposal-decided');
  expect(await kinds(theirs)).not.toContain('proposal-decided');
  expect((await ours.snapshot(centre)).proposals).toMatchObject([{ proposalId: second, no: 2 }]);
  expect((await theirs.snapshot(centre)).proposals).toEqual([]);
  const { entries } = AuditEntries.parse((await centre.order('listAudit', {})).body);
  expect(entries.filter(({ what, result }) => what === 'decideOfficeProposal' && result === 'done')).toMatchObject([
    { actor: 'token', name: 'Montserrat Prova', object: { kioskId: kiosk.kioskId, proposalId: second } },
  ]);
  expect(JSON.stringify(entries)).not.toContain('"no"');
});

test('a kiosk whose profile is the centre’s again has no open proposal', async () => {
  const { centre, proposes } = await officeOfTwo();
  await proposes(phone('1'));
  const back = await proposes([]);
  expect((await proposalsAt(centre)).map(({ state }) => state).toSorted()).toEqual(['overtaken', 'taken-back']);
  expect((await decide(centre, back, ACCEPTED)).problem).toBe('already-decided');
});
