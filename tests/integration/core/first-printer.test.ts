import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startCoreInProcess } from '../../support/core-in-process.ts';
import { createDeviceTree } from '../../support/device-tree.ts';
import { printerOnCable } from '../../support/printer-on-cable.ts';
import { technicianAt } from '../../support/technician-at-screen.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

test('a kiosk without a printer at its start prints with a newly proven one without a restart', async () => {
  const { printer, file } = await printerOnCable();
  const tree = createDeviceTree();
  tree.plugPrinter('lp0', '1-3', { ids: ['04b8', '0e28'], serial: 'X3F7', file: file() });
  const data = join(temporaryFolder(), 'data');
  mkdirSync(data, { mode: 0o700 });
  const core = startCoreInProcess({ data, deviceRoot: tree.root });
  expect(core.status().printers).toEqual([]);
  expect(await core.takeTicket()).toBe('not-sent');

  const technician = technicianAt(core);
  await technician.enter();
  const { key } = await technician.finds('/dev/usb/lp0');
  technician.touch('proveDevice', { deviceKey: key, role: 'printer' });
  await technician.stage('asking');
  technician.answer('whole');
  await technician.stage('proven');
  technician.touch('keepDevice', {});
  await core.until(() => core.status().printers[0]?.condition === 'ready');
  expect((await technician.finds('/dev/usb/lp0')).usedAs).toBe('printer');
  expect(await core.takeTicket()).toBe('printed');
  expect(printer.papers).toHaveLength(2);
  expect(core.restarts()).toBe(0);
});
