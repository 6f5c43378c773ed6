import { mkdirSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { problemOf } from '../../../src-main/contract/centre/problems.ts';
import { newSigningKey } from '../../../src-main/signing/keys.ts';
import { prepareKiosk } from '../../support/kiosk-on-the-network.ts';

const A_YEAR_MS = 366 * 86_400_000;
const UNKNOWN_KEY = { status: 401, body: JSON.stringify(problemOf('unknown-key')) };

describe('a pending next key', () => {
  test('does not replace the only valid one after an unsigned answer', async () => {
    const { wire, centre, deviceKey, keyIdOnDisk, when } = await prepareKiosk();
    const old = await keyIdOnDisk();
    await deviceKey.keep(newSigningKey(), 'next');
    wire.intercept = (name) => (name === 'rotateKey' ? UNKNOWN_KEY : null);
    await centre.start();
    await when(({ unsent }) => unsent === 0);
    expect(wire.asked).toContain('rotateKey');
    expect(await keyIdOnDisk()).toBe(old);
  });

  test('does not replace the old one until the centre has answered', async () => {
    const { wire, centre, deviceKey, keyIdOnDisk, when } = await prepareKiosk();
    const old = await keyIdOnDisk();
    await deviceKey.keep(newSigningKey(), 'next');
    wire.intercept = (name) => (name === 'rotateKey' ? { ...UNKNOWN_KEY, signed: true } : null);
    await centre.start();
    await when(({ unsent, trouble }) => unsent === 0 && trouble === null);
    expect(wire.asked).toContain('rotateKey');
    expect(await keyIdOnDisk()).toBe(old);
  });

  test('takes over when the centre accepted it long ago and the answer was lost', async () => {
    const { wire, kioskId, centre, deviceKey, logged, keyIdOnDisk, when } = await prepareKiosk();
    const next = newSigningKey();
    await deviceKey.keep(next, 'next');
    wire.kiosk(kioskId).keys.splice(0, 1, next.publicKey);
    await centre.start();
    await when(({ unsent }) => unsent === 0);
    expect(logged).toContain('key-rotated');
    expect(await keyIdOnDisk()).toBe(next.keyId);
  });
});

describe('a disk that refuses the key', () => {
  test('when a new one is due: the kiosk continues with the old one', async () => {
    const { wire, data, centre, logged, when } = await prepareKiosk({ keyAgeMs: A_YEAR_MS });
    mkdirSync(join(data, 'torn-device-key-next.pem.draft'));
    await centre.start();
    await when(({ unsent, trouble }) => unsent === 0 && trouble === null);
    expect(logged).toContain('store-failed');
    expect(wire.asked).not.toContain('rotateKey');
  });

  test('when the new one takes over: the kiosk continues, and the key changes once there is space', async () => {
    const { data, centre, logged, when } = await prepareKiosk({ keyAgeMs: A_YEAR_MS });
    const draft = join(data, 'torn-device-key.pem.draft');
    mkdirSync(draft);
    await centre.start();
    await when(({ unsent, trouble }) => unsent === 0 && trouble === null);
    expect(logged).toContain('store-failed');
    rmdirSync(draft);
    centre.tryNow();
    await when(() => logged.includes('key-rotated'));
  });

  test('during pairing: the pairing ends, and the kiosk runs on', async () => {
    const { wire, data, centre, logged, when } = await prepareKiosk({ enrolled: false });
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
    expect(logged).toContain('store-failed');
  });

  test('at the start: the kiosk is unpaired, and runs on', async () => {
    const { data, centre, logged } = await prepareKiosk();
    mkdirSync(join(data, 'torn-device-key.cred'));
    await centre.start();
    expect(centre.status().state).toBe('unpaired');
    expect(logged).toContain('device-key-unreadable');
  });
});
