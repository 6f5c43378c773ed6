import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { KIOSK_PATHS } from '../../../src-main/calling/contract/paths.ts';
import { openOfficeKiosks } from '../../../src-main/calling/store/office-kiosks.ts';
import { createKioskCalls, createKioskLine } from '../../../src-main/calling/wire/kiosk-calls.ts';
import { type KioskKey, kioskKeyOf, pinOf } from '../../../src-main/calling/wire/kiosk-proof.ts';
import { createSystemClock } from '../../../src-main/core/system-clock.ts';
import { EXIT_START_ANEW } from '../../../src-main/session/contract/kiosk-api.ts';
import { freePort } from '../../support/free-port.ts';
import { type KioskWithDesks, officeWithDesks, startKioskWithDesks } from '../../support/office-hub.ts';
import { hearEachOther, pairKiosks } from '../../support/office-of-kiosks.ts';
import { centreStatusWhen, pairingCode } from '../../support/paired-core.ts';
import { sharedPostgres } from '../../support/postgres.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { startTestCentre, type TestCentre } from '../../support/test-centre.ts';

const OFFICE = 'demonstration';
const NOWHERE = 'http://127.0.0.1:9';
const postgres = sharedPostgres();

/** A kiosk that serves desks. The centre's address is given at each start, and may lead nowhere. */
async function kioskAt(port: number, slot: number, ports: readonly number[]) {
  const addresses = ports.map((one) => `127.0.0.1:${one}`);
  const profile = officeWithDesks(temporaryFolder(), port, undefined, addresses);
  const data = join(temporaryFolder(), 'data');
  mkdirSync(data, { mode: 0o700 });
  let running: KioskWithDesks | null = null;
  onTestFinished(() => running?.core.stop().then(() => undefined));
  const kiosk = (): KioskWithDesks => {
    if (running === null) throw new Error('it does not run');
    return running;
  };
  return {
    port,
    data,
    kiosk,
    async start(url: string) {
      running = await startKioskWithDesks(data, profile, port, slot, ['--centre', `${url}/terrassa`]);
      return running;
    },
    async kill() {
      kiosk().core.child.kill('SIGKILL');
      await kiosk().core.ended;
    },
  };
}
type Kiosk = Awaited<ReturnType<typeof kioskAt>>;

async function enrol(centre: TestCentre, kiosk: Kiosk, slot: number): Promise<string> {
  const { core } = await kiosk.start(centre.url);
  await pairingCode(core);
  const { pairing } = await centreStatusWhen(core, (status) => status.pairing !== null);
  const body = {
    code: pairing?.code,
    fingerprint: pairing?.fingerprint,
    officeId: OFFICE,
    slot,
    name: `quiosc ${slot}`,
  };
  const confirmed = await centre.order('confirmEnrolment', {}, body);
  if (confirmed.status !== 201) throw new Error(`the centre answers ${confirmed.status}`);
  // The core ends to restart with its new identity, perhaps before it could answer whether it is paired.
  expect((await core.ended).code).toBe(EXIT_START_ANEW);
  return (confirmed.body as { kioskId: string }).kioskId;
}

/**
 * Asks for a number with this key and resolves to the status. Repeats the request while the kiosk is too busy to
 * answer in time.
 */
async function askForNumber(key: KioskKey, port: number): Promise<number> {
  const address = { host: '127.0.0.1', port };
  const calls = createKioskCalls(key, createSystemClock(), new AbortController().signal);
  const body = { officeId: OFFICE, series: 'A', serviceDay: '2020-01-01' };
  for (;;) {
    const line = createKioskLine();
    const shown = await calls.keyAt(address);
    const pin = shown.ok ? pinOf(shown.value) : '';
    const answer = await calls.call({ address, line, pin, path: KIOSK_PATHS.numbers, body, mostMs: 60_000 });
    line.close();
    if (answer.ok) return answer.value.status;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const until = async (test: () => Promise<boolean> | boolean): Promise<void> => {
  while (!(await test())) await new Promise((resolve) => setTimeout(resolve, 50));
};

test('a kiosk revoked at the centre is refused by every other kiosk of its office, even one that the centre does not reach', async () => {
  const centre = await startTestCentre(await postgres.newDatabase(), { clock: { ms: Date.now() } });
  await centre.makeOffice(OFFICE);
  const ports = [await freePort(), await freePort()];
  const [one, other] = [await kioskAt(ports[0] ?? 0, 1, ports), await kioskAt(ports[1] ?? 0, 2, ports)];
  await enrol(centre, one, 1);
  await enrol(centre, other, 2);
  const stolen = await centre.enrol(3, OFFICE);
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = kioskKeyOf(
    createPrivateKey(privateKey.export({ type: 'pkcs8', format: 'pem' }))
      .export({ type: 'pkcs8', format: 'pem' })
      .toString(),
  );
  for (const kiosk of [one, other]) {
    await kiosk.kill();
    const kiosks = openOfficeKiosks(kiosk.data);
    expect(kiosks.add(key.pin, '123456789012').ok).toBe(true);
    expect(kiosks.name(key.pin, stolen.kioskId).ok).toBe(true);
  }
  await one.start(centre.url);
  await other.start(NOWHERE);
  await pairKiosks({ one, other });
  // Status 409: the key is accepted, but the request names another day.
  for (const kiosk of [one, other]) expect(await askForNumber(key, kiosk.port)).toBe(409);

  const revoked = await centre.order('revokeKiosk', { kioskId: stolen.kioskId }, { reason: 'stolen' });
  expect(revoked.status).toBeLessThan(300);
  for (const kiosk of [one, other]) await until(async () => (await askForNumber(key, kiosk.port)) === 401);
  await hearEachOther({ one, other });

  await other.kill();
  await other.start(NOWHERE);
  expect(await askForNumber(key, other.port)).toBe(401);
});

test('a kiosk that learns of its revocation deletes its office’s keys, and the others refuse it', async () => {
  const centre = await startTestCentre(await postgres.newDatabase(), { clock: { ms: Date.now() } });
  await centre.makeOffice(OFFICE);
  const ports = [await freePort(), await freePort()];
  const [one, other] = [await kioskAt(ports[0] ?? 0, 1, ports), await kioskAt(ports[1] ?? 0, 2, ports)];
  await enrol(centre, one, 1);
  const kioskId = await enrol(centre, other, 2);
  for (const kiosk of [one, other]) {
    await kiosk.kill();
    await kiosk.start(centre.url);
  }
  await pairKiosks({ one, other });
  const key = kioskKeyOf(readFileSync(join(other.data, 'torn-hub-key.pem'), 'utf8'));
  expect(await askForNumber(key, one.port)).toBe(409);
  await centre.order('revokeKiosk', { kioskId }, { reason: 'stolen' });
  await until(() => !existsSync(join(other.data, 'torn-hub-key.pem')));
  await centreStatusWhen(other.kiosk().core, ({ state }) => state === 'revoked');
  expect(
    readdirSync(other.data).filter((name) => /^(torn-hub-key|torn-office-key|hub-certificate)/.test(name)),
  ).toEqual([]);
  expect(openOfficeKiosks(other.data).all()).toEqual([]);
  await until(async () => (await askForNumber(key, one.port)) === 401);
});
