import { expect, test } from 'vitest';
import { CentreSetting } from '../../../src-main/contract/shared/office-profile.ts';
import { officeAt } from '../../support/city-office.ts';
import { startCoreInProcess } from '../../support/core-in-process.ts';
import { createDeviceTree } from '../../support/device-tree.ts';
import { enterOffice, officePageOf as pageOf, withVersion } from '../../support/office-at-screen.ts';
import { centreWhen, pairedCore } from '../../support/paired-core-in-process.ts';
import { sharedPostgres } from '../../support/postgres.ts';
import { technicianAt } from '../../support/technician-at-screen.ts';
import { OFFICE, startTestCentre } from '../../support/test-centre.ts';

const postgres = sharedPostgres();

test('a change at the kiosk is a proposal at the centre; the centre’s next version replaces it, the kiosk says so, and one touch proposes it again', async () => {
  const centre = await startTestCentre(await postgres.newDatabase(), { clock: { ms: Date.now() } });
  const city = officeAt(centre, OFFICE);
  const deviceRoot = createDeviceTree().root;
  const { core, data } = await pairedCore(centre, { deviceRoot });
  const setting = CentreSetting.parse({ url: centre.url, cityId: 'terrassa' });
  const startAgain = () => startCoreInProcess({ data, deviceRoot, centre: setting });
  const technician = technicianAt(core);
  await technician.enterStatus();
  technician.touch('finish', {});
  await city.publish();
  core.call('tryCentre', {});
  const first = await withVersion(core, 1, startAgain);
  const at = await enterOffice(first);
  expect(pageOf(first)).toMatchObject({ master: 'centre', overtaken: null });
  at.touch('changeOffice', { pointer: '/ticket/closing/ca', value: 'Bones festes!' });
  at.touch('applyOffice', { from: pageOf(first).today });
  await first.close();

  const second = startAgain();
  expect(pageOf(second).history).toMatchObject([{ no: 1, isNow: true }, { no: 0 }]);
  await centreWhen(second, ({ unsent }) => unsent === 0);
  const proposals = await centre.database.query<{ payload: unknown }>(
    "SELECT payload FROM event WHERE type = 'office-changed'",
    [],
  );
  expect(proposals).toMatchObject([{ payload: { no: 1, base: 1, returnsTo: null } }]);
  expect(JSON.stringify(proposals)).toContain('Bones festes!');

  await city.publish('2026-11-01', { phone: '012' });
  second.call('tryCentre', {});
  technicianAt(second).touch('finish', {});
  const third = await withVersion(second, 2, startAgain);
  const again = await enterOffice(third);
  expect(pageOf(third)).toMatchObject({ overtaken: { no: 1, changes: { length: 1 } }, changes: [] });
  again.touch('lookAtOffice', { part: 'history' });
  expect(pageOf(third).history).toMatchObject([{ no: 0, isNow: true }]);
  expect(again.touch('returnOffice', { no: 1 })).toMatchObject({ error: { kind: 'not-possible-here' } });
  again.touch('sayOfficeAgain', {});
  expect(pageOf(third)).toMatchObject({ part: 'review', problems: [], changes: [{ after: 'Bones festes!' }] });
  again.touch('applyOffice', { from: pageOf(third).today });
  await third.close();

  const last = startAgain();
  expect(pageOf(last)).toMatchObject({ overtaken: null, history: [{ no: 2, isNow: true }, { no: 0 }] });
});
