import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { describe, expect, it, onTestFinished } from 'vitest';
import { mayReach, sendWebhook } from '../../../../src-central/alarms/send-webhook.ts';
import { AlarmNotice, AlarmRules } from '../../../../src-main/contract/centre/alarms.ts';
import { AppointmentNotice } from '../../../../src-main/contract/centre/appointments.ts';
import { newSigningKey } from '../../../../src-main/signing/keys.ts';
import { readSignature, verifyRequest } from '../../../../src-main/signing/signed-messages.ts';
import { RULE, startAlarmedCity } from '../../../support/alarmed-city.ts';
import { at, channelAt, HERE, startOffices, THERE } from '../../../support/booking.ts';
import { certify, newAuthority, newServerKey, pemOf } from '../../../support/certificates.ts';
import { SERVICE_ID } from '../../../support/city-office.ts';
import { sharedPostgres } from '../../../support/postgres.ts';
import { newEvents } from '../../../support/test-centre.ts';

const postgres = sharedPostgres();

interface Posted {
  path: string;
  headers: Record<string, string>;
  body: Buffer;
}

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
  id: '0197f5a0-3c1e-7c4b-9a55-6d1f0c2b7e90',
  cityId: 'terrassa',
  ruleId: 'tot',
  at: '2026-11-25T10:00:00.000Z',
  subject: 's',
  text: 't',
  opened: [],
  ended: [],
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
      sendWebhook({ url: receiver.url, privateNetwork: false, tag: 'alarm', notice: NOTICE }, { ...parts, ...more });
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
        await sendWebhook(
          { url: `https://${host}:${port}/`, privateNetwork: true, tag: 'alarm', notice: NOTICE },
          parts,
        ),
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

describe('a channel', () => {
  it('receives the result of each appointment once, except for its own changes, and can read the same results', async () => {
    const receiver = await startReceiver({ status: 500 });
    const { centre, pass, newReplica } = await startAlarmedCity(await postgres.newDatabase(), {
      mayReach: () => true,
      authority: receiver.authority,
    });
    const other = newReplica({ mayReach: () => true, authority: receiver.authority });
    const { here } = await startOffices(centre, [HERE, THERE]);
    const web = await channelAt(centre, 'web', HERE);
    const put = (body: object) => centre.order('putChannel', { channelId: 'web' }, { name: 'Web', ...body });
    expect((await put({ results: { url: 'http://exemple.cat', privateNetwork: false } })).status).toBe(400);
    expect((await put({ results: { url: receiver.url, privateNetwork: false } })).status).toBe(204);
    // A page of an earlier release knows no webhooks and sends only the name.
    expect((await put({ name: 'Web municipal' })).status).toBe(204);
    const booked = new Map<string, string>();
    for (const reference of ['SERVED', 'LEFT', 'CAME', 'ABSENT', 'BY-010', 'BY-ITSELF'])
      booked.set(reference, (await web.book(reference)).appointmentId);
    await (await channelAt(centre, 'app', HERE)).book('UNHEARD');
    await web.cancel('BY-ITSELF');
    await web.cancel('BY-010');
    await centre.database.query("UPDATE appointment SET cancelled_by = 'telephone' WHERE reference = 'BY-010'");
    const make = newEvents();
    const arrive = (number: number, reference: string) => {
      const ticket = make.issued(number, { way: 'appointment', serviceId: SERVICE_ID });
      const { ticketId } = ticket.payload;
      const checkIn = make.next('appointment-checked-in', {
        appointmentId: booked.get(reference),
        ticketId,
        way: 'qr',
        trust: 'cache',
        arrivedInWindow: 'in-time',
        deskId: null,
        preferential: false,
        comeAndFetch: false,
        appointmentStart: at(60),
      });
      return { ticketId, events: [ticket, checkIn] };
    };
    const [served, left, came] = [arrive(1, 'SERVED'), arrive(2, 'LEFT'), arrive(3, 'CAME')];
    const did = (act: string, rank: number) =>
      make.next('ticket-life', {
        lifeId: randomUUID(),
        ticketId: served.ticketId,
        rank,
        deskId: 'taula-3',
        act,
        ageMs: 0,
      });
    await here.send([...served.events, ...left.events, ...came.events]);
    expect((await web.read('SERVED')).body).toMatchObject({ state: 'checked-in', result: null });
    await here.send([did('call', 1), did('finish', 2), make.next('ticket-withdrawn', { ticketId: left.ticketId })]);
    await pass(61);
    const heard = () => receiver.posts.map(({ body }) => AppointmentNotice.parse(JSON.parse(body.toString())));
    const results = () =>
      Object.fromEntries(heard().map(({ reference, result: { what, by } }) => [reference, `${what} ${by}`]));
    expect(results()).toEqual({ SERVED: 'served staff', LEFT: 'left citizen', 'BY-010': 'cancelled telephone' });
    receiver.answer.status = 204;
    await pass(24 * 60, [], 3_600_000);
    await other.look();
    await other.send();
    expect(results()).toEqual({
      SERVED: 'served staff',
      LEFT: 'left citizen',
      'BY-010': 'cancelled telephone',
      CAME: 'came citizen',
      ABSENT: 'did-not-come null',
    });
    expect(new Set(heard().map(({ id }) => id)).size).toBe(5);
    for (const { reference, result } of heard()) expect((await web.read(reference)).body).toMatchObject({ result });
    expect((await web.read('BY-ITSELF')).body).toMatchObject({ result: { what: 'cancelled', by: 'channel' } });
    const [first] = receiver.posts;
    const request = { method: 'POST', url: receiver.url, headers: first?.headers ?? {}, body: first?.body ?? null };
    expect(readSignature(request)).toMatchObject({ tag: 'torn-result' });
    expect(await verifyRequest(request, centre.signingKey.publicKey)).toBe(true);
    const posts = receiver.posts.length;
    await put({ name: 'Web municipal', results: null });
    await web.book('LATER', { start: at(24 * 60 + 90) });
    await pass(48 * 60, [], 3_600_000);
    expect(receiver.posts).toHaveLength(posts);
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

  it('take https only, and no address with a secret in it', () => {
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
