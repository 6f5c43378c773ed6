import { describe, expect, it } from 'vitest';
import { makeToken, withdrawTokens } from '../../../src-central/administration/access-tokens.ts';
import { DOCUMENT_HASH_SCHEME, FeedAppointment } from '../../../src-main/contract/centre/appointments.ts';
import { readAppointmentToken } from '../../../src-main/domain/appointment-token.ts';
import { readLocator } from '../../../src-main/domain/locator.ts';
import { keyedHash } from '../../../src-main/security/keyed-hash.ts';
import { newSigningKey, verifyBytes } from '../../../src-main/security/keys.ts';
import { at, cacheOf, channelAt, DAY_MINUTES, DNI, NIE, startOffices } from '../../support/booking.ts';
import { officeAt, readerOf, SERVICE_ID } from '../../support/city-office.ts';
import { sharedPostgres } from '../../support/postgres.ts';
import { slowHashNow } from '../../support/slow-hash.ts';
import { START_MS, startTestCentre, type TestCentre, terrassa } from '../../support/test-centre.ts';

const postgres = sharedPostgres();
const HERE = 'oac-dido';
const THERE = 'oficina-territori';

async function start() {
  const centre = await startTestCentre(await postgres.newDatabase());
  const kiosks = await startOffices(centre, [HERE, THERE]);
  const web = await channelAt(centre, 'web', HERE);
  return { centre, ...kiosks, web };
}

const keyOf = async (centre: TestCentre, officeId: string, keyNo = 1) => {
  const [row] = await centre.database.query<{ key: string }>(
    'SELECT key FROM office_key WHERE city_id = $1 AND office_id = $2 AND key_no = $3',
    [terrassa, officeId, keyNo],
  );
  return row?.key ?? '';
};

describe('an appointment that a channel books', { timeout: 30_000 }, () => {
  it('gets an id, a locator and a code signed by the centre, and its number becomes a hash of the office', async () => {
    const { centre, web } = await start();
    const booked = await web.book('W-1', { documentNumber: ' 12.345.678-z ', deskId: 'taula-3' });
    expect(booked).toMatchObject({
      channelId: 'web',
      reference: 'W-1',
      officeId: HERE,
      state: 'booked',
      start: at(60),
      deskId: 'taula-3',
      knownBy: { document: true, code: false },
    });
    expect(readLocator(booked.locator ?? '')).toEqual({ ok: true, value: booked.locator });
    const verify = (bytes: Uint8Array, signature: Uint8Array) =>
      verifyBytes(bytes, signature, centre.signingKey.publicKey);
    expect(readAppointmentToken(booked.qr, terrassa, verify)).toEqual({
      ok: true,
      value: {
        appointmentId: booked.appointmentId,
        officeId: HERE,
        startMs: START_MS + 3_600_000,
        expiresMs: START_MS + 25 * 3_600_000,
      },
    });
    const [row] = await centre.database.query('SELECT document_hash, slow_hash, key_no FROM appointment');
    const slow_hash = `${DOCUMENT_HASH_SCHEME}:${slowHashNow(await keyOf(centre, HERE), DNI)}`;
    expect(row).toEqual({ document_hash: null, slow_hash, key_no: 1 });
    expect((await web.read('W-1')).body).toEqual(booked);
  });

  it('is the same one under the same reference: moved, it keeps id, locator and number, and says what it is now', async () => {
    const { web } = await start();
    const first = await web.book('W-1', { documentNumber: DNI });
    const moved = await web.book('W-1', { start: at(90) });
    expect(moved).toMatchObject({ appointmentId: first.appointmentId, locator: first.locator, start: at(90) });
    expect(moved.knownBy.document).toBe(true);
    expect(moved.qr).not.toBe(first.qr);
    expect((await web.book('W-1', { start: at(90), documentNumber: null })).knownBy.document).toBe(false);
  });

  it('that is cancelled stays so, until it is booked again', async () => {
    const { web } = await start();
    const first = await web.book('W-1');
    expect((await web.cancel('W-1')).status).toBe(204);
    expect((await web.cancel('W-1')).status).toBe(204);
    expect((await web.read('W-1')).body).toMatchObject({ state: 'cancelled' });
    expect(await web.book('W-1')).toMatchObject({ state: 'booked', appointmentId: first.appointmentId });
    expect((await web.cancel('W-2')).problem).toBe('not-found');
  });

  it('that moves to another office brings its number again, or says that it goes without', async () => {
    const { centre, web } = await start();
    await web.book('W-1', { documentNumber: DNI });
    const refused = await web.put('W-1', { officeId: THERE });
    expect(refused.problem).toBe('bring-again');
    expect(refused.body).toMatchObject({ errors: [{ pointer: '/body/documentNumber' }] });
    expect((await web.read('W-1')).body).toMatchObject({ officeId: HERE });

    expect((await web.book('W-1', { officeId: THERE, documentNumber: DNI })).knownBy.document).toBe(true);
    const [row] = await centre.database.query('SELECT slow_hash FROM appointment');
    const slow_hash = `${DOCUMENT_HASH_SCHEME}:${slowHashNow(await keyOf(centre, THERE), DNI)}`;
    expect(row).toEqual({ slow_hash });
    expect(await keyOf(centre, THERE)).not.toBe(await keyOf(centre, HERE));
    expect((await web.book('W-1', { documentNumber: null })).knownBy.document).toBe(false);
  });

  it('is refused for what does not fit the office, and no value is repeated', async () => {
    const { web } = await start();
    for (const order of [
      { officeId: 'cap-oficina' },
      { serviceId: 'pesca' },
      { deskId: 'taula-9' },
      { start: at(-2 * DAY_MINUTES) },
      { start: at(800 * DAY_MINUTES) },
      { start: '2026-11-25T12:00:00.500Z' },
      { documentNumber: '12345678A' },
      { code: 'SE-12' },
    ]) {
      const refused = await web.put('W-1', order);
      const [[member, value] = []] = Object.entries(order);
      expect(refused.problem, member).toBe('invalid-appointment');
      expect(refused.body).toMatchObject({ errors: [{ pointer: `/body/${member}` }] });
      expect(JSON.stringify(refused.body)).not.toContain(String(value));
    }
    expect((await web.read('W-1')).problem).toBe('not-found');
  });

  it('is in the audit as it was booked, changed, imported and cancelled, by which channel’s token', async () => {
    const { centre, web } = await start();
    const { appointmentId } = await web.book('W-1', { documentNumber: DNI });
    await web.book('W-1', { start: at(90) });
    await web.import(`reference,officeId,serviceId,start\nI-1,${HERE},${SERVICE_ID},${at(120)}`);
    await web.cancel('W-1');
    const rows = await centre.database.query<{ name: string; what: string; detail: Record<string, unknown> }>(
      `SELECT token_name AS name, what, detail FROM audit WHERE what IN ('putAppointment', 'cancelAppointment') ORDER BY at, audit_id`,
    );
    const audited = rows.map(({ what, detail: { reference, start } }) => [what, reference, start]);
    expect(audited.toSorted()).toEqual([
      ['cancelAppointment', 'W-1', undefined],
      ['putAppointment', 'I-1', at(120)],
      ['putAppointment', 'W-1', at(60)],
      ['putAppointment', 'W-1', at(90)],
    ]);
    for (const { name, detail } of rows) {
      expect(name).toBe('canal web');
      if (detail.reference === 'W-1') expect(detail).toMatchObject({ appointmentId, officeId: HERE });
    }
    expect(JSON.stringify(rows)).not.toContain('12345678');
  });

  it('is made once when its channel asks many times at once, each with a locator of its own', async () => {
    const { centre, web } = await start();
    const answers = await Promise.all([
      ...Array.from({ length: 10 }, () => web.book('W-1')),
      ...Array.from({ length: 10 }, (_, index) => web.book(`V-${index}`)),
    ]);
    expect(new Set(answers.map(({ appointmentId }) => appointmentId)).size).toBe(11);
    expect(new Set(answers.map(({ locator }) => locator)).size).toBe(11);
    expect(await centre.database.query('SELECT 1 FROM office_key')).toHaveLength(1);
  });
});

describe('a channel', { timeout: 30_000 }, () => {
  it('sees and changes its own appointments alone, also where another one uses the same reference', async () => {
    const { centre, web } = await start();
    const phone = await channelAt(centre, '010', HERE);
    const ofWeb = await web.book('1');
    expect((await phone.read('1')).problem).toBe('not-found');
    expect((await phone.cancel('1')).problem).toBe('not-found');
    const ofPhone = await phone.book('1', { start: at(90) });
    expect(ofPhone.appointmentId).not.toBe(ofWeb.appointmentId);
    expect((await web.read('1')).body).toEqual(ofWeb);
  });

  it('may do nothing else, nobody else may do what it does, and a withdrawn token is good for nothing', async () => {
    const { centre, web } = await start();
    expect((await centre.order('listKiosks', {}, undefined, web.token)).problem).toBe('wrong-token');
    expect((await centre.order('rotateOfficeKey', { officeId: HERE }, undefined, web.token)).problem).toBe(
      'wrong-token',
    );
    expect((await centre.order('readAppointment', { reference: '1' })).problem).toBe('wrong-token');
    const elsewhere = await makeToken(centre.database, terrassa, 'altra', START_MS);
    expect(
      (await centre.order('readAppointment', { cityId: 'sabadell', reference: '1' }, undefined, elsewhere)).problem,
    ).toBe('bad-token');
    expect(await withdrawTokens(centre.database, terrassa, 'canal web', START_MS)).toBe(1);
    expect((await web.read('1')).problem).toBe('bad-token');
  });

  it('has its own codes known by their form, which every kiosk of the city is told', async () => {
    const { centre, here, web } = await start();
    const cache = await cacheOf(centre, here);
    const formats = [{ prefix: 'SE-', length: 10, characters: 'digits' }];
    expect((await centre.order('putChannel', { channelId: 'web' }, { name: 'Web', formats })).status).toBe(204);
    expect(await cache.poll()).toEqual(['code-formats-changed']);
    const { appointmentId } = await web.book('W-1', { code: 'se-123 4567890' });
    expect(await cache.poll()).toEqual(['office-keys-changed', 'appointment-changed']);
    const key = cache.keys()[0]?.key ?? '';
    expect(cache.held.get(appointmentId)?.codeHash).toBe(keyedHash(key, 'code', 'SE-1234567890'));
    expect((await cache.takeSnapshot()).formats).toEqual(formats);
  });

  it('may not name an appointment by a document or telephone number, nor have it in a code, in whatever dress', async () => {
    const { centre, web } = await start();
    const formats = [{ prefix: '', length: 9, characters: 'capitals-and-digits' }];
    await centre.order('putChannel', { channelId: 'web' }, { name: 'Web', formats });
    for (const number of [
      DNI,
      NIE,
      '12.345.678-a',
      '１２ ３４５ ６７８ Ｚ',
      `W-${DNI}-1`,
      '612-34 56 78',
      '+34612345678',
    ]) {
      const named = await web.put(number);
      expect(named.body).toMatchObject({ errors: [{ pointer: '/path/reference' }] });
      const coded = await web.put('W-1', { code: number });
      expect(coded.body).toMatchObject({ errors: [{ pointer: '/body/code' }] });
      for (const { problem, body } of [named, coded]) {
        expect(problem).toBe('malformed-request');
        expect(JSON.stringify(body)).not.toContain(number);
      }
    }
    const rows = [`${DNI},`, 'I-2,612 345 678', 'I-3,'].map((row) => `${HERE},${SERVICE_ID},${at(60)},${row}`);
    expect(await web.import(`officeId,serviceId,start,reference,code\n${rows.join('\n')}`)).toMatchObject({
      created: 1,
      refused: [
        { row: 1, column: 'reference' },
        { row: 2, column: 'code' },
      ],
    });
    expect(await centre.database.query('SELECT reference FROM appointment')).toEqual([{ reference: 'I-3' }]);
  });

  it('may not call an appointment or its code by the passport that the same order brings', async () => {
    const { centre, web } = await start();
    const formats = [{ prefix: 'SE-', length: 9, characters: 'capitals-and-digits' }];
    await centre.order('putChannel', { channelId: 'web' }, { name: 'Web', formats });
    const documentNumber = 'ABC123456';
    expect((await web.put('2026-abc 123-456', { documentNumber })).body).toMatchObject({
      errors: [{ pointer: '/path/reference' }],
    });
    expect((await web.put('W-1', { documentNumber, code: 'SE-ABC123456' })).body).toMatchObject({
      errors: [{ pointer: '/body/code' }],
    });
    expect((await web.book('W-1', { documentNumber, code: 'SE-ABC123457' })).knownBy.code).toBe(true);
  });

  it('may not have codes that are guessed easily, and those it had before are looked for by nobody', async () => {
    const { centre, here, web } = await start();
    const put = (length: number, characters: string) =>
      centre.order(
        'putChannel',
        { channelId: 'web' },
        { name: 'Web', formats: [{ prefix: 'SE-', length, characters }] },
      );
    for (const [length, characters] of [
      [9, 'digits'],
      [6, 'capitals'],
      [5, 'capitals-and-digits'],
    ] as const)
      expect((await put(length, characters)).body).toMatchObject({ errors: [{ pointer: '/body/formats/0/length' }] });
    expect((await put(6, 'capitals-and-digits')).status).toBe(204);
    await centre.database.query(
      `UPDATE channel SET formats = '[{"prefix": "B-", "length": 4, "characters": "digits"}]' WHERE channel_id = 'web'`,
    );
    expect((await (await cacheOf(centre, here)).takeSnapshot()).formats).toEqual([]);
    expect((await web.put('W-1', { code: 'B-1234' })).body).toMatchObject({ errors: [{ pointer: '/body/code' }] });
  });

  it('can still read and cancel what was booked under a telephone number when that was not looked for', async () => {
    const { centre, web } = await start();
    await web.book('W-1');
    await centre.database.query(`UPDATE appointment SET reference = '612345678' WHERE reference = 'W-1'`);
    expect((await web.read('612345678')).status).toBe(200);
    expect((await web.cancel('612345678')).status).toBe(204);
  });
});

describe('what a kiosk holds', { timeout: 30_000 }, () => {
  it('is today and the next opening day, after a Friday the Monday, unless the office’s profile says otherwise', async () => {
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
    // The Immaculate Conception is a holiday of the city's calendar.
    expect(await daysOn('2026-12-07T11:00:00.000Z', {})).toEqual(['2026-12-07', '2026-12-09']);
  });

  it('is what is booked on the days of its own office, with its keys, and nothing of another one', async () => {
    const { centre, here, there, web } = await start();
    await officeAt(centre, HERE).publish('2026-11-01', { appointments: { openingDaysAhead: 2 } });
    // 11:00 in the office: 03:59 of Saturday is still Friday's.
    const days = [at(60), at(2 * DAY_MINUTES), '2026-11-28T02:59:00.000Z'];
    const inside = await Promise.all(days.map((start, index) => web.book(`in-${index}`, { start })));
    await web.book('out', { start: '2026-11-28T03:00:00.000Z' });
    await web.book('there', { officeId: THERE, documentNumber: DNI });
    const feed = await (await cacheOf(centre, here)).takeSnapshot();
    expect(feed.days).toEqual(['2026-11-25', '2026-11-26', '2026-11-27']);
    expect(feed.appointments.map(({ appointmentId }) => appointmentId)).toEqual(
      inside.map(({ appointmentId }) => appointmentId),
    );
    expect(feed.keys).toEqual([{ keyNo: 1, key: await keyOf(centre, HERE) }]);
    expect(feed.offices.map(({ officeId }) => officeId)).toEqual([HERE, THERE]);
    expect(feed.tokenKeys).toEqual([centre.signingKey.publicKey]);
    const [first] = inside;
    const locatorHash = keyedHash(feed.keys[0]?.key ?? '', 'locator', first?.locator ?? '');
    expect(feed.appointments[0]?.locatorHash).toBe(locatorHash);
    expect(Object.keys(feed.appointments[0] ?? {}).toSorted()).toEqual(Object.keys(FeedAppointment.shape).toSorted());
    expect((await (await cacheOf(centre, there)).takeSnapshot()).appointments).toHaveLength(1);
  });

  it('follows what is booked, moved, cancelled and imported within one poll', async () => {
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

  it('hears nothing of what is booked for later, and of what leaves its days or its office where it went', async () => {
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

  it('is told of the day it still holds where an appointment went, however far and by however many steps', async () => {
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
        ...{ state: 'moved', start: at(60), serviceDay, document, locatorHash },
        movedTo: { officeId: HERE, start: at(6 * DAY_MINUTES) },
      });
      expect(held.get(abroad.appointmentId)).toMatchObject({
        ...{ state: 'moved', start: at(60), serviceDay },
        movedTo: { officeId: THERE, start: at(7 * DAY_MINUTES) },
      });
    }
    centre.clock.ms += 5 * DAY_MINUTES * 60_000;
    const later = await cacheOf(centre, here, cache.reader);
    expect(later.held.get(booked.appointmentId)).toMatchObject({
      ...{ state: 'booked', start: at(6 * DAY_MINUTES), movedTo: null },
    });
  });

  it('has the keys that signed codes which are still in somebody’s hand', async () => {
    const url = await postgres.newDatabase();
    const old = newSigningKey();
    const before = await startTestCentre(url, { signingKey: old });
    await startOffices(before, [HERE, THERE]);
    await (await channelAt(before, 'web', HERE)).book('W-1');
    const centre = await startTestCentre(url, { signingKey: newSigningKey() });
    const kiosk = await centre.enrol(2, HERE);
    const cache = await cacheOf(centre, kiosk);
    expect((await cache.takeSnapshot()).tokenKeys).toEqual([old.publicKey]);
    // A day after it began nobody's code of it holds any more.
    centre.clock.ms = START_MS + (60 + DAY_MINUTES) * 60_000 - 1;
    expect((await cache.takeSnapshot()).tokenKeys).toEqual([old.publicKey]);
    centre.clock.ms += 1;
    expect((await cache.takeSnapshot()).tokenKeys).toEqual([]);
  });

  it('keeps such a key for as long as the last of its codes holds, in whatever order they were booked', async () => {
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

describe('the key of an office', { timeout: 30_000 }, () => {
  it('is replaced for new hashes, while what was hashed by the old one is still found by it', async () => {
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
    // Moved without its number it keeps the old hash; the same order again changes nothing.
    expect(await web.book('W-1', { start: at(90) })).toMatchObject({ knownBy: { document: true } });
    expect(await cache.poll()).toEqual(['appointment-changed']);
    await web.book('W-1', { start: at(90), documentNumber: DNI });
    expect(await cache.poll()).toEqual([]);
    expect(cache.held.get(old.appointmentId)?.keyNo).toBe(1);
  });

  it('that is old is forgotten when its last appointment is over, with all that appointment was known by', async () => {
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

  it('is of an office that exists', async () => {
    const { centre } = await start();
    expect((await centre.order('rotateOfficeKey', { officeId: 'cap-oficina' })).problem).toBe('not-found');
  });
});

describe('an import', { timeout: 30_000 }, () => {
  const header = 'reference;officeId;serviceId;start;documentNumber;deskId';

  it('reports on every row: what was made, changed, is as it was, and why another was refused', async () => {
    const { centre, web } = await start();
    await web.book('R-2', { start: at(30) });
    await web.book('R-3', { start: at(60) });
    const row = (reference: string, start: string, more = ';') => `${reference};${HERE};${SERVICE_ID};${start};${more}`;
    const text = [
      header,
      row('R-1', '2026-11-25 13:30', `${DNI};taula-3`),
      row('R-2', at(60)),
      row('R-3', at(60)),
      row('', at(60)),
      row('R-5', 'demà'),
      row('R-6', at(60), '12345678A;'),
      row('R-7', at(60), ';taula-9'),
      row(DNI, at(60)),
      `${row('R-9', at(60))};Maria`,
      row('R-10', '2027-03-28 02:30'),
      '',
      `"R-11";${HERE};${SERVICE_ID};"${at(60)}"`,
    ].join('\r\n');
    const report = await web.import(`\uFEFF${text}`);
    expect(report).toMatchObject({ rows: 11, created: 2, changed: 1, unchanged: 1 });
    expect(report.refused.map(({ row: at, column }) => [at, column])).toEqual([
      [4, 'reference'],
      [5, 'start'],
      [6, 'documentNumber'],
      [7, 'deskId'],
      [8, 'reference'],
      [9, null],
      [10, 'start'],
    ]);
    expect(JSON.stringify(report)).not.toMatch(/12345678|Maria|demà/);
    expect((await web.read('R-1')).body).toMatchObject({ start: '2026-11-25T12:30:00.000Z', deskId: 'taula-3' });
    const again = await web.import(text);
    expect(again).toMatchObject({ created: 0, changed: 0, unchanged: 4 });
    expect(await centre.database.query('SELECT 1 FROM appointment')).toHaveLength(4);
  });

  it('of a file that is none is refused whole, and nothing of it is repeated', async () => {
    const { web } = await start();
    for (const text of [
      'reference,officeId,serviceId,start,nom\n',
      // Without a header.
      `W-1,${HERE},${SERVICE_ID},${at(60)},${DNI}`,
      'reference,officeId,serviceId\n',
      'reference,officeId,serviceId,start,start\n',
      'reference,officeId,serviceId,start\n"W-1,a,b',
    ]) {
      const refused = await web.importText(text);
      expect(refused.problem, text).toBe('malformed-request');
      expect(JSON.stringify(refused.body)).not.toMatch(/12345678|W-1|nom/);
    }
  });

  it('of too many rows, of another type, or not in UTF-8 is refused', async () => {
    const { centre, web } = await start();
    const many = Array.from({ length: 2_001 }, (_, index) => `${index},${HERE},${SERVICE_ID},${at(60)}`);
    expect((await web.importText(['reference,officeId,serviceId,start', ...many].join('\n'))).problem).toBe(
      'too-large',
    );
    const send = async (contentType: string, body: Uint8Array<ArrayBuffer>) => {
      const headers = { authorization: `Bearer ${web.token}`, 'content-type': contentType };
      return (await fetch(`${centre.url}/v1/cities/terrassa/appointments/import`, { method: 'POST', headers, body }))
        .status;
    };
    expect(await send('application/json', new TextEncoder().encode('{}'))).toBe(415);
    expect(await send('text/csv; charset=iso-8859-1', new TextEncoder().encode('a'))).toBe(415);
    expect(await send('text/csv', new Uint8Array([0xc3, 0x28]))).toBe(400);
  });
});

describe('an office that nobody books at', { timeout: 30_000 }, () => {
  it('has a feed of days without appointments and keys', async () => {
    const centre = await startTestCentre(await postgres.newDatabase());
    await officeAt(centre, HERE).publish();
    const cache = await cacheOf(centre, await centre.enrol(1, HERE));
    expect(await cache.takeSnapshot()).toMatchObject({ appointments: [], keys: [], formats: [], tokenKeys: [] });
  });
});
