import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { type PlayedKiosk, tell } from '../../../../src-central/sandbox/played-kiosk.ts';
import { keyToPem, newSigningKey } from '../../../../src-main/signing/keys.ts';

test('a played kiosk without events sends the centre no request, as before its office opens', async () => {
  let asked = 0;
  const server = createServer((_request, answer) => {
    asked += 1;
    answer.writeHead(400).end();
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  const wire = { url: `http://127.0.0.1:${port}`, cityId: 'terrassa', clock: { nowMs: () => 0 } };
  const [incarnation, bootId] = [randomUUID(), randomUUID()];
  const kiosk: PlayedKiosk = {
    kioskId: randomUUID(),
    officeId: 'oac-riera',
    slot: 1,
    pem: keyToPem(newSigningKey()),
    incarnation,
    bootId,
    bootedMs: 0,
    seq: 0,
    serviceDay: '2026-12-01',
    numbers: {},
    waiting: [],
  };
  await tell(wire, kiosk, []);
  expect(asked).toBe(0);
});
