import { createServer, type IncomingMessage, request as sendRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import type { EnrolmentState } from '../../../src-main/contract/centre/enrolment.ts';
import { newSigningKey, pairingFingerprint } from '../../../src-main/signing/keys.ts';
import { type AnswerToSign, type RequestToSign, signAnswer } from '../../../src-main/signing/signed-messages.ts';
import { startWireCentre } from '../../support/centre-at-the-wire.ts';
import { startCoreProcess } from '../../support/core-process.ts';
import { centreStatus, centreStatusWhen } from '../../support/paired-core.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const ownKey = newSigningKey();

type Change = (answer: AnswerToSign, request: RequestToSign) => Promise<AnswerToSign> | AnswerToSign;

/** Starts a machine between kiosk and centre that changes each answer by `change`; resolves to its address. */
async function startMachine(centre: { url: string }, change: Change): Promise<string> {
  const server = createServer(async (incoming, response) => {
    const body = await buffer(incoming);
    const { method = 'GET', url = '/', headers } = incoming;
    const answered = await new Promise<IncomingMessage>((resolve) => {
      sendRequest(`${centre.url}${url}`, { method, headers }, resolve).end(body);
    });
    const came = {
      status: answered.statusCode ?? 0,
      headers: answered.headers as Record<string, string>,
      body: await buffer(answered),
    };
    const asked = {
      method,
      url: `http://${headers.host}${url}`,
      headers: headers as Record<string, string>,
      body: body.length > 0 ? body : null,
    };
    const sent = await change(came, asked);
    response.writeHead(sent.status, sent.headers).end(sent.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function signedByMachine({ status, body }: AnswerToSign, request: RequestToSign, change: object) {
  const bytes = Buffer.from(JSON.stringify({ ...JSON.parse(body.toString()), ...change }));
  const bare = { status, headers: { 'content-type': 'application/json' }, body: bytes };
  return { ...bare, headers: await signAnswer(bare, request, ownKey, Date.now()) };
}

async function openCentre() {
  const centre = await startWireCentre();
  onTestFinished(() => centre.close());
  return centre;
}

function startCore(setting: string) {
  const core = startCoreProcess({ data: join(temporaryFolder(), 'data'), slot: null, args: ['--centre', setting] });
  onTestFinished(async () => {
    core.child.kill('SIGKILL');
    await core.ended;
  });
  return core;
}

async function shownBy(core: ReturnType<typeof startCore>) {
  await core.call('startPairing', {});
  const { pairing, trouble } = await centreStatusWhen(
    core,
    (status) => status.pairing !== null || status.trouble !== null,
  );
  return { pairing, trouble };
}

test('a kiosk shows the fingerprint of its own and the centre’s key', async () => {
  const centre = await openCentre();
  const { pairing } = await shownBy(startCore(`${centre.url}/terrassa`));
  const kioskKey = centre.waiting[0]?.request.publicKey;
  if (!kioskKey) throw new Error('nobody waits');
  expect(pairing?.fingerprint).toBe(pairingFingerprint(kioskKey, centre.key.publicKey));
});

test('an attacker who replaces the centre’s key changes the fingerprint', async () => {
  const centre = await openCentre();
  const url = await startMachine(centre, (answer, request) =>
    request.method === 'POST' ? signedByMachine(answer, request, { centreKey: ownKey.publicKey }) : answer,
  );
  const { pairing } = await shownBy(startCore(`${url}/terrassa`));
  const kioskKey = centre.waiting[0]?.request.publicKey;
  if (!kioskKey || !pairing) throw new Error('nobody waits');
  expect(pairing.fingerprint).not.toBe(pairingFingerprint(kioskKey, centre.key.publicKey));
});

test('an attacker who sends their own keys with the confirmation does not become the centre', async () => {
  const centre = await openCentre();
  const url = await startMachine(centre, (answer, request) => {
    const isConfirmed = answer.status === 200 && answer.body.includes('"confirmed"');
    const change: Partial<EnrolmentState> = { centreKeys: [ownKey.publicKey] };
    return isConfirmed ? signedByMachine(answer, request, change) : answer;
  });
  const core = startCore(`${url}/terrassa`);
  const { pairing } = await shownBy(core);
  centre.confirm(pairing?.code ?? '', 1);
  expect(await centreStatusWhen(core, ({ trouble }) => trouble !== null)).toMatchObject({
    state: 'unpaired',
    trouble: 'pairing-other-centre',
    kioskId: null,
  });
});

test('a kiosk that expects a certain centre ends a pairing with another one before it shows a code', async () => {
  const centre = await openCentre();
  const other = startCore(`${centre.url}/terrassa#${newSigningKey().keyId}`);
  expect(await shownBy(other)).toEqual({ pairing: null, trouble: 'pairing-other-centre' });
  expect(await centreStatus(other)).toMatchObject({ state: 'unpaired' });
  const right = startCore(`${centre.url}/terrassa#${centre.key.keyId}`);
  expect((await shownBy(right)).pairing).not.toBeNull();
});

test('a replacement is not enrolled by a centre that leaves the old kiosk active', async () => {
  const centre = await openCentre();
  const core = startCore(`${centre.url}/terrassa`);
  await core.call('startPairing', { replaces: true });
  const { pairing } = await centreStatusWhen(core, (status) => status.pairing !== null);
  expect(pairing?.replaces).toBe(true);
  // An older centre ignores `replaces` and confirms the kiosk as a new one.
  centre.confirm(pairing?.code ?? '', 1);
  expect(await centreStatusWhen(core, ({ trouble }) => trouble !== null)).toMatchObject({
    state: 'unpaired',
    trouble: 'pairing-not-replacing',
    kioskId: null,
  });
});
