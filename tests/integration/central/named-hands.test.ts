import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { auditPage } from '../../../src-central/administration/audit-list.ts';
import { Change, Snapshot } from '../../../src-main/contract/centre/configuration.ts';
import { TechnicianCodeMade } from '../../../src-main/contract/centre/technician-codes.ts';
import { type CoreInProcess, startCoreInProcess } from '../../support/core-in-process.ts';
import { demonstrationOffice } from '../../support/core-process.ts';
import { createDeviceTree } from '../../support/device-tree.ts';
import { centreWhen, pairedCore } from '../../support/paired-core-in-process.ts';
import { sharedPostgres } from '../../support/postgres.ts';
import { technicianAt } from '../../support/technician-at-screen.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { OFFICE, startTestCentre, type TestCentre, terrassa } from '../../support/test-centre.ts';

const postgres = sharedPostgres();
const DAY_MS = 86_400_000;

/** An office whose technician's page opens only with the codes of named persons. */
function officeWithoutSharedPin(): string {
  const file = join(temporaryFolder(), 'office.json');
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(demonstrationOffice, 'utf8')), sharedPin: false }));
  return file;
}

async function start(profile = demonstrationOffice) {
  const centre = await startTestCentre(await postgres.newDatabase(), { clock: { ms: Date.now() } });
  const deviceRoot = createDeviceTree().root;
  const { core, data } = await pairedCore(centre, { deviceRoot, profile });
  const { kioskId } = await centreWhen(core, ({ lastContactMs }) => lastContactMs !== null);
  return { centre, core, data, deviceRoot, profile, kioskId: kioskId ?? '' };
}

async function make(centre: TestCentre, role = 'technician') {
  const order = { name: 'Marta Prova', role, officeIds: [OFFICE], until: new Date(Date.now() + DAY_MS).toISOString() };
  return TechnicianCodeMade.parse((await centre.order('makeTechnicianCode', {}, order)).body);
}

function loginOf(core: CoreInProcess) {
  const person = technicianAt(core);
  const pin = () => {
    const { view } = core.view();
    if (view.screen !== 'technician-pin') throw new Error(view.screen);
    return view;
  };
  return {
    ...person,
    pin,
    /** Opens the login page until it shows that codes are accepted (`takes`) or refused. */
    async takesCodes(takes: boolean) {
      core.call('tryCentre', {});
      if (core.view().view.screen !== 'technician-pin') person.does('openTechnician', {});
      await core.until(() => pin().takesNamedCode === takes);
    },
    async types(code: string) {
      const method = pin().step === 'enter' ? 'enterPin' : 'setPin';
      person.does(method, { pin: code });
      await core.until(() => {
        const { view } = core.view();
        return view.screen !== 'technician-pin' || !view.checking;
      });
      return core.view().view;
    },
  };
}

test('a named person’s code opens the kiosk, the audit names the person for each act, and the kiosk’s log does not', async () => {
  const { centre, core, kioskId } = await start();
  const { code, codeId } = await make(centre);
  const login = loginOf(core);
  await login.takesCodes(true);
  expect(await login.types(code)).toMatchObject({ screen: 'technician', isNamed: true });
  login.does('tryCentre', {});
  login.does('finish', {});
  const acts = async () =>
    (await auditPage(centre.database, terrassa, { who: kioskId })).entries.map((one) => [
      one.what,
      one.name,
      one.codeId,
    ]);
  while ((await acts()).length < 3) {
    core.call('tryCentre', {});
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  expect((await acts()).toReversed()).toEqual([
    ['enter-pin', 'Marta Prova', codeId],
    ['try-centre', 'Marta Prova', codeId],
    ['leave', 'Marta Prova', codeId],
  ]);
  expect(JSON.stringify(core.log)).not.toContain(codeId);
});

test('a code opens the kiosk without the centre, also after a restart, and no longer once the centre has withdrawn it', async () => {
  const { centre, core, data, deviceRoot } = await start();
  const { code, codeId } = await make(centre);
  await loginOf(core).takesCodes(true);
  await core.close();
  const alone = startCoreInProcess({ data, deviceRoot });
  const login = loginOf(alone);
  login.does('openTechnician', {});
  expect(await login.types(code)).toMatchObject({ screen: 'technician', isNamed: true });
  await alone.close();

  expect((await centre.order('withdrawTechnicianCode', { codeId })).status).toBe(204);
  const options = { data, deviceRoot, centre: { url: centre.url, cityId: terrassa } };
  const again = startCoreInProcess(options);
  const later = loginOf(again);
  await centreWhen(again, ({ lastContactMs, trouble }) => lastContactMs !== null && trouble === null);
  await later.takesCodes(false);
  expect(await later.types(code)).toMatchObject({ screen: 'technician-pin' });
});

test('a withdrawn code closes the pages that it opened', async () => {
  const { centre, core } = await start();
  const { code, codeId } = await make(centre);
  const login = loginOf(core);
  await login.takesCodes(true);
  expect(await login.types(code)).toMatchObject({ screen: 'technician' });
  await centre.order('withdrawTechnicianCode', { codeId });
  core.call('tryCentre', {});
  await core.until(() => core.view().view.screen !== 'technician');
  expect(core.view().view.screen).toBe('idle');
});

test('an office without a shared PIN asks for a code only, and the owner’s command lets a technician in when no code is valid', async () => {
  const { centre, core, data, deviceRoot, profile } = await start(officeWithoutSharedPin());
  await technicianAt(core).enterStatus();
  technicianAt(core).does('finish', {});
  const { codeId } = await make(centre);
  const login = loginOf(core);
  await login.takesCodes(true);
  expect(login.pin()).toMatchObject({ step: 'enter', takesPin: false });
  await centre.order('withdrawTechnicianCode', { codeId });
  await login.takesCodes(false);
  expect(login.pin()).toMatchObject({ step: 'enter', takesPin: false });
  expect(await login.types('508263')).toMatchObject({ screen: 'technician-pin', notice: 'wrong' });
  await core.close();

  writeFileSync(join(data, 'forget-pin'), '');
  const after = startCoreInProcess({ data, deviceRoot, profile });
  await technicianAt(after).enterStatus();
  expect(after.view().view).toMatchObject({ screen: 'technician', isNamed: false });
});

test('a kiosk of the previous release can read the snapshot and the changes, and finds no codes in them', async () => {
  const { centre } = await start();
  const kiosk = await centre.enrol(2);
  const read = async (path: string, count: number) =>
    (await centre.signed({ key: kiosk.key, as: 'kiosk', method: 'GET', path, count })).body;
  const former = Snapshot.omit({ technicianCodes: true });
  const { cursor } = former.parse(await read(kiosk.path('readSnapshot'), 1));
  await make(centre);
  const body = await read(`${kiosk.path('readChanges')}?cursor=${cursor}`, 2);
  const kinds = Change.options
    .map(({ shape }) => shape.kind.value)
    .filter((kind) => kind !== 'technician-codes-changed');
  const { changes } = body as { changes: { kind: string }[] };
  // Kiosks of earlier releases get only the kinds of changes that they know.
  expect(changes.filter(({ kind }) => kinds.some((one) => one === kind))).toEqual([]);
  expect(former.parse(await read(kiosk.path('readSnapshot'), 3))).not.toHaveProperty('technicianCodes');
});
