import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { loadOffice } from '../../../config/load.ts';
import { announceKiosk, findKiosks } from '../../../hardware/discovery/kiosks.ts';
import type { SearchedNetwork } from '../../../hardware/discovery/searched-network.ts';
import { readFromKiosks, shareOffice } from '../../../src-main/core/office-sharing.ts';
import { createOfficeTravel } from '../../../src-main/core/office-travel.ts';
import { openOfficeKey } from '../../../src-main/security/office-key.ts';
import { readKioskFile } from '../../../src-main/storage/kiosk-file.ts';
import { LOOPBACK } from '../../support/announced-printers.ts';
import { demonstrationOffice } from '../../support/core-process.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { atFirstRun, atTravel } from '../../support/travelling-office.ts';

/** A network of these kiosks alone. */
function ownNetwork(): SearchedNetwork {
  // Below the ephemeral ports, for this process alone.
  const port = 20_000 + (process.pid % 9_000);
  return {
    own: () => [{ address: LOOPBACK, prefix: 8 }],
    announced: { port, networkInterface: LOOPBACK, listenMs: 500 },
  };
}

test('a kiosk copies the office of the one next to it while its technician allows it, and both show the same number', async () => {
  const network = ownNetwork();
  const giver = await atTravel({ network });
  const taker = atFirstRun({ network });
  expect((await taker.finds('kiosk')).found).toEqual([]);
  giver.touch('shareOffice', { isOn: true });
  await giver.core.until(() => giver.travel().sharing.stage === 'on');
  const { sharing, fingerprint } = giver.travel();
  expect(sharing.minutesLeft).toBe(10);
  const { found } = await taker.finds('kiosk');
  expect(found).toMatchObject([
    { refused: null, office: { name: 'OAC Exemple', trust: 'unknown', fingerprint, check: sharing.check } },
  ]);
  const no = found[0]?.no ?? 0;
  expect(taker.touch('takeOffice', { no, isSure: false })).toMatchObject({ ok: false });
  expect(taker.touch('takeOffice', { no, isSure: true })).toMatchObject({ ok: true });
  expect(taker.step()).toBe('slot');
  const { office } = readKioskFile(taker.data).file;
  expect(office).toMatchObject({ from: 'elsewhere', officeId: 'demonstration', check: sharing.check });
  // Known or not: over the network a person compares each time.
  taker.touch('repeatStep', {});
  const again = await taker.finds('kiosk');
  expect(again.found).toMatchObject([{ office: { trust: 'known' } }]);
  expect(taker.touch('takeOffice', { no: again.found[0]?.no ?? 0, isSure: false })).toMatchObject({ ok: false });
  // Whoever leaves takes it back.
  giver.touch('showPage', { page: 'technician' });
  expect((await taker.finds('kiosk')).found).toEqual([]);
});

/** Offices of the demonstration to other kiosks, on a clock of the test's. */
function travelOnClock() {
  const clock = createManualClock(Date.parse('2026-11-24T09:24:00Z'));
  const network = ownNetwork();
  const configDir = join(import.meta.dirname, '../../../config');
  const office = loadOffice({ profileFile: demonstrationOffice, configDir });
  if (!office.ok) throw new Error(office.error.detail);
  const dataDir = temporaryFolder();
  const travel = createOfficeTravel({
    ...{ options: { dataDir, configDir, profileFile: null }, root: dataDir, network, clock },
    ...{ office: office.value, version: 12, own: 3, slot: 2 },
    key: openOfficeKey({ folder: dataDir, environment: {}, hostKeyFile: join(dataDir, 'none') }),
    log: { event: () => undefined },
  });
  onTestFinished(() => travel.close());
  const shares = async () => {
    travel.share(true);
    await new Promise<void>((resolve) => travel.onChange(() => travel.state().sharing.stage === 'on' && resolve()));
  };
  return {
    travel,
    clock,
    shares,
    given: async () => (await readFromKiosks(network, new AbortController().signal)).length,
  };
}

test('an office can be copied for ten minutes, also once the page has locked itself, and not after its technician has left', async () => {
  const { travel, clock, shares, given } = travelOnClock();
  await shares();
  travel.leave(true);
  expect([travel.state().sharing.stage, await given()]).toEqual(['on', 1]);
  clock.advance(10 * 60_000 - 1);
  expect(travel.state().sharing.stage).toBe('on');
  clock.advance(1);
  expect([travel.state().sharing.stage, await given()]).toEqual(['off', 0]);
  await shares();
  travel.leave(false);
  expect([travel.state().sharing.stage, await given()]).toEqual(['off', 0]);
});

/** Sends it and settles with all that comes back, once the other end has closed. */
function sent(port: number, text: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, LOOPBACK, () => void socket.write(text));
    let heard = '';
    socket.on('data', (chunk) => {
      heard += chunk.toString();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(heard));
  });
}

test('whoever asks for anything else, sends garbage, sends nothing or comes in crowds gets nothing and holds nobody up', async () => {
  const network = ownNetwork();
  const office = Buffer.from('{"format":"torn-office"}\n');
  const shared = await shareOffice(office, network, 800);
  onTestFinished(() => shared.close());
  const [kiosk] = await findKiosks(network.announced ?? {});
  const port = kiosk?.port ?? 0;
  expect(kiosk).toMatchObject({ host: LOOPBACK });
  const get = (path: string) => `GET ${path} HTTP/1.1\r\nhost: torn\r\n\r\n`;
  expect(await sent(port, get('/office'))).toMatch(/^HTTP\/1.1 200 [\s\S]*\{"format":"torn-office"\}\n$/);
  for (const text of [get('/'), get('/office?x'), get('/../torn.db'), get('/office').replace('GET', 'POST')])
    expect(await sent(port, text)).toMatch(/^HTTP\/1.1 404 [\s\S]*\r\n\r\n(?:0\r\n\r\n)?$/);
  for (const text of ['\u0000\u0001\r\n\r\n', `GET /office HTTP/1.1\r\nx: ${'y'.repeat(9_000)}\r\n\r\n`])
    expect(await sent(port, text)).not.toContain('torn-office');
  const silent = Array.from({ length: 30 }, () => sent(port, 'GET /off'));
  // The kiosk ends those that say nothing.
  await Promise.all(silent);
  const [file] = await readFromKiosks(network, new AbortController().signal);
  expect(file?.bytes?.equals(office)).toBe(true);
});

test('a kiosk in the network that gives too much, too slowly or nothing is said as such, and holds nobody up', async () => {
  const network = ownNetwork();
  const flood = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.write('HTTP/1.1 200 OK\r\n\r\n');
    let left = 30;
    const more = () => {
      left -= 1;
      if (left === 0) socket.end();
      else if (socket.writable) socket.write(Buffer.alloc(100_000), more);
    };
    more();
  });
  await new Promise<void>((resolve) => void flood.listen(0, LOOPBACK, resolve));
  const silent = createServer(() => undefined);
  await new Promise<void>((resolve) => void silent.listen(0, LOOPBACK, resolve));
  const ports = [flood, silent].map((server) => (server.address() as AddressInfo).port);
  const announced = ports.map((port, index) =>
    announceKiosk({ name: `kiosk ${index}`, port, addresses: [LOOPBACK] }, network.announced ?? {}),
  );
  onTestFinished(() => {
    for (const one of announced) one.close();
    for (const server of [flood, silent]) server.close();
  });
  // Own limit: of the technician, who leaves the page.
  const files = await readFromKiosks(network, AbortSignal.timeout(5_000));
  expect(files.map(({ name, bytes }) => [name, bytes]).toSorted()).toEqual([
    ['kiosk 0', null],
    ['kiosk 1', null],
  ]);
});
