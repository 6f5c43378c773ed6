import { cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startVirtualScanner } from '../../../hardware/simulator/virtual-scanner.ts';
import { readDeviceFile, writeDeviceFile } from '../../../src-main/technician/store/device-file.ts';
import { readQr } from '../../references/picture.ts';
import { startCoreInProcess } from '../../support/core-in-process.ts';
import { createDeviceTree } from '../../support/device-tree.ts';
import { layCable, printerOnCable } from '../../support/printer-on-cable.ts';
import { virtualProfile } from '../../support/printing.ts';
import { fileOfPrinter } from '../../support/proven-printer.ts';
import { scannerProfile } from '../../support/scanning.ts';
import { technicianAt } from '../../support/technician-at-screen.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { profileOf } from '../../unit/hardware/printer/profiles.ts';

const KNOWN = {
  identity: { by: 'usb', vendorId: '04b8', productId: '0e28', serialNumber: 'X3F7', port: '1-3', part: '00' },
  link: { kind: 'usb', path: '/dev/usb/lp0' },
} as const;
const CITIZEN = { ids: ['1d90', '2060'], manufacturer: 'CITIZEN', product: 'CT-S651', serial: 'C9' } as const;

function dataFolder(): string {
  const data = join(temporaryFolder(), 'data');
  mkdirSync(data, { mode: 0o700 });
  return data;
}

test('a printer of another model in place of the known one is reported, proven by touch and prints, without a restart', async () => {
  const { printer, file } = await printerOnCable(profileOf('citizen-ct-s651'));
  const tree = createDeviceTree();
  tree.plugPrinter('lp0', '1-3', { ...CITIZEN, file: file() });
  const data = dataFolder();
  writeDeviceFile(data, fileOfPrinter(virtualProfile, KNOWN));
  const core = startCoreInProcess({ data, deviceRoot: tree.root });
  await core.until(() => core.log.some(({ kind }) => kind === 'other-printer'));
  const technician = technicianAt(core);
  await technician.enter();
  technician.touch('showPage', { page: 'technician' });
  expect(core.view().view).toMatchObject({ warning: { about: 'device', kind: 'other-printer' } });
  technician.touch('showPage', { page: 'technician-devices' });
  technician.touch('listDevices', { network: false });
  const found = await technician.finds('/dev/usb/lp0');
  expect(technician.touch('proveDevice', { deviceKey: found.key, role: 'printer' })).toMatchObject({ ok: true });
  await technician.stage('asking');
  expect(printer.papers).toHaveLength(1);
  expect(technician.answer('whole')).toMatchObject({ ok: true });
  await technician.stage('proven');
  expect(technician.proof('printer').model).toMatchObject({ name: 'Citizen CT-S651', strength: 'in-turn' });
  expect(technician.touch('keepDevice', {})).toMatchObject({ ok: true });
  await core.until(() => core.status().printers[0]?.condition === 'ready');
  expect(await core.takeTicket()).toBe('printed');
  expect(core.restarts()).toBe(0);
  expect(readDeviceFile(data)).toMatchObject({
    ok: true,
    value: { printer: { identity: { serialNumber: 'C9' }, profileId: 'citizen-ct-s651' } },
  });
  await core.close();
  const again = startCoreInProcess({ data, deviceRoot: tree.root });
  expect(await again.takeTicket()).toBe('printed');
});

test('a proof that is stopped, or abandoned by a technician, gives the printer back unchanged', async () => {
  const { file } = await printerOnCable();
  const tree = createDeviceTree();
  tree.plugPrinter('lp0', '1-3', { ids: ['04b8', '0e28'], product: 'TM-T20III', serial: 'X3F7', file: file() });
  const data = dataFolder();
  writeDeviceFile(data, fileOfPrinter(virtualProfile, KNOWN));
  const core = startCoreInProcess({ data, deviceRoot: tree.root });
  await core.until(() => core.status().printers[0]?.condition === 'ready');
  const technician = technicianAt(core);
  await technician.enter();
  const found = await technician.finds('/dev/usb/lp0');
  expect(found.usedAs).toBe('printer');
  for (const leave of ['stopProof', 'finish'] as const) {
    technician.touch('proveDevice', { deviceKey: found.key, role: 'printer' });
    await technician.stage('asking');
    expect(core.status().printers[0]?.condition).toBe('printer-unreachable');
    technician.touch(leave, {});
    await core.until(() => core.status().printers[0]?.condition === 'ready');
  }
  expect(core.view().view.screen).not.toContain('technician');
  expect(await core.takeTicket()).toBe('printed');
});

test('a scanner is proven by the code on the screen and reads from then on, even after a restart', async () => {
  const { line, file } = await layCable();
  const scanner = await startVirtualScanner({ path: line.printerEnd, profile: scannerProfile });
  onTestFinished(() => scanner.close());
  const tree = createDeviceTree();
  tree.plugSerial('ttyACM0', '1-2', { ids: ['0c2e', '0b61'], product: 'Scanner', serial: 'S1', file: file() });
  const data = dataFolder();
  const core = startCoreInProcess({ data, deviceRoot: tree.root });
  const technician = technicianAt(core);
  await technician.enter();
  const { key } = await technician.finds('/dev/ttyACM0');
  technician.touch('proveDevice', { deviceKey: key, role: 'scanner' });
  await technician.stage('waiting');
  const seen = readRows(technician.proof('scanner').code);
  expect(seen).toMatch(/^TORN \d{6}$/);
  await scanner.scan('another code');
  await technician.stage('unreadable');
  await scanner.scan(seen);
  await technician.stage('proven');
  expect(technician.touch('keepDevice', {})).toMatchObject({ ok: true });
  await core.until(() => core.status().scanner === 'ready');
  expect(readDeviceFile(data)).toMatchObject({ value: { scanner: { setting: { profileId: 'generic-cr-silence' } } } });
  await core.close();
  const again = startCoreInProcess({ data, deviceRoot: tree.root });
  await again.until(() => again.status().scanner === 'ready');
});

test('without the PIN no device can be listed, proven or kept, and no proof can be answered or stopped', async () => {
  const tree = createDeviceTree();
  tree.onBoard('ttyS0', '4');
  const core = startCoreInProcess({ data: dataFolder(), deviceRoot: tree.root });
  const technician = technicianAt(core);
  for (const refused of [
    technician.touch('listDevices', { network: true }),
    technician.touch('proveDevice', { deviceKey: 'serial /dev/ttyS0', role: 'printer' }),
    technician.touch('answerProof', { proofNo: 1, answer: 'whole' }),
    technician.touch('keepDevice', {}),
    technician.touch('stopProof', {}),
  ])
    expect(refused).toMatchObject({ ok: false, error: { kind: 'not-possible-here' } });
  await technician.enter();
  await technician.finds('/dev/ttyS0');
  expect(technician.touch('proveDevice', { deviceKey: 'serial /dev/ttyS9', role: 'printer' })).toMatchObject({
    error: { kind: 'unknown-device' },
  });
  expect(technician.touch('keepDevice', {})).toMatchObject({ error: { kind: 'not-possible-here' } });
});

test('an answer to an outdated question is stale', async () => {
  const { file } = await printerOnCable();
  const tree = createDeviceTree();
  tree.plugPrinter('lp0', '1-3', { ...CITIZEN, file: file() });
  const data = dataFolder();
  const core = startCoreInProcess({ data, deviceRoot: tree.root });
  const technician = technicianAt(core);
  await technician.enter();
  const { key } = await technician.finds('/dev/usb/lp0');
  technician.touch('proveDevice', { deviceKey: key, role: 'printer' });
  await technician.stage('asking');
  const { proofNo } = technician.proof('printer');
  technician.answer('wrong');
  expect(technician.touch('answerProof', { proofNo, answer: 'whole' })).toMatchObject({
    error: { kind: 'stale-command' },
  });
});

/** Decodes the QR code on the screen. */
function readRows(rows: readonly string[]): string {
  const quiet = 4;
  const scale = 4;
  const width = (rows.length + 2 * quiet) * scale;
  const pixels = new Uint8ClampedArray(width * width * 4).fill(255);
  for (let y = 0; y < width; y += 1)
    for (let x = 0; x < width; x += 1) {
      const module = rows[Math.floor(y / scale) - quiet]?.[Math.floor(x / scale) - quiet];
      if (module === '1') pixels.fill(0, (y * width + x) * 4, (y * width + x) * 4 + 3);
    }
  return readQr({ width, height: width, pixels }) ?? '';
}

test('a profile that changed while the kiosk runs is proposed in its current form, because profiles are read at the proof', async () => {
  const { file } = await printerOnCable();
  const tree = createDeviceTree();
  tree.plugPrinter('lp0', '1-3', { ...CITIZEN, file: file() });
  const configDir = join(temporaryFolder(), 'config');
  const from = join(import.meta.dirname, '../../../config');
  mkdirSync(configDir);
  for (const name of readdirSync(from))
    if (name === 'printers') cpSync(join(from, name), join(configDir, name), { recursive: true });
    else symlinkSync(join(from, name), join(configDir, name));
  const core = startCoreInProcess({ data: dataFolder(), deviceRoot: tree.root, configDir });
  writeFileSync(
    join(configDir, 'printers/torn-virtual.json'),
    JSON.stringify({ ...virtualProfile, maker: 'Terrassa' }),
  );
  const technician = technicianAt(core);
  await technician.enter();
  const { key } = await technician.finds('/dev/usb/lp0');
  technician.touch('proveDevice', { deviceKey: key, role: 'printer' });
  await technician.stage('asking');
  expect(technician.proof('printer').model).toMatchObject({ name: 'Terrassa virtual printer' });
});
