import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { problemOf } from '../../../src-main/contract/centre/problems.ts';
import { EXIT_START_ANEW } from '../../../src-main/session/contract/kiosk-api.ts';
import {
  ask,
  dataFolder,
  enrolled,
  openCentre,
  start,
  take,
  ticketEvents,
  until,
} from '../../support/core-and-centre.ts';
import { enrolFolder } from '../../support/enrolled-folder.ts';
import { centreStatus, centreStatusWhen, pairingCode, startPairing } from '../../support/paired-core.ts';

describe('enrolment', () => {
  test('a kiosk without numbers gets its slot, restarts, and its tickets arrive', async () => {
    const centre = await openCentre();
    const data = dataFolder();
    const first = start(centre, data);
    expect(await ask(first)).toMatchObject({ ok: false, error: { kind: 'no-slot' } });
    const { kioskId } = centre.confirm(await pairingCode(first), 2);
    expect((await first.ended).code).toBe(EXIT_START_ANEW);
    const core = start(centre, data);
    await centreStatusWhen(core, (status) => status.clockOffsetMs !== null);
    const ticket = await take(core);
    expect(ticket.label).toBe('A400');
    await centre.until(() => ticketEvents(centre).length === 1);
    expect(ticketEvents(centre)[0]).toMatchObject({
      kioskId,
      event: { at: { trust: 'trusted' }, payload: { ticketId: ticket.ticketId, number: 400 } },
    });
    expect(await centreStatus(core)).toMatchObject({ state: 'paired', kioskId, slot: 2, keyPlace: 'file' });
    expect(statSync(join(data, 'torn-device-key.pem')).mode & 0o777).toBe(0o600);
  });

  test('a kiosk with numbers keeps them, and all its earlier events arrive once', async () => {
    const centre = await openCentre();
    const data = dataFolder();
    const first = start(centre, data, 3);
    const before = await take(first);
    const code = await pairingCode(first);
    expect(centre.waiting[0]?.request.slot).toBe(3);
    centre.confirm(code, 3);
    expect((await first.ended).code).toBe(EXIT_START_ANEW);
    const core = start(centre, data);
    await centre.until(() => ticketEvents(centre).length === 1);
    expect(ticketEvents(centre)[0]?.event.payload).toMatchObject({ ticketId: before.ticketId });
    expect((await take(core)).number).toBe(before.number + 1);
  });

  test('a confirmation with other numbers is refused', async () => {
    const centre = await openCentre();
    const core = start(centre, dataFolder(), 1);
    centre.confirm(await pairingCode(core), 2);
    const status = await centreStatusWhen(core, ({ state }) => state !== 'pairing');
    expect(status).toMatchObject({ state: 'unpaired', trouble: 'slot-differs', kioskId: null, keyPlace: null });
    expect((await take(core)).label).toBe('A001');
  });

  test('a test build refuses a production centre, and is refused there', async () => {
    const centre = await openCentre();
    const core = start(centre, dataFolder(), 1);
    const code = await pairingCode(core);
    centre.environment = 'production';
    centre.confirm(code, 1);
    expect(await centreStatusWhen(core, ({ state }) => state !== 'pairing')).toMatchObject({
      state: 'unpaired',
      trouble: 'pairing-test-build',
    });
    expect(await startPairing(core)).toMatchObject({ state: 'unpaired', trouble: 'pairing-test-build' });
    expect(centre.waiting).toHaveLength(1);
  });

  test('a first look at the centre that is answered after a pairing does not change the reason why the pairing ended', async () => {
    const centre = await openCentre();
    const look = Promise.withResolvers<null>();
    centre.intercept = (name) => (name === 'readTime' ? look.promise : null);
    const core = start(centre, dataFolder(), 1);
    await centreStatusWhen(core, ({ isAsked }) => isAsked);
    centre.refuse(await pairingCode(core));
    await centreStatusWhen(core, ({ trouble }) => trouble === 'pairing-refused');
    look.resolve(null);
    expect(await centreStatusWhen(core, ({ isAsked }) => !isAsked)).toMatchObject({
      trouble: 'pairing-refused',
      seen: true,
    });
  });

  test('a pairing that is refused, expires or is stopped leaves the kiosk unchanged', async () => {
    const centre = await openCentre();
    const core = start(centre, dataFolder(), 1);
    centre.refuse(await pairingCode(core));
    expect(await centreStatusWhen(core, ({ state }) => state !== 'pairing')).toMatchObject({
      trouble: 'pairing-refused',
    });
    await pairingCode(core);
    await core.call('stopPairing', {});
    expect(await centreStatus(core)).toMatchObject({ state: 'unpaired', trouble: null, pairing: null });
  });

  test('a confirmation that its own keys have not signed is refused', async () => {
    const centre = await openCentre();
    const core = start(centre, dataFolder(), 1);
    const code = await pairingCode(core);
    const stranger = await openCentre();
    centre.intercept = (name) =>
      name === 'readEnrolment'
        ? {
            status: 200,
            body: JSON.stringify({
              state: 'confirmed',
              kioskId: '6f1d2f0a-7a3e-4c59-9a58-3a7d2c1b0e02',
              cityId: 'terrassa',
              officeId: 'demostracio',
              slot: 1,
              environment: 'test',
              storeEpoch: stranger.storeEpoch(),
              centreKeys: [stranger.key.publicKey],
            }),
            signed: true,
          }
        : null;
    expect(code).not.toBe('');
    expect(await centreStatusWhen(core, ({ state }) => state !== 'pairing')).toMatchObject({
      state: 'unpaired',
      trouble: 'pairing-other-centre',
    });
  });
});

describe('identity', () => {
  test('a revoked kiosk deletes its key, gives no more tickets, keeps its events, and can be enrolled as another one', async () => {
    const centre = await openCentre();
    const { core, kioskId, data } = await enrolled(centre);
    await take(core);
    await centreStatusWhen(core, ({ unsent }) => unsent === 0);
    await centre.until(() => centre.asked.includes('followHints'));
    centre.revoke(kioskId);
    const status = await centreStatusWhen(core, ({ state }) => state === 'revoked');
    expect(status).toMatchObject({ trouble: 'kiosk-revoked', kioskId: null, keyPlace: null });
    expect(await ask(core)).toMatchObject({ ok: false, error: { kind: 'kiosk-revoked' } });
    await core.waitFor('view', ({ value }) => value.view.screen === 'out-of-service');
    await core.stop();
    expect(() => statSync(join(data, 'torn-device-key.pem'))).toThrow('ENOENT');
    const again = start(centre, data);
    expect(await ask(again)).toMatchObject({ ok: false, error: { kind: 'kiosk-revoked' } });
    const code = await pairingCode(again);
    expect(centre.waiting[0]?.request.slot).toBeNull();
    centre.confirm(code, 4);
    expect((await again.ended).code).toBe(EXIT_START_ANEW);
    const other = start(centre, data);
    expect((await take(other)).number).toBe(800);
    await centreStatusWhen(other, ({ unsent }) => unsent === 0);
    expect(new Set(centre.events.map((event) => event.incarnation)).size).toBe(2);
  });

  test('a kiosk that lost its database continues its numbers, and is enrolled again with others', async () => {
    const centre = await openCentre();
    const { core, data } = await enrolled(centre);
    const before = await take(core);
    await centreStatusWhen(core, ({ unsent }) => unsent === 0);
    await core.stop();
    writeFileSync(join(data, 'torn.db'), 'not a database');
    const again = start(centre, data);
    expect((await take(again)).number).toBe(before.number + 1);
    expect(await centreStatus(again)).toMatchObject({ state: 'unpaired', slot: 1 });
    const code = await pairingCode(again);
    expect(centre.waiting[0]?.request.slot).toBeNull();
    centre.confirm(code, 4);
    expect((await again.ended).code).toBe(EXIT_START_ANEW);
    const other = start(centre, data);
    expect((await take(other)).number).toBe(800);
    await centreStatusWhen(other, ({ unsent }) => unsent === 0);
    expect(ticketEvents(centre).map(({ event }) => event.payload.number)).toEqual([1, 1, 2, 800]);
  });

  test('a kiosk unknown to its centre may be paired again, and continues once it is known again', async () => {
    const centre = await openCentre();
    const { core, kioskId } = await enrolled(centre);
    const keys = centre.kiosk(kioskId).keys.splice(0);
    await take(core);
    await centreStatusWhen(core, ({ trouble }) => trouble === 'kiosk-unknown');
    expect((await core.call('startPairing', {})).ok).toBe(true);
    await centreStatusWhen(core, ({ pairing }) => pairing !== null);
    expect((await core.call('stopPairing', {})).ok).toBe(true);
    centre.kiosk(kioskId).keys.push(...keys);
    await core.call('tryCentre', {});
    expect(await centreStatusWhen(core, ({ unsent }) => unsent === 0)).toMatchObject({
      state: 'paired',
      trouble: null,
    });
  });

  test('only the centre itself can revoke', async () => {
    const centre = await openCentre();
    const { core } = await enrolled(centre);
    centre.intercept = () => ({ status: 401, body: JSON.stringify(problemOf('kiosk-revoked')) });
    await core.call('tryCentre', {});
    await centreStatusWhen(core, ({ trouble }) => trouble !== null);
    expect(await centreStatus(core)).toMatchObject({ state: 'paired', trouble: 'central-refused' });
    expect((await ask(core)).ok).toBe(true);
  });

  test('a new key takes over when the centre has it, when a technician asks or after a year', async () => {
    const centre = await openCentre();
    const data = dataFolder();
    const kioskId = await enrolFolder(data, centre, Date.now() - 366 * 86_400_000);
    const core = start(centre, data);
    await until(async () => core.log().includes('key-rotated'));
    expect(centre.keysOf(kioskId)).toHaveLength(2);
    await core.call('rotateKey', {});
    await centre.until(() => centre.keysOf(kioskId).length === 3);
    centre.kiosk(kioskId).keys.splice(0, 2);
    await take(core);
    await centre.until(() => ticketEvents(centre).length === 1);
    await core.stop();
    const again = start(centre, data);
    await take(again);
    await centre.until(() => ticketEvents(centre).length === 2);
  });
});
