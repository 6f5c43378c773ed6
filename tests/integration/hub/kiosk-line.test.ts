import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createSystemClock } from '../../../src-main/core/system-clock.ts';
import { createKioskCalls, createKioskLine } from '../../../src-main/hub/kiosk-calls.ts';
import { kioskKeyOf } from '../../../src-main/hub/kiosk-proof.ts';
import { openHubCertificate } from '../../../src-main/security/hub-certificate.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const hosts = { names: [], addresses: [] };

/** A kiosk that answers whatever it is asked, and counts its handshakes. */
async function startAnswering() {
  const { key, certificate } = await openHubCertificate({ folder: temporaryFolder(), environment: {}, hosts });
  const seen = { handshakes: 0, requests: 0 };
  const server = createServer({ key, cert: certificate }, (request, response) => {
    seen.requests += 1;
    request.resume().on('end', () => response.end('{}'));
  });
  server.on('secureConnection', () => {
    seen.handshakes += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { server, seen, own: kioskKeyOf(key), port: (server.address() as AddressInfo).port };
}

test('a kiosk that is asked all the time shakes hands once; another key is told nothing over the same line; over a line that was closed the very next question is answered', async () => {
  const { server, seen, own, port } = await startAnswering();
  const line = createKioskLine();
  const calls = createKioskCalls(own, createSystemClock(), new AbortController().signal);
  onTestFinished(() => line.close());
  const ask = (pin = own.pin) =>
    calls.call({ address: { host: '127.0.0.1', port }, line, pin, path: '/', body: {}, mostMs: 60_000 });
  for (let no = 0; no < 20; no += 1) expect(await ask()).toMatchObject({ value: { status: 200 } });
  expect(seen).toEqual({ handshakes: 1, requests: 20 });
  expect(await ask('another')).toMatchObject({ error: { kind: 'other-key' } });
  expect(seen.requests).toBe(20);
  expect(await ask()).toMatchObject({ ok: true });
  const handshakes = seen.handshakes;
  server.closeAllConnections();
  // Also where nothing has seen yet that it was closed.
  expect(await ask()).toMatchObject({ ok: true });
  expect(seen.handshakes).toBeGreaterThan(handshakes);
});
