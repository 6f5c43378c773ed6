import { expect, test } from 'vitest';
import { AuditEntries } from '../../../src-main/contract/centre/administration.ts';
import { createDeviceTree } from '../../support/device-tree.ts';
import { centreWhen, pairedCore } from '../../support/paired-core-in-process.ts';
import { sharedPostgres } from '../../support/postgres.ts';
import { printerOnCable } from '../../support/printer-on-cable.ts';
import { technicianAt } from '../../support/technician-at-screen.ts';
import { startTestCentre } from '../../support/test-centre.ts';

const postgres = sharedPostgres();

test('a technician’s acts with devices at the screen are in the city’s audit', async () => {
  const { file } = await printerOnCable();
  const tree = createDeviceTree();
  tree.plugPrinter('lp0', '1-3', { ids: ['04b8', '0e28'], serial: 'X3F7', file: file() });
  const centre = await startTestCentre(await postgres.newDatabase(), { clock: { ms: Date.now() } });
  const { core } = await pairedCore(centre, { deviceRoot: tree.root });

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
