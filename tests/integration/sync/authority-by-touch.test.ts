import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createCentreClient } from '../../../src-main/centre/wire/centre-client.ts';
import { createTrustedTime } from '../../../src-main/centre/wire/trusted-time.ts';
import { createSystemClock } from '../../../src-main/core/system-clock.ts';
import { startWireCentre } from '../../support/centre-at-the-wire.ts';
import { certify, newAuthority, newServerKey, pemOf } from '../../support/certificates.ts';

const DAY_MS = 86_400_000;
const HOLDS = { fromMs: Date.now() - DAY_MS, toMs: Date.now() + 90 * DAY_MS };
const city = newAuthority('Ajuntament de Prova CA');
const key = newServerKey();

async function openCentre(wishes: { host?: string; chain?: string; by?: typeof city } = {}) {
  const { chain = city.certificate, by = city, ...host } = wishes;
  const cert = certify(by, key, { ...HOLDS, ...host });
  const centre = await startWireCentre({ tls: { key: pemOf(key), cert: cert + chain } });
  onTestFinished(() => centre.close());
  return centre;
}

async function ask(url: string, access: { authorities?: readonly string[]; proxy?: string } = {}) {
  const clock = createSystemClock();
  const client = createCentreClient({
    url,
    clock,
    time: createTrustedTime(clock, () => 0),
    centreKeys: () => [],
    pin: () => null,
    keepPin: () => {},
    onContact: () => {},
    ...access,
  });
  onTestFinished(() => client.close());
  return client.ask('readTime', { query: { nonce: 'x'.repeat(32) } });
}

/** A proxy that passes each connection through, or refuses it, and records the targets. */
async function openProxy(answer = 'HTTP/1.1 200 Connection established\r\n\r\n') {
  const asked: string[] = [];
  const server = createServer((near) => {
    near.once('data', (head: Buffer) => {
      const [, to = ''] = /^CONNECT (\S+) HTTP\/1\.1\r\n/.exec(head.toString()) ?? [];
      asked.push(to);
      const far = connect(Number(to.split(':').at(-1)), '127.0.0.1', () => {
        near.write(answer);
        near.pipe(far).pipe(near);
      });
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const)
        one.on('error', () => other.destroy()).on('close', () => other.destroy());
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  return { asked, url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}` };
}

test('a city’s own authority is shown with its fingerprint, and trusted once a person has compared it', async () => {
  const centre = await openCentre();
  const first = await ask(centre.url);
  expect(first).toMatchObject({
    error: { kind: 'central-certificate', authority: { name: 'Ajuntament de Prova CA' } },
  });
  expect(centre.asked).toEqual([]);
  const { pem = '', fingerprint = '' } = first.ok ? {} : (first.error.authority ?? {});
  expect(fingerprint).toMatch(/^[0-9a-f]{64}$/);
  expect(await ask(centre.url, { authorities: [pem] })).toMatchObject({ ok: true });
  const stranger = await openCentre({ by: newAuthority('Another CA'), chain: '' });
  expect(await ask(stranger.url, { authorities: [pem] })).toMatchObject({ ok: false });
});

test('an authority is not offered for another host’s certificate, or for a certificate that came without its authority', async () => {
  for (const wishes of [{ host: 'torn.exemple.cat' }, { chain: '' }]) {
    const refused = await ask((await openCentre(wishes)).url);
    expect(refused).toMatchObject({ ok: false, error: { kind: 'central-certificate' } });
    expect(refused.ok || refused.error.authority).toBeUndefined();
  }
});

test('a proxy passes the connection through with the centre’s certificate; a refusing proxy leaves the centre unreached', async () => {
  const centre = await openCentre();
  const authorities = [city.certificate];
  const proxy = await openProxy();
  expect(await ask(centre.url, { authorities, proxy: proxy.url })).toMatchObject({ ok: true });
  expect(proxy.asked).toEqual([new URL(centre.url).host]);
  expect(await ask(centre.url, { proxy: proxy.url })).toMatchObject({ error: { kind: 'central-certificate' } });
  const refusing = await openProxy('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
  expect(await ask(centre.url, { authorities, proxy: refusing.url })).toMatchObject({
    error: { kind: 'central-unreachable' },
  });
  expect(await ask(centre.url, { authorities, proxy: 'http://127.0.0.1:9' })).toMatchObject({
    error: { kind: 'central-unreachable' },
  });
});
