import { describe, expect, it } from 'vitest';
import { DOCUMENT_HASH_SCHEME, FeedAppointment } from '../../../src-main/contract/centre/appointments.ts';
import { keyedHash } from '../../../src-main/signing/keyed-hash.ts';
import { newSigningKey } from '../../../src-main/signing/keys.ts';
import {
  at,
  cacheOf,
  channelAt,
  DAY_MINUTES,
  DNI,
  HERE,
  officeKeyOf,
  startBooking,
  startOffices,
  THERE,
} from '../../support/booking.ts';
import { officeAt, readerOf, SERVICE_ID } from '../../support/city-office.ts';
import { sharedPostgres } from '../../support/postgres.ts';
import { slowHashNow } from '../../support/slow-hash.ts';
import { START_MS, startTestCentre } from '../../support/test-centre.ts';

const postgres = sharedPostgres();
const start = async () => startBooking(await postgres.newDatabase());

describe('a kiosk’s feed of appointments', () => {
  it('covers today and the next opening day, after a Friday the Monday, unless the office’s profile says otherwise', async () => {
    const { centre, here } = await start();
    const day = [{ from: '09:00', to: '14:00' }];
    const hours = { week: { mon: day, tue: day, wed: day, thu: day, fri: day, sat: [], sun: [] } };
    const reader = readerOf(here);
    const daysOn = async (instant: string, more: object) => {
      centre.clock.ms = Date.parse(instant);
      await officeAt(centre, HERE).publish('2026-11-01', { hours, calendarId: 'terrassa', ...more });
      return (await cacheOf(centre, here, reader)).takeSnapshot().then(({ days }) => days);
    };
    const FRIDAY = '2026-11-27T09:00:00.000Z';
    expect(await daysOn('2026-11-25T11:00:00.000Z', {})).toEqual(['2026-11-25', '2026-11-26']);
    expect(await daysOn(FRIDAY, {})).toEqual(['2026-11-27', '2026-11-30']);
    expect(await daysOn(FRIDAY, { appointments: { openingDaysAhead: 0 } })).toEqual(['2026-11-27']);
    // 8 December is a holiday of the city's calendar.
    expect(await daysOn('2026-12-07T11:00:00.000Z', {})).toEqual(['2026-12-07', '2026-12-09']);
  });

  it('contains what is booked on its office’s days, with the office’s keys, and nothing of another office', async () => {
    const { centre, here, there, web } = await start();
    await officeAt(centre, HERE).publish('2026-11-01', { appointments: { openingDaysAhead: 2 } });
    // A service day ends at 04:00, so 03:59 on Saturday belongs to Friday.
    const days = [at(60), at(2 * DAY_MINUTES), '2026-11-28T02:59:00.000Z'];
    const inside = await Promise.all(days.map((start, index) => web.book(`in-${index}`, { start })));
    await web.book('out', { start: '2026-11-28T03:00:00.000Z' });
    await web.book('there', { officeId: THERE, documentNumber: DNI });
    const feed = await (await cacheOf(centre, here)).takeSnapshot();
    expect(feed.days).toEqual(['2026-11-25', '2026-11-26', '2026-11-27']);
    expect(feed.appointments.map(({ appointmentId }) => appointmentId)).toEqual(
      inside.map(({ appointmentId }) => appointmentId),
    );
    expect(feed.keys).toEqual([{ keyNo: 1, key: await officeKeyOf(centre, HERE) }]);
    expect(feed.offices.map(({ officeId }) => officeId)).toEqual([HERE, THERE]);
    expect(feed.tokenKeys).toEqual([centre.signingKey.publicKey]);
    const [first] = inside;
    const locatorHash = keyedHash(feed.keys[0]?.key ?? '', 'locator', first?.locator ?? '');
    expect(feed.appointments[0]?.locatorHash).toBe(locatorHash);
    expect(Object.keys(feed.appointments[0] ?? {}).toSorted()).toEqual(Object.keys(FeedAppointment.shape).toSorted());
    expect((await (await cacheOf(centre, there)).takeSnapshot()).appointments).toHaveLength(1);
  });

  it('follows bookings, moves, cancellations and imports within one poll', async () => {
    const { centre, here, web } = await start();
    const cache = await cacheOf(centre, here);
    const { appointmentId } = await web.book('W-1');
    await cache.poll();
    expect(cache.held.get(appointmentId)).toMatchObject({ state: 'booked', start: at(60) });
    await web.book('W-1', { start: at(90) });
    await cache.poll();
    expect(cache.held.get(appointmentId)).toMatchObject({ state: 'booked', start: at(90) });
    await web.cancel('W-1');
    await cache.poll();
    expect(cache.held.get(appointmentId)).toMatchObject({ state: 'cancelled' });
    await web.import(`reference,officeId,serviceId,start\nI-1,${HERE},${SERVICE_ID},${at(120)}`);
    await cache.poll();
    expect([...cache.held.values()].map(({ start }) => start)).toContain(at(120));
    expect(cache.held.size).toBe(2);
    expect((await cacheOf(centre, here, cache.reader)).held).toEqual(cache.held);
  });

  it('omits later bookings, and says where an appointment that leaves its days or its office has gone', async () => {
    const { centre, here, there, web } = await start();
    const [cache, other] = [await cacheOf(centre, here), await cacheOf(centre, there)];
    const later = await web.book('W-2', { start: at(20 * DAY_MINUTES) });
    expect(await cache.poll()).toEqual(['office-keys-changed']);
    const { appointmentId, locator } = await web.book('W-1');
    await web.book('W-1', { officeId: THERE, start: at(30) });
    await web.book('W-2', { start: at(60) });
    await web.book('W-2', { start: at(21 * DAY_MINUTES) });
    await Promise.all([cache.poll(), other.poll()]);
    const seen = [cache, await cacheOf(centre, here, cache.reader)];
    for (const { held, keys } of seen) {
      expect(held.get(appointmentId)).toMatchObject({
        state: 'moved',
        start: at(60),
        movedTo: { officeId: THERE, start: at(30) },
        locatorHash: keyedHash(keys()[0]?.key ?? '', 'locator', locator ?? ''),
        document: null,
      });
      expect(held.get(later.appointmentId)).toMatchObject({
        state: 'moved',
        start: at(60),
        movedTo: { officeId: HERE, start: at(21 * DAY_MINUTES) },
      });
    }
    expect(other.held.get(appointmentId)).toMatchObject({ state: 'booked', start: at(30), movedTo: null });
    await web.cancel('W-1');
    await Promise.all([cache.poll(), other.poll()]);
    expect(other.held.get(appointmentId)?.state).toBe('cancelled');
  });

  it('says where an appointment of a covered day has gone, however far and in however many steps', async () => {
    const { centre, here, web } = await start();
    const cache = await cacheOf(centre, here);
    const booked = await web.book('W-1', { documentNumber: DNI });
    const abroad = await web.book('W-2');
    const before = { ...(await cacheOf(centre, here, cache.reader)).held.get(booked.appointmentId) };
    await web.book('W-1', { start: at(6 * DAY_MINUTES), documentNumber: DNI });
    await web.book('W-2', { start: at(6 * DAY_MINUTES) });
    await web.book('W-2', { officeId: THERE, start: at(7 * DAY_MINUTES) });
    await cache.poll();
    const { document, locatorHash, serviceDay } = before;
    for (const { held } of [cache, await cacheOf(centre, here, cache.reader)]) {
      expect(held.get(booked.appointmentId)).toMatchObject({
        state: 'moved',
        start: at(60),
        serviceDay,
        document,
        locatorHash,
        movedTo: { officeId: HERE, start: at(6 * DAY_MINUTES) },
      });
      expect(held.get(abroad.appointmentId)).toMatchObject({
        state: 'moved',
        start: at(60),
        serviceDay,
        movedTo: { officeId: THERE, start: at(7 * DAY_MINUTES) },
      });
    }
    centre.clock.ms += 5 * DAY_MINUTES * 60_000;
    const later = await cacheOf(centre, here, cache.reader);
    expect(later.held.get(booked.appointmentId)).toMatchObject({
      state: 'booked',
      start: at(6 * DAY_MINUTES),
      movedTo: null,
    });
  });

  it('has the keys of signed codes that are still valid', async () => {
    const url = await postgres.newDatabase();
    const old = newSigningKey();
    const before = await startTestCentre(url, { signingKey: old });
    await startOffices(before, [HERE, THERE]);
    await (await channelAt(before, 'web', HERE)).book('W-1');
    const centre = await startTestCentre(url, { signingKey: newSigningKey() });
    const kiosk = await centre.enrol(2, HERE);
    const cache = await cacheOf(centre, kiosk);
    expect((await cache.takeSnapshot()).tokenKeys).toEqual([old.publicKey]);
    // A code stays valid until a day after its appointment began, and the key that verifies it is sent until then.
    centre.clock.ms = START_MS + (60 + DAY_MINUTES) * 60_000 - 1;
    expect((await cache.takeSnapshot()).tokenKeys).toEqual([old.publicKey]);
    centre.clock.ms += 1;
    expect((await cache.takeSnapshot()).tokenKeys).toEqual([]);
  });

  it('keeps such a key as long as the last of its codes is valid, in any order of booking', async () => {
    const url = await postgres.newDatabase();
    const old = newSigningKey();
    const before = await startTestCentre(url, { signingKey: old });
    await startOffices(before, [HERE, THERE]);
    const web = await channelAt(before, 'web', HERE);
    await web.book('W-1');
    await web.book('W-2', { start: at(10 * DAY_MINUTES) });
    await web.book('W-3', { start: at(5) });
    const centre = await startTestCentre(url, { signingKey: newSigningKey() });
    const kiosk = await centre.enrol(2, HERE);
    centre.clock.ms = START_MS + 9 * DAY_MINUTES * 60_000;
    expect((await (await cacheOf(centre, kiosk)).takeSnapshot()).tokenKeys).toEqual([old.publicKey]);
  });
});

describe('the key of an office', () => {
  it('is replaced for new hashes, while older hashes keep the old key', async () => {
    const { centre, here, web } = await start();
    const cache = await cacheOf(centre, here);
    const old = await web.book('W-1', { documentNumber: DNI });
    const rotated = await centre.order('rotateOfficeKey', { officeId: HERE });
    expect([rotated.status, rotated.body]).toEqual([201, { keyNo: 2 }]);
    const fresh = await web.book('W-2', { documentNumber: DNI });
    await cache.poll();
    expect(cache.keys().map(({ keyNo }) => keyNo)).toEqual([1, 2]);
    for (const [{ appointmentId }, keyNo] of [
      [old, 1],
      [fresh, 2],
    ] as const) {
      const key = cache.keys().find((one) => one.keyNo === keyNo)?.key ?? '';
      const document = { scheme: DOCUMENT_HASH_SCHEME, hash: slowHashNow(key, DNI) };
      expect(cache.held.get(appointmentId)).toMatchObject({ keyNo, document });
    }
    // Moving the booking without its document number keeps the old hash. Sending the same number again changes nothing either.
    expect(await web.book('W-1', { start: at(90) })).toMatchObject({ knownBy: { document: true } });
    expect(await cache.poll()).toEqual(['appointment-changed']);
    await web.book('W-1', { start: at(90), documentNumber: DNI });
    expect(await cache.poll()).toEqual([]);
    expect(cache.held.get(old.appointmentId)?.keyNo).toBe(1);
  });

  it('is deleted when its last appointment is over and a newer key exists, with all that identifies the appointment', async () => {
    const { centre, here, web } = await start();
    await web.book('W-1', { documentNumber: DNI });
    await centre.order('rotateOfficeKey', { officeId: HERE });
    const cache = await cacheOf(centre, here);
    centre.clock.ms = Date.parse('2026-11-26T02:59:00.000Z');
    await cache.takeSnapshot();
    expect(cache.keys().map(({ keyNo }) => keyNo)).toEqual([1, 2]);
    centre.clock.ms = Date.parse('2026-11-26T03:00:00.000Z');
    const feed = await cache.takeSnapshot();
    expect(feed.keys.map(({ keyNo }) => keyNo)).toEqual([2]);
    expect(feed.appointments).toEqual([]);
    const rows = await centre.database.query('SELECT locator, document_hash, code_hash FROM appointment');
    expect(rows).toEqual([{ locator: null, document_hash: null, code_hash: null }]);
    expect((await web.read('W-1')).body).toMatchObject({ locator: null, state: 'booked' });
    expect(await web.book('W-1', { start: at(2 * DAY_MINUTES) })).toMatchObject({ knownBy: { document: false } });
  });

  it('is made once, with its own 32 bytes, even when an administrator orders it before the first booking', async () => {
    const { centre, here, there, web } = await start();
    const [cache, elsewhere] = [await cacheOf(centre, here), await cacheOf(centre, there)];
    expect((await centre.order('rotateOfficeKey', { officeId: HERE })).body).toEqual({ keyNo: 1 });
    expect(await cache.poll()).toEqual(['office-keys-changed']);
    await web.book('W-1');
    await web.book('W-2');
    expect(await cache.poll()).toEqual(['appointment-changed', 'appointment-changed']);
    expect(await elsewhere.poll()).toEqual([]);
    await web.book('W-3', { officeId: THERE });
    await web.book('W-4', { officeId: THERE });
    expect((await elsewhere.poll()).toSorted()).toEqual([
      'appointment-changed',
      'appointment-changed',
      'office-keys-changed',
    ]);
    const keys = [...cache.keys(), ...elsewhere.keys()];
    expect(keys.map(({ keyNo, key }) => [keyNo, Buffer.from(key, 'base64url').length])).toEqual([
      [1, 32],
      [1, 32],
    ]);
    expect(keys[0]?.key).not.toBe(keys[1]?.key);
  });

  it('is announced once while the previous key is still needed, and is in the audit', async () => {
    const { centre, here, web } = await start();
    await web.book('W-1', { documentNumber: DNI });
    const cache = await cacheOf(centre, here);
    await centre.order('rotateOfficeKey', { officeId: HERE });
    expect(await cache.poll()).toEqual(['office-keys-changed']);
    expect(
      await centre.database.query("SELECT detail FROM audit WHERE what = 'rotateOfficeKey' ORDER BY audit_id"),
    ).toMatchObject([{ detail: { officeId: HERE, keyNo: 2 } }]);
  });

  it('exists only for an existing office', async () => {
    const { centre } = await start();
    expect((await centre.order('rotateOfficeKey', { officeId: 'cap-oficina' })).problem).toBe('not-found');
  });
});

describe('an office without bookings', () => {
  it('has a feed of days without appointments and keys', async () => {
    const centre = await startTestCentre(await postgres.newDatabase());
    await officeAt(centre, HERE).publish();
    const cache = await cacheOf(centre, await centre.enrol(1, HERE));
    expect(await cache.takeSnapshot()).toMatchObject({ appointments: [], keys: [], formats: [], tokenKeys: [] });
  });
});
