import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { SearchedNetwork } from '../../../hardware/discovery/announced.ts';
import { startVirtualPrinter } from '../../../hardware/simulator/virtual-printer.ts';
import { a, announce, LOOPBACK, message, ptr, raw, srv } from '../../support/announced-printers.ts';
import { startCoreInProcess } from '../../support/core-in-process.ts';
import { createDeviceTree } from '../../support/device-tree.ts';
import { virtualProfile } from '../../support/printing.ts';
import { technicianAt } from '../../support/technician-at-screen.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

async function networkPrinter(host: string, port = 0) {
  const printer = await startVirtualPrinter({
    profile: virtualProfile,
    transport: { kind: 'tcp', host, port },
    speedMmPerS: 5_000,
  });
  onTestFinished(() => printer.close());
  return printer;
}

async function technicianOn(network: SearchedNetwork) {
  const data = join(temporaryFolder(), 'data');
  mkdirSync(data, { mode: 0o700 });
  const core = startCoreInProcess({ data, deviceRoot: createDeviceTree().root, network });
  const technician = technicianAt(core);
  await technician.enter();
  await core.until(() => !technician.page().isSearching);
  return { core, technician };
}

async function proveAndPrint({ core, technician }: Awaited<ReturnType<typeof technicianOn>>, where: string) {
  const { key } = await technician.finds(where);
  technician.touch('proveDevice', { deviceKey: key, role: 'printer' });
  await technician.stage('asking');
  technician.answer('whole');
  await technician.stage('proven');
  technician.touch('keepDevice', {});
  await core.until(() => core.status().printers[0]?.condition === 'ready');
  return core.takeTicket();
}

test('the local network is searched only on request, and a printer found there prints', async () => {
  const { port } = await networkPrinter('127.0.88.9', 9_100);
  expect(port).toBe(9_100);
  let looks = 0;
  const at = await technicianOn({
    own: () => {
      looks += 1;
      return [{ address: '127.0.88.1', prefix: 24 }];
    },
  });
  expect([looks, at.technician.page().found]).toEqual([0, []]);
  at.technician.touch('listDevices', { network: true });
  expect(await proveAndPrint(at, '127.0.88.9')).toBe('printed');
  expect(looks).toBe(1);
});

test('a printer that announces itself is found by its name and prints', async () => {
  const { port } = await networkPrinter('127.0.88.10');
  const mdnsPort = await announce(() => [
    message([ptr('Taquilla', raw)], [srv('Taquilla', raw, port ?? 0, 'epson1'), a('epson1', '127.0.88.10')]),
  ]);
  const at = await technicianOn({
    own: () => [],
    announced: { port: mdnsPort, networkInterface: LOOPBACK },
  });
  const isFound = () => at.technician.page().found.some(({ where }) => where === '127.0.88.10');
  // A busy machine may not hear the announcement while it listens: the technician searches again.
  while (!isFound()) {
    at.technician.touch('listDevices', { network: false });
    await at.core.until(() => !at.technician.page().isSearching);
  }
  expect(await at.technician.finds('127.0.88.10')).toMatchObject({ kind: 'network', name: 'Taquilla' });
  expect(await proveAndPrint(at, '127.0.88.10')).toBe('printed');
});

test('a typed address is checked for a printer, and an address without one is reported', async () => {
  const { port } = await networkPrinter('127.0.88.11');
  const at = await technicianOn({ own: () => [] });
  const { core, technician } = at;
  const asks = async (address: string) => {
    expect(technician.touch('askAddress', { address })).toMatchObject({ ok: true });
    await core.until(() => !technician.page().isSearching);
    return technician.page().asked;
  };
  for (const address of ['192.168.1', '192.168.1.256', '127.0.88.11:0', '1:2:3', '....'])
    expect(await asks(address)).toEqual({ address, came: 'not-an-address' });
  expect(await asks(`127.0.88.12:${port}`)).toMatchObject({ came: 'nobody' });
  expect(technician.page().found).toEqual([]);
  expect(await asks(`127.0.88.11:${port}`)).toMatchObject({ came: 'found' });
  expect(await proveAndPrint(at, '127.0.88.11')).toBe('printed');
});

test('an address cannot be checked without the PIN', async () => {
  const { port } = await networkPrinter('127.0.88.13');
  const { core, technician } = await technicianOn({ own: () => [] });
  technician.touch('finish', {});
  await core.until(() => !core.view().view.screen.startsWith('technician'));
  expect(technician.touch('askAddress', { address: `127.0.88.13:${port}` })).toMatchObject({
    ok: false,
    error: { kind: 'not-possible-here' },
  });
});
