import { randomUUID } from 'node:crypto';
import { mkdirSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { CityId } from '../../../src-main/contract/central-api/ids.ts';
import { problemOf } from '../../../src-main/contract/central-api/problems.ts';
import type { CentreStatus } from '../../../src-main/contract/centre-status.ts';
import { createSystemClock } from '../../../src-main/core/system-clock.ts';
import { openDeviceKey } from '../../../src-main/security/device-key.ts';
import { newSigningKey } from '../../../src-main/security/keys.ts';
import { createKioskCentre } from '../../../src-main/sync/kiosk-centre.ts';
import { correctedClock, createTrustedTime } from '../../../src-main/sync/trusted-time.ts';
import { startWireCentre } from '../../support/centre-at-the-wire.ts';
import { enrolFolder } from '../../support/enrolled-folder.ts';
import { openTicketStore } from '../../support/store.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const A_YEAR_MS = 366 * 86_400_000;
const UNKNOWN_KEY = { status: 401, body: JSON.stringify(problemOf('unknown-key')) };

interface Wishes {
  enrolled?: boolean;
  keyAgeMs?: number;
}

/** A kiosk of a centre, not started yet. */
async function prepare({ enrolled = true, keyAgeMs = 0 }: Wishes = {}) {
  const wire = await startWireCentre();
  onTestFinished(() => wire.close());
  const data = join(temporaryFolder(), 'data');
  const clock = createSystemClock();
  const kioskId = enrolled ? await enrolFolder(data, wire, Date.now() - keyAgeMs) : null;
  const time = createTrustedTime(clock, () => 0);
  const corrected = correctedClock(clock, time.nowMs);
  const { outbox, centre: memory, opened, close } = openTicketStore(data, corrected, 1, { anchor: time.anchor });
  const deviceKey = openDeviceKey({ folder: data, environment: {}, hostKeyFile: '/nowhere' });
  const told: string[] = [];
  const tell = (event: string): void => void told.push(event);
  const centre = createKioskCentre({
    setting: { url: wire.url, cityId: CityId.parse(wire.cityId) },
    memory,
    outbox,
    deviceKey,
    time,
    identity: opened.identity,
    wallClock: clock,
    clock: corrected,
    random: () => 0,
    newId: randomUUID,
    version: '0.1.0',
    build: 'test',
    log: { info: tell, warn: tell, error: tell },
    onEnrolled() {},
  });
  onTestFinished(async () => {
    await centre.close();
    close();
  });
  const keyIdOnDisk = async () => {
    const kept = await deviceKey.read();
    return kept.ok ? (kept.value?.key.keyId ?? null) : kept.error.kind;
  };
  /** Settles when the kiosk's standing with its centre is as wished. */
  const when = async (test: (status: CentreStatus) => boolean): Promise<CentreStatus> => {
    while (!test(centre.status())) await new Promise((resolve) => setTimeout(resolve, 10));
    return centre.status();
  };
  return { wire, data, kioskId: kioskId ?? '', centre, deviceKey, told, keyIdOnDisk, when };
}

describe('a next key that waits', () => {
  test('does not replace the only valid one for an unsigned word on the way', async () => {
    const { wire, centre, deviceKey, keyIdOnDisk, when } = await prepare();
    const old = await keyIdOnDisk();
    await deviceKey.keep(newSigningKey(), 'next');
    wire.intercept = (name) => (name === 'rotateKey' ? UNKNOWN_KEY : null);
    await centre.start();
    await when(({ unsent }) => unsent === 0);
    expect(wire.asked).toContain('rotateKey');
    expect(await keyIdOnDisk()).toBe(old);
  });

  test('does not replace the old one while the centre has answered it nothing', async () => {
    const { wire, centre, deviceKey, keyIdOnDisk, when } = await prepare();
    const old = await keyIdOnDisk();
    await deviceKey.keep(newSigningKey(), 'next');
    wire.intercept = (name) => (name === 'rotateKey' ? { ...UNKNOWN_KEY, signed: true } : null);
    await centre.start();
    await when(({ unsent, trouble }) => unsent === 0 && trouble === null);
    expect(wire.asked).toContain('rotateKey');
    expect(await keyIdOnDisk()).toBe(old);
  });

  test('takes over when the centre took it long ago and its answer was lost', async () => {
    const { wire, kioskId, centre, deviceKey, told, keyIdOnDisk, when } = await prepare();
    const next = newSigningKey();
    await deviceKey.keep(next, 'next');
    wire.kiosk(kioskId).keys.splice(0, 1, next.publicKey);
    await centre.start();
    await when(({ unsent }) => unsent === 0);
    expect(told).toContain('key-rotated');
    expect(await keyIdOnDisk()).toBe(next.keyId);
  });
});

describe('a disk that refuses the key', () => {
  test('when a new one is due: the kiosk goes on with the old one', async () => {
    const { wire, data, centre, told, when } = await prepare({ keyAgeMs: A_YEAR_MS });
    mkdirSync(join(data, 'torn-device-key-next.pem.draft'));
    await centre.start();
    await when(({ unsent, trouble }) => unsent === 0 && trouble === null);
    expect(told).toContain('store-failed');
    expect(wire.asked).not.toContain('rotateKey');
  });

  test('when the new one takes over: the kiosk goes on, and it does when there is room again', async () => {
    const { data, centre, told, when } = await prepare({ keyAgeMs: A_YEAR_MS });
    const draft = join(data, 'torn-device-key.pem.draft');
    mkdirSync(draft);
    await centre.start();
    await when(({ unsent, trouble }) => unsent === 0 && trouble === null);
    expect(told).toContain('store-failed');
    rmdirSync(draft);
    centre.tryNow();
    await when(() => told.includes('key-rotated'));
  });

  test('while it is paired: the pairing ends, and the kiosk lives on', async () => {
    const { wire, data, centre, told, when } = await prepare({ enrolled: false });
    mkdirSync(join(data, 'torn-device-key.pem.draft'));
    await centre.start();
    centre.startPairing();
    const { pairing } = await when((status) => status.pairing !== null);
    wire.confirm(pairing?.code ?? '', 1);
    expect(await when(({ state }) => state !== 'pairing')).toMatchObject({
      state: 'unpaired',
      trouble: 'central-refused',
      kioskId: null,
    });
    expect(told).toContain('store-failed');
  });

  test('when it starts: the kiosk is unpaired, and lives on', async () => {
    const { data, centre, told } = await prepare();
    mkdirSync(join(data, 'torn-device-key.cred'));
    await centre.start();
    expect(centre.status().state).toBe('unpaired');
    expect(told).toContain('device-key-unreadable');
  });
});
