import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { AuditEntries } from '../../../src-main/contract/centre/administration.ts';
import type { CentreStatus } from '../../../src-main/contract/kiosk/centre-status.ts';
import { CentreSetting } from '../../../src-main/contract/shared/office-profile.ts';
import { type CoreInProcess, startCoreInProcess } from '../../support/core-in-process.ts';
import { createDeviceTree } from '../../support/device-tree.ts';
import { sharedPostgres } from '../../support/postgres.ts';
import { printerOnCable } from '../../support/printer-on-cable.ts';
import { technicianAt } from '../../support/technician-at-screen.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { OFFICE, startTestCentre, type TestCentre } from '../../support/test-centre.ts';

const postgres = sharedPostgres();

/** Settles once the core has come so far with its centre; it tells nobody, so that it is asked. */
async function centreWhen(core: CoreInProcess, holds: (status: CentreStatus) => boolean): Promise<CentreStatus> {
  for (;;) {
    const { centre } = core.status();
    if (holds(centre)) return centre;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** The kiosk of this folder, paired with that centre and started again for it. */
async function pairedCore(centre: TestCentre, deviceRoot: string): Promise<CoreInProcess> {
  const data = join(temporaryFolder(), 'data');
  mkdirSync(data, { mode: 0o700 });
  await centre.makeOffice(OFFICE);
  const options = { data, deviceRoot, centre: CentreSetting.parse({ url: centre.url, cityId: 'terrassa' }) };
  const first = startCoreInProcess(options);
  first.call('startPairing', {});
  const { pairing } = await centreWhen(first, (status) => status.pairing !== null);
  const { code, fingerprint } = pairing ?? {};
  await centre.order('confirmEnrolment', {}, { code, fingerprint, officeId: OFFICE, slot: 1, name: 'quiosc 1' });
  await centreWhen(first, ({ state }) => state === 'paired');
  await first.close();
  return startCoreInProcess(options);
}

test('what a technician does with devices at the screen stands in the audit of the city', {
  timeout: 60_000,
}, async () => {
  const { file } = await printerOnCable();
  const tree = createDeviceTree();
  tree.plugPrinter('lp0', '1-3', { ids: ['04b8', '0e28'], serial: 'X3F7', file: file() });
  const centre = await startTestCentre(await postgres.newDatabase(), { clock: { ms: Date.now() } });
  const core = await pairedCore(centre, tree.root);

  const technician = technicianAt(core);
  await technician.enter();
  technician.touch('listDevices', { network: true });
  technician.touch('listDevices', { network: false });
  const { key } = await technician.finds('/dev/usb/lp0');
  technician.touch('proveDevice', { deviceKey: key, role: 'printer' });
  technician.touch('stopProof', {});
  technician.touch('proveDevice', { deviceKey: key, role: 'printer' });
  await technician.stage('asking');
  technician.answer('whole');
  await technician.stage('proven');
  technician.touch('keepDevice', {});
  technician.touch('keepDevice', {});

  core.call('tryCentre', {});
  await centreWhen(core, ({ unsent }) => unsent === 0);
  const { body } = await centre.order('listAudit', {});
  const acted = AuditEntries.parse(body).entries.filter(({ source }) => source === 'kiosk');
  const results = acted.toReversed().flatMap(({ what, result, times }) => Array(times).fill(`${what} ${result}`));
  expect(results.toSorted()).toEqual([
    'answer-proof done',
    'choose-pin done',
    'keep-device done',
    'keep-device not-possible-here',
    'list-devices done',
    'list-devices done',
    'prove-device done',
    'prove-device done',
    'search-network done',
    'stop-proof done',
  ]);
  expect(new Set(acted.map(({ object }) => object.visitId)).size).toBe(1);
});
