import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { describe, expect, it, onTestFinished } from 'vitest';
import { mayReach, sendWebhook } from '../../../../src-central/alarms/send-webhook.ts';
import { AlarmNotice, AlarmRules } from '../../../../src-main/contract/centre/alarms.ts';
import { newSigningKey } from '../../../../src-main/signing/keys.ts';
import { readSignature, verifyRequest } from '../../../../src-main/signing/signed-messages.ts';
import { RULE, startAlarmedCity } from '../../../support/alarmed-city.ts';
import { certify, newAuthority, newServerKey, pemOf } from '../../../support/certificates.ts';
import { sharedPostgres } from '../../../support/postgres.ts';
import { newEvents } from '../../../support/test-centre.ts';

const postgres = sharedPostgres();

interface Posted {
  path: string;
  headers: Record<string, string>;
  body: Buffer;
}

/** A receiver on this machine, until the test ends. */
async function startReceiver(answer: { status: number; location?: string } = { status: 204 }) {
  const authority = newAuthority('Autoritat de prova');
  const key = newServerKey();
  const years = { fromMs: Date.UTC(2020, 0), toMs: Date.UTC(2040, 0) };
  const posts: Posted[] = [];
  const server = createServer({ key: pemOf(key), cert: certify(authority, key, { host: 'localhost', ...years }) });
  server.on('request', (request, reply) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
      posts.push({ path: request.url ?? '', headers, body: Buffer.concat(chunks) });
      reply.writeHead(answer.status, answer.location === undefined ? {} : { location: answer.location }).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `https://localhost:${(server.address() as AddressInfo).port}/avisos`;
  return { url, posts, answer, authority: authority.certificate };
}

const hook = (url: string) => ({ recipientId: 'guardia', by: 'webhook', url, language: 'es', privateNetwork: false });
const NOTICE: AlarmNotice = {
  ...{ id: '0197f5a0-3c1e-7c4b-9a55-6d1f0c2b7e90', cityId: 'terrassa', ruleId: 'tot', at: '2026-11-25T10:00:00.000Z' },
  ...{ subject: 's', text: 't', opened: [], ended: [] },
};

describe('a webhook', () => {
  it('is signed by the centre’s key, and a repeat has the same id', async () => {
    const receiver = await startReceiver({ status: 500 });
    const city = await startAlarmedCity(await postgres.newDatabase(), {
      rules: { zone: 'Europe/Madrid', recipients: [hook(receiver.url)], rules: [{ ...RULE, to: ['guardia'] }] },
      mayReach: () => true,
      authority: receiver.authority,
    });
    const { kioskId, send } = await city.centre.enrol(1);
    await send([newEvents().next('printer-condition', { printer: 'p', condition: 'paper-out' })]);
    await city.pass(16, [kioskId]);
    receiver.answer.status = 204;
    await city.pass(30, [kioskId]);
    expect(receiver.posts.length).toBeGreaterThan(1);
    const notices = receiver.posts.map(({ body }) => AlarmNotice.parse(JSON.parse(body.toString())));
    expect(new Set(notices.map(({ id }) => id)).size).toBe(1);
    expect(notices[0]).toMatchObject({
      subject: 'Torn: 1 aviso, Sin papel: ajuntament, quiosc 1',
      opened: [{ kind: 'paper-out', officeId: 'ajuntament', kiosks: ['quiosc 1'], count: 1 }],
    });
    const { publicKey } = city.centre.signingKey;
    for (const { headers, body } of receiver.posts) {
      const request = { method: 'POST', url: receiver.url, headers, body };
      expect(readSignature(request)).toMatchObject({ tag: 'torn-alarm' });
      expect(await verifyRequest(request, publicKey)).toBe(true);
      expect(await verifyRequest({ ...request, body: Buffer.from('{}') }, publicKey)).toBe(false);
      expect(await verifyRequest({ ...request, url: 'https://other.example/avisos' }, publicKey)).toBe(false);
      expect(await verifyRequest(request, newSigningKey().publicKey)).toBe(false);
    }
  });

  it('follows no redirect, and trusts no unknown certificate', async () => {
    const elsewhere = await startReceiver();
    const receiver = await startReceiver({ status: 307, location: elsewhere.url });
    const parts = { signingKey: newSigningKey(), mayReach: () => true, authority: receiver.authority };
    const send = (more = {}) =>
      sendWebhook({ url: receiver.url, privateNetwork: false, notice: NOTICE }, { ...parts, ...more });
    expect(await send()).toEqual({ ok: false, error: { kind: 'not-sent', reason: 'HTTP 307' } });
    expect(receiver.posts).toHaveLength(1);
    expect(elsewhere.posts).toEqual([]);
    expect(await send({ authority: elsewhere.authority })).toMatchObject({ ok: false });
    expect(receiver.posts).toHaveLength(1);
  });

  it('is not sent to this machine, by name or by address, whatever the city allows', async () => {
    const receiver = await startReceiver();
    const parts = { signingKey: newSigningKey(), authority: receiver.authority };
    const { port } = new URL(receiver.url);
    for (const host of ['localhost', '127.0.0.1', '[::1]', '[::ffff:127.0.0.1]', '2130706433', '0x7f.1'])
      expect(
        await sendWebhook({ url: `https://${host}:${port}/`, privateNetwork: true, notice: NOTICE }, parts),
        host,
      ).toMatchObject({ ok: false, error: { reason: expect.stringMatching(/^ForbiddenAddress$|^EADDRNOTAVAIL$/) } });
    expect(receiver.posts).toEqual([]);
  });

  it('is not sent to an address of one of this machine’s own interfaces', () => {
    const own = Object.values(networkInterfaces()).flatMap((all) => (all ?? []).map(({ address }) => address));
    expect(own.filter((address) => mayReach(address, true))).toEqual([]);
  });

  it.each([
    ['93.184.216.34', true, true],
    ['2606:2800:220:1::1', true, true],
    ['10.1.2.3', false, true],
    ['172.31.0.9', false, true],
    ['192.168.1.1', false, true],
    ['100.64.0.1', false, true],
    ['fd00::1', false, true],
    ['::ffff:10.0.0.1', false, true],
    ['127.0.0.53', false, false],
    ['::1', false, false],
    ['::', false, false],
    ['0.0.0.0', false, false],
    ['169.254.169.254', false, false],
    ['::ffff:169.254.169.254', false, false],
    ['::ffff:7f00:1', false, false],
    ['fe80::1', false, false],
    ['224.0.0.1', false, false],
    ['255.255.255.255', false, false],
    ['64:ff9b::7f00:1', false, false],
    ['64:ff9b:1::a00:1', false, false],
    ['::7f00:1', false, false],
    ['::93.184.216.34', false, false],
    ['localhost', false, false],
  ])('to %s is allowed: %s, and in a city that allows private networks: %s', (address, alone, withPrivate) => {
    expect([mayReach(address, false), mayReach(address, true)]).toEqual([alone, withPrivate]);
  });
});

describe('rules', () => {
  const mail = (address: string) => ({ recipientId: 'equip', by: 'mail', address, language: 'ca' });
  const isGood = (recipient: unknown, rule = {}) =>
    AlarmRules.safeParse({ zone: 'Europe/Madrid', recipients: [recipient], rules: [{ ...RULE, ...rule }] }).success;

  it('take one plain mailbox, and no second address, header or display name', () => {
    expect(isGood(mail('quioscos+torn@ajuntament.cat'))).toBe(true);
    for (const address of ['a@b, c@d', 'a@b\r\nBcc: c@d', '"A" <a@b>', 'a b@c', 'a@b;c@d', '@b', 'a@', 'a@b@c', ''])
      expect(isGood(mail(address)), address).toBe(false);
  });

  it('take https alone, and no address with a secret in it', () => {
    expect(isGood({ ...hook('https://avisos.exemple.cat/x?y=1'), recipientId: 'equip' })).toBe(true);
    for (const url of [
      'http://exemple.cat/',
      'https://u:p@exemple.cat/',
      'https://exemple.cat/#a',
      'file:///etc/passwd',
      'x',
    ])
      expect(isGood({ ...hook(url), recipientId: 'equip' }), url).toBe(false);
  });

  it('name recipients that exist, each once', () => {
    expect(isGood(mail('a@b.cat'), { to: ['altre'] })).toBe(false);
    expect(isGood(mail('a@b.cat'), { to: ['equip', 'equip'] })).toBe(false);
    expect(AlarmRules.safeParse({ zone: 'Mart/Olympus', recipients: [], rules: [] }).success).toBe(false);
  });
});
