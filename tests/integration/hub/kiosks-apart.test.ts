import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, request } from 'node:https';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import {
  HUB_PATHS,
  KIOSK_KEY_HEADER,
  KIOSK_PATHS,
  KIOSK_PROOF_HEADER,
} from '../../../src-main/calling/contract/paths.ts';
import type { CallDisplay } from '../../../src-main/calling/ports/displays.ts';
import { createCallDisplays } from '../../../src-main/calling/steps/call-displays.ts';
import { createKioskCalls, createKioskLine } from '../../../src-main/calling/wire/kiosk-calls.ts';
import { kioskKeyOf, proveRequest } from '../../../src-main/calling/wire/kiosk-proof.ts';
import { TicketId } from '../../../src-main/contract/shared/ids.ts';
import { createSystemClock } from '../../../src-main/core/system-clock.ts';
import { openHubCertificate } from '../../../src-main/security/hub-certificate.ts';
import { service } from '../../support/core-process.ts';
import { networkTo } from '../../support/cuttable-network.ts';
import { freePort } from '../../support/free-port.ts';
import { hubInProcess, hubsHear, pairHubs } from '../../support/hub-in-process.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const officeId = 'demonstration';
const CALL = { kind: 'call-next' } as const;

async function twoHubs(officeIds: readonly (string | undefined)[] = [], onHeard = (): void => undefined) {
  const ports = [await freePort(), await freePort()] as const;
  const toOne = await networkTo(`https://127.0.0.1:${ports[0]}`);
  const toOther = await networkTo(`https://127.0.0.1:${ports[1]}`);
  const open = (slot: 1 | 2, to: string) =>
    hubInProcess({
      slot,
      port: ports[slot - 1] ?? 0,
      kiosks: [new URL(to).host],
      ...(slot === 2 ? { onHeard } : {}),
      ...(officeIds[slot - 1] === undefined ? {} : { officeId: officeIds[slot - 1] ?? '' }),
    });
  const [one, other] = [await open(1, toOther.url), await open(2, toOne.url)];
  return {
    one,
    other,
    /** Lets the first kiosk accept no new connection. The second keeps its oldest connection to the first, and gets changes over it. */
    holdOne: () => toOne.holdButOldest(),
    cut() {
      toOne.cut();
      toOther.cut();
    },
    mend() {
      toOne.mend();
      toOther.mend();
    },
  };
}

test('two separated kiosks both call one number; once reconnected one call holds, both desks see that, and each has all changes', async () => {
  const { one, other, cut, mend } = await twoHubs();
  await pairHubs(one, other);
  const label = other.give();
  const [atOne, atOther] = [await one.pair('taula-1'), await other.pair('taula-2')];
  await atOne.view(({ next }) => next.length === 1);
  cut();
  await other.stateWhen(({ kiosks }) => kiosks[0]?.state === 'silent');
  expect(await atOne.order(CALL)).toMatchObject({ value: { number: label } });
  expect(await atOther.order(CALL)).toMatchObject({ value: { number: label } });
  expect(await atOther.order({ kind: 'pause', reason: 'break' })).toMatchObject({ ok: true });
  const late = Array.from({ length: 120 }, () => other.give());
  mend();
  await hubsHear(one, other);
  expect(await atOther.view((view) => view.lost.length > 0)).toMatchObject({
    holds: [],
    lost: [{ number: label, isOwn: true }],
    pause: { reason: 'break' },
  });
  expect(await atOne.view((view) => view.lost.length > 0)).toMatchObject({
    holds: [{ number: label }],
    lost: [{ number: label, isOwn: false }],
  });
  await atOne.view(({ waiting }) => waiting.some(({ count }) => count === late.length));
});

test('a display at a kiosk that does not call shows a call as soon as it arrives, not at its next poll', async () => {
  // The clock advances too little for the next poll to become due.
  const clock = createManualClock(Date.now());
  let heard = (): void => undefined;
  const { one, other } = await twoHubs([], () => heard());
  const shown = Promise.withResolvers<string>();
  const show: CallDisplay['show'] = (call) => void (call !== null && shown.resolve(call.number));
  const displays = [{ deskId: null, condition: () => 'ready' as const, show }];
  const showing = createCallDisplays({ displays, calls: () => other.hub.calls(), clock });
  heard = () => {
    showing.changed();
    clock.advance(100);
  };
  await pairHubs(one, other);
  const label = one.give();
  const desk = await one.pair('taula-1');
  expect(await desk.order(CALL)).toMatchObject({ value: { number: label } });
  expect(await shown.promise).toBe(label);
});

test('an order whose answer was lost is carried out once, at either kiosk', async () => {
  const { one, other, cut, mend } = await twoHubs();
  await pairHubs(one, other);
  const [first, second] = [one.give(), one.give()];
  const desk = await other.pair('taula-2');
  await desk.view(({ next }) => next.length === 2);
  const order = { ...CALL, orderId: randomUUID() };
  expect(await desk.order(order)).toMatchObject({ value: { number: first } });
  await desk.view(({ holds }) => holds.length === 1);
  cut();
  await other.stateWhen(({ kiosks }) => kiosks[0]?.state === 'silent');
  expect(await desk.order(order)).toMatchObject({ value: { number: first } });
  mend();
  await hubsHear(one, other);
  expect(await desk.order(order)).toMatchObject({ value: { number: first } });
  expect((await desk.view()).next).toMatchObject([{ number: second }]);
});

test('a kiosk that is heard but cuts orders counts as silent until it accepts an order: each order of a desk succeeds at its second try', async () => {
  const { one, other, holdOne, mend } = await twoHubs();
  await pairHubs(one, other);
  const desk = await other.pair('taula-2');
  await desk.view();
  holdOne();
  let given = 0;
  const hear = async (): Promise<void> => {
    one.give();
    given += 1;
    await desk.view(({ waiting }) => waiting.some(({ count }) => count === given));
  };
  for (let no = 0; no < 4; no += 1) {
    await hear();
    const order = { kind: 'pause', reason: 'break', orderId: randomUUID() } as const;
    await desk.order(order).catch((error: unknown) => expect(String(error)).toBe('Error: status 503'));
    await hear();
    expect(await desk.order(order)).toMatchObject({ ok: true });
  }
  expect(other.state().kiosks).toMatchObject([{ state: 'silent' }]);
  mend();
  await hubsHear(one, other);
});

test('a desk’s alarm is raised although another kiosk has not answered for the first time yet', async () => {
  const silent = createTcpServer(() => {});
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
  onTestFinished(() => void silent.close());
  const { port } = silent.address() as AddressInfo;
  const { pair } = await hubInProcess({ kiosks: [`127.0.0.1:${port}`], clock: createManualClock(Date.now()) });
  const desk = await pair('taula-1');
  const alarmId = randomUUID();
  expect(await desk.order({ kind: 'alarm', orderId: alarmId })).toMatchObject({ ok: true });
  expect((await desk.view()).alarms).toMatchObject([{ alarmId, isOwn: true }]);
});

test('a number that a desk gives belongs to its browser’s kiosk, because a repeated order that is passed on would make two', async () => {
  const { one, other } = await twoHubs();
  await pairHubs(one, other);
  const [atOne, atOther] = [await one.pair('taula-1'), await other.pair('taula-2')];
  const give = { kind: 'give', serviceId: service('empadronament'), orderId: randomUUID() } as const;
  expect(await atOther.order(give)).toMatchObject({ value: { number: 'A9200' } });
  expect(await atOther.order(give)).toMatchObject({ value: { number: 'A9200' } });
  await atOne.view(({ next }) => next.some(({ number }) => number === 'A9200'));
  expect((await atOther.view()).next).toHaveLength(1);
});

test('an order that two separated kiosks carried out with two numbers counts once', async () => {
  const { one, other, cut, mend } = await twoHubs();
  await pairHubs(one, other);
  const [first, second] = [one.give(), one.give()];
  const [atOne, before] = [await other.pair('taula-1'), await one.pair('taula-2')];
  await atOne.view(({ next }) => next.length === 2);
  cut();
  await other.stateWhen(({ kiosks }) => kiosks[0]?.state === 'silent');
  const order = { ...CALL, orderId: randomUUID() };
  expect(await before.order(order)).toMatchObject({ value: { number: first } });
  const after = await other.pair('taula-2');
  expect(await atOne.order(CALL)).toMatchObject({ value: { number: first } });
  expect(await after.order(order)).toMatchObject({ value: { number: second } });
  mend();
  await hubsHear(one, other);
  for (const desk of [before, after]) {
    await desk.view(({ holds }) => holds.length === 1 && holds[0]?.number === second);
    expect(await desk.order(order)).toMatchObject({ value: { number: second } });
  }
  expect((await atOne.view()).holds).toMatchObject([{ number: first }]);
});

test('a request without a compared and paired key is refused', async () => {
  const { one, other } = await twoHubs();
  one.give();
  const stranger = kioskKeyOf((await strangersCertificate()).key);
  const asked = Buffer.from(JSON.stringify({ officeId, log: null, since: 0, nowMs: Date.now(), holdMs: 0 }));
  const { changes, orders, numbers, numbersAgain } = KIOSK_PATHS;
  const statusOf = (headers: Record<string, string>, path: string = changes, body = asked) =>
    post(one.port, path, headers, body);
  expect(await statusOf(proveRequest(other.key, one.key.pin, changes, asked))).toBe(401);
  await pairHubs(one, other);
  expect(await statusOf(proveRequest(other.key, one.key.pin, changes, asked))).toBe(200);
  const elsewhere = Buffer.from(
    JSON.stringify({ officeId: 'elsewhere', log: null, since: 0, nowMs: Date.now(), holdMs: 0 }),
  );
  expect(await statusOf(proveRequest(other.key, one.key.pin, changes, elsewhere), changes, elsewhere)).toBe(403);
  // These requests name another office, whose desks and series have the same names.
  const order = { kind: 'pause', reason: 'break', orderId: randomUUID(), ageMs: 0 };
  const theirs: readonly [string, object][] = [
    [orders, { deskId: 'taula-1', order }],
    [numbers, { series: 'A', serviceDay: '2026-11-24' }],
    [numbersAgain, { series: 'A', serviceDay: '2026-11-24', number: 1 }],
  ];
  for (const [path, said] of theirs) {
    const body = Buffer.from(JSON.stringify({ officeId: 'elsewhere', ...said }));
    expect(await statusOf(proveRequest(other.key, one.key.pin, path, body), path, body)).toBe(403);
  }
  const long = Buffer.concat([asked, Buffer.alloc(4_096, ' ')]);
  expect(await statusOf(proveRequest(other.key, one.key.pin, changes, long), changes, long)).toBe(401);
  expect(await statusOf({})).toBe(401);
  expect(await statusOf(proveRequest(stranger, one.key.pin, changes, asked))).toBe(401);
  const shown = { [KIOSK_KEY_HEADER]: other.key.publicKey.toString('base64url') };
  expect(await statusOf(shown)).toBe(401);
  expect(await statusOf({ ...proveRequest(stranger, one.key.pin, changes, asked), ...shown })).toBe(401);
  expect(await statusOf({ ...shown, [KIOSK_PROOF_HEADER]: 'x'.repeat(4_000) })).toBe(401);
  expect(await statusOf(proveRequest(other.key, stranger.pin, changes, asked))).toBe(401);
  expect(await statusOf(proveRequest(other.key, one.key.pin, orders, asked))).toBe(401);
  const more = Buffer.from(JSON.stringify({ officeId, log: null, since: 1, nowMs: Date.now(), holdMs: 0 }));
  expect(await statusOf(proveRequest(other.key, one.key.pin, changes, asked), changes, more)).toBe(401);
  expect(one.hub.unpairKiosk(other.state().check ?? '')).toMatchObject({ ok: true });
  expect(await statusOf(proveRequest(other.key, one.key.pin, changes, asked))).toBe(401);
  await other.stateWhen(({ kiosks }) => kiosks[0]?.state === 'refused');
});

test('a paired kiosk that no longer shows its key is still listed, and is unpaired by its digits', async () => {
  const port = await freePort();
  const [gone, there] = [await strangersCertificate(), await strangersCertificate()];
  const stand = async ({ key, certificate }: typeof gone) => {
    const place = createServer({ key, cert: certificate });
    await new Promise<void>((resolve) => place.listen(port, '127.0.0.1', resolve));
    const leave = () => new Promise((resolve) => place.close(resolve).closeAllConnections());
    onTestFinished(async () => void (await leave()));
    return leave;
  };
  const leave = await stand(gone);
  const { hub, stateWhen, state } = await hubInProcess({ kiosks: [`127.0.0.1:${port}`] });
  const address = `https://127.0.0.1:${port}/`;
  const check = (await stateWhen(({ kiosks }) => kiosks[0]?.state === 'not-confirmed')).kiosks[0]?.check ?? '';
  expect(hub.pairKiosk(check)).toMatchObject({ ok: true });
  expect(state().kiosks).toMatchObject([{ address, check, isPaired: true }]);
  await leave();
  await stand(there);
  const isThere = ({ kiosks: [one] }: ReturnType<typeof state>): boolean =>
    one?.state === 'not-confirmed' && one.check !== null && one.check !== check;
  expect((await stateWhen(isThere)).kiosks).toMatchObject([
    { address, isPaired: false },
    { address: null, check, isPaired: true, state: 'silent' },
  ]);
  expect(hub.unpairKiosk(check)).toMatchObject({ ok: true });
  expect(state().kiosks).toMatchObject([{ address, isPaired: false }]);
  expect(hub.unpairKiosk(check)).toMatchObject({ error: { kind: 'unknown-request' } });
});

test('a machine that takes a kiosk’s address gets only an unsigned request for its slot', async () => {
  const port = await freePort();
  const { key, certificate } = await strangersCertificate();
  const signed: string[] = [];
  let said = '';
  const impostor = createServer({ key, cert: certificate }, (request, response) => {
    if (KIOSK_KEY_HEADER in request.headers || KIOSK_PROOF_HEADER in request.headers) signed.push(request.url ?? '');
    else
      request.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
    request.resume().on('end', () => response.end('{}'));
  });
  let connections = 0;
  impostor.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => impostor.listen(port, '127.0.0.1', resolve));
  onTestFinished(() => void impostor.close());
  const kiosk = await hubInProcess({ kiosks: [`127.0.0.1:${port}`] });
  await kiosk.stateWhen(({ kiosks }) => kiosks[0]?.state === 'not-confirmed' && connections > 1);
  const call = {
    address: { host: '127.0.0.1', port },
    pin: kiosk.key.pin,
    path: KIOSK_PATHS.changes,
    line: createKioskLine(),
    body: {},
    mostMs: 60_000,
  };
  const calls = createKioskCalls(kiosk.key, createSystemClock(), new AbortController().signal);
  expect(await calls.call(call)).toMatchObject({ error: { kind: 'other-key' } });
  expect([signed, said]).toEqual([[], '']);
  expect(await calls.call({ ...call, pin: kioskKeyOf(key).pin })).toMatchObject({ value: { status: 200 } });
});

test('a kiosk of another office receives none of this one’s numbers, and its own are not accepted', async () => {
  const { one, other } = await twoHubs([undefined, 'another-office']);
  other.give();
  await expect(
    Promise.race([pairHubs(one, other), one.stateWhen(({ kiosks }) => kiosks[0]?.state === 'refused')]),
  ).resolves.toMatchObject({ kiosks: [{ state: 'refused' }] });
  const desk = await one.pair('taula-1');
  expect(await desk.order(CALL)).toMatchObject({ error: { kind: 'nobody-waits' } });
});

const strangersCertificate = () =>
  openHubCertificate({ folder: temporaryFolder(), environment: {}, hosts: { names: [], addresses: [] } });

function post(port: number, path: string, headers: Record<string, string>, body: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    const sending = request(
      {
        host: '127.0.0.1',
        port,
        path,
        method: 'POST',
        rejectUnauthorized: false,
        agent: false,
        headers: { 'content-type': 'application/json', ...headers },
      },
      (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      },
    );
    sending.on('error', reject);
    sending.end(body);
  });
}

test('without a centre, the second of two kiosks still has a transferred number, a parked number and an alarm when the first is gone', async () => {
  const { one, other } = await twoHubs();
  await pairHubs(one, other);
  expect([one.hub.hasOlderKiosk(), other.hub.hasOlderKiosk()]).toEqual([false, false]);
  const [sent, parked] = [one.give(), one.give()];
  const atOne = await one.pair('taula-1');
  const atOther = await other.pair('taula-2');
  for (const desk of [atOne, atOther]) await desk.post(HUB_PATHS.deskShows, { helpIds: [] });
  const hold = async (): Promise<TicketId> => {
    await atOne.order(CALL);
    const { holds } = await atOne.view((view) => view.holds.length > 0);
    return TicketId.parse(holds[0]?.ticketId);
  };
  const transfer = {
    kind: 'transfer',
    to: { of: 'desk', deskId: 'taula-2' },
    note: null,
    word: 'ja té el volant',
  } as const;
  expect(await atOne.order({ ...transfer, ticketId: await hold() })).toMatchObject({ ok: true });
  const aside = await hold();
  expect(await atOne.order({ kind: 'park', ticketId: aside })).toMatchObject({ ok: true });
  const alarmId = randomUUID();
  expect(await atOne.order({ kind: 'alarm', orderId: alarmId })).toMatchObject({ ok: true });
  expect(await atOne.order({ kind: 'pause', reason: 'meeting', lastsMs: 3_600_000 })).toMatchObject({ ok: true });
  const { alarms } = await atOther.view(
    ({ desks, ...view }) => view.alarms.length > 0 && view.parked.length > 0 && desks.some(({ isPaused }) => isPaused),
  );
  expect(alarms).toMatchObject([{ alarmId, isOwn: false, seenBy: [], end: null }]);
  await atOther.post(HUB_PATHS.deskShows, { helpIds: [], alarmIds: [alarmId] });
  const received = await atOne.view((view) => view.alarms.some(({ seenBy }) => seenBy.length > 0));
  expect(received.alarms).toMatchObject([{ isOwn: true, seenBy: [{ ca: 'taula-2' }] }]);

  await one.hub.close();
  await other.stateWhen(({ kiosks }) => kiosks[0]?.state === 'silent');
  const left = await atOther.view();
  expect(left).toMatchObject({
    next: [{ number: sent, isOwn: true, handed: { word: 'ja té el volant' } }],
    parked: [{ number: parked, isParked: true, isOfOther: true, desk: { ca: 'taula-1' } }],
    desks: [{ isPaused: true }],
    alarms: [{ alarmId, end: null }],
  });
  expect(left.desks[0]?.untilMs).not.toBeNull();
  const call = { kind: 'call', ticketId: aside, orderId: randomUUID() } as const;
  for (const time of ['first', 'again'])
    expect(await atOther.order(call), time).toMatchObject({ value: { number: parked } });
  expect(await atOther.order({ kind: 'finish', ticketId: aside })).toMatchObject({ ok: true });
  expect(await atOther.order(CALL)).toMatchObject({ value: { number: sent } });
  expect(await atOther.order({ kind: 'alarm-end', alarmId })).toMatchObject({ ok: true });
  const ended = await atOther.view((view) => view.alarms.some(({ end }) => end !== null));
  expect(ended).toMatchObject({ parked: [], alarms: [{ end: { by: { ca: 'taula-2' } } }] });
});
