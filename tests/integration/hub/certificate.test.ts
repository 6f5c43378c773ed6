import { X509Certificate } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { connect, createServer } from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import { createHttpServer, PATIENCE } from '../../../src-central/server/http-server.ts';
import { certificateSeenIn, PairingBegun } from '../../../src-main/calling/contract/pairing.ts';
import { HUB_PATHS } from '../../../src-main/calling/contract/paths.ts';
import { listenForBrowsers } from '../../../src-main/calling/wire/server.ts';
import { createSystemClock } from '../../../src-main/core/system-clock.ts';
import { openHubCertificate } from '../../../src-main/security/hub-certificate.ts';
import { freePort } from '../../support/free-port.ts';
import { createHubBrowser, officeWithDesks, startKioskWithDesks } from '../../support/office-hub.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** An attacker's machine between browser and kiosk that decrypts with its own certificate and passes everything on. */
async function machineInBetween(kioskPort: number) {
  const { key, certificate } = await openHubCertificate({
    folder: temporaryFolder(),
    environment: {},
    hosts: { names: [], addresses: [] },
  });
  const cookies: string[] = [];
  const server = createServer({ key, cert: certificate }, (browser) => {
    const kiosk = connect({ host: '127.0.0.1', port: kioskPort, rejectUnauthorized: false });
    kiosk.on('data', (bytes) => {
      const cookie = /__Host-torn-desk=[^;]+/.exec(bytes.toString('latin1'));
      if (cookie !== null) cookies.push(cookie[0]);
    });
    browser.pipe(kiosk).pipe(browser);
    for (const socket of [browser, kiosk]) socket.on('error', () => socket.destroy());
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { port, certificate, cookies };
}

/** Whether a server accepts a TLS 1.2 client that offers only these cipher suites. */
const shakesHands = (port: number, ciphers: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false, maxVersion: 'TLSv1.2', ciphers });
    const end = (accepted: boolean) => {
      socket.destroy();
      resolve(accepted);
    };
    socket.once('secureConnect', () => end(true)).once('error', () => end(false));
  });

test('kiosk and centre accept the suites of TLS that CCN-STIC 807 recommends, and none that it has let expire', async () => {
  const { key, certificate } = await openHubCertificate({
    folder: temporaryFolder(),
    environment: {},
    hosts: { names: [], addresses: [] },
  });
  const kiosk = await listenForBrowsers({ port: 0, key, certificate, handle: () => {}, clock: createSystemClock() });
  const centre = createHttpServer({ key, cert: certificate }, PATIENCE, () => {});
  await new Promise<void>((resolve) => centre.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void kiosk.close());
  onTestFinished(() => void centre.close());
  for (const port of [kiosk.port, (centre.address() as AddressInfo).port]) {
    expect(await shakesHands(port, 'ECDHE-ECDSA-AES128-GCM-SHA256')).toBe(true);
    expect(await shakesHands(port, 'ECDHE-ECDSA-AES128-SHA256')).toBe(false);
  }
});

const seenIn = (certificate: string): string => certificateSeenIn(new X509Certificate(certificate).fingerprint256);

test('a machine in between gets no cookie even if a clerk accepts its certificate, because the kiosk compares certificates', async () => {
  const [data, port] = [temporaryFolder(), await freePort()];
  const kiosk = await startKioskWithDesks(data, officeWithDesks(temporaryFolder(), port), port);
  onTestFinished(async () => void (await kiosk.core.stop()));
  const between = await machineInBetween(port);
  const browser = createHubBrowser(between.port, between.certificate);
  const begun = PairingBegun.parse((await browser.post(HUB_PATHS.beginPairing, { role: 'desk' })).body);
  const claim = () => browser.post(HUB_PATHS.claimPairing, { claim: begun.claim });
  const letIn = (seen: object) => kiosk.core.call('pairBrowser', { code: begun.code, deskId: 'taula-1', ...seen });
  const differs = { ok: false, error: { kind: 'certificate-differs' } };
  expect(await letIn({ seen: seenIn(between.certificate) })).toMatchObject(differs);
  expect(await letIn({})).toMatchObject(differs);
  const own = readFileSync(join(data, 'hub-certificate.pem'), 'utf8');
  const almost = seenIn(own).replace(/.$/, (last) => (last === '0' ? '1' : '0'));
  expect(await letIn({ seen: almost })).toMatchObject(differs);
  expect((await claim()).body).toEqual({ state: 'waiting' });
  expect(between.cookies).toEqual([]);
  // A hall screen shows only what everybody in the room sees, so the code that it shows suffices for its pairing.
  const hall = await kiosk.pair('hall');
  expect((await hall.hall()).calls).toEqual([]);
  const direct = createHubBrowser(port, own);
  await direct.pairWith(
    async (code) => (await kiosk.core.call('pairBrowser', { code, deskId: 'taula-1', seen: seenIn(own) })).ok,
  );
  expect(await direct.view()).toMatchObject({ deskId: 'taula-1', isCertificateNew: false });
});

test('a desk’s page reports a certificate that differs from the one at its pairing, until it is paired again', async () => {
  const [data, port] = [temporaryFolder(), await freePort()];
  const start = () => startKioskWithDesks(data, officeWithDesks(temporaryFolder(), port), port);
  let kiosk = await start();
  onTestFinished(async () => void (await kiosk.core.stop()));
  const { cookie } = await kiosk.pair('desk', 'taula-1');
  const again = async () => {
    await kiosk.core.stop();
    kiosk = await start();
    const browser = kiosk.browser();
    browser.cookie = cookie;
    return browser.view();
  };
  expect(await again()).toMatchObject({ isCertificateNew: false });
  rmSync(join(data, 'hub-certificate.pem'));
  expect(await again()).toMatchObject({ isCertificateNew: true });
  expect(await (await kiosk.pair('desk', 'taula-1')).view()).toMatchObject({ isCertificateNew: false });
});
