import { describe, expect, it } from 'vitest';
import { makeToken, withdrawTokens } from '../../../src-central/administration/access-tokens.ts';
import { keyedHash } from '../../../src-main/signing/keyed-hash.ts';
import { at, cacheOf, channelAt, DNI, HERE, NIE, officeKeyOf, startBooking, THERE } from '../../support/booking.ts';
import { SERVICE_ID } from '../../support/city-office.ts';
import { sharedPostgres } from '../../support/postgres.ts';
import { START_MS, terrassa } from '../../support/test-centre.ts';

const postgres = sharedPostgres();
const start = async () => startBooking(await postgres.newDatabase());

describe('a code of a channel', () => {
  const formats = [{ prefix: 'SE-', length: 10, characters: 'digits' }];

  async function withCode(code: string) {
    const booking = await start();
    await booking.centre.order('putChannel', { channelId: 'web' }, { name: 'Web', formats });
    await booking.web.book('W-1', { code });
    return booking;
  }

  it('reaches kiosks at once when it alone changes', async () => {
    const { centre, here, web } = await withCode('SE-1234567890');
    const cache = await cacheOf(centre, here);
    const { appointmentId } = await web.book('W-1', { code: 'SE-1234567891' });
    expect(await cache.poll()).toEqual(['appointment-changed']);
    const key = await officeKeyOf(centre, HERE);
    expect(cache.held.get(appointmentId)?.codeHash).toBe(keyedHash(key, 'code', 'SE-1234567891'));
    await web.book('W-1', { code: 'SE-1234567891' });
    expect(await cache.poll()).toEqual([]);
  });

  it('must be brought again, or given up, when its appointment moves to another office', async () => {
    const { centre, there, web } = await withCode('SE-1234567890');
    const refused = await web.put('W-1', { officeId: THERE });
    expect(refused).toMatchObject({ status: 409, problem: 'bring-again' });
    expect(refused.body).toMatchObject({ errors: [{ pointer: '/body/code' }] });
    const { appointmentId } = await web.book('W-1', { officeId: THERE, code: 'SE-1234567890' });
    const held = (await cacheOf(centre, there)).held.get(appointmentId);
    expect(held?.codeHash).toBe(keyedHash(await officeKeyOf(centre, THERE), 'code', 'SE-1234567890'));
    expect((await web.book('W-1', { code: null })).knownBy.code).toBe(false);
  });
});

describe('a channel', () => {
  it('sees and changes only its own appointments, even when another channel uses the same reference', async () => {
    const { centre, web } = await start();
    const phone = await channelAt(centre, '010', HERE);
    const ofWeb = await web.book('1');
    expect((await phone.read('1')).problem).toBe('not-found');
    expect((await phone.cancel('1')).problem).toBe('not-found');
    const ofPhone = await phone.book('1', { start: at(90) });
    expect(ofPhone.appointmentId).not.toBe(ofWeb.appointmentId);
    expect((await web.read('1')).body).toEqual(ofWeb);
  });

  it('may do nothing else, a person’s token may not act as a channel, and a withdrawn token is refused', async () => {
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

  it('sets the form of its own codes, which every kiosk of the city receives', async () => {
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

  it('may not use a document or telephone number as a reference or in a code, in any spelling', async () => {
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

  it('may not use a passport number of the same order as its reference or in its code', async () => {
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

  it('may not have codes that are easily guessed, and older such forms are ignored', async () => {
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

  it('can still read and cancel an older appointment whose reference is a telephone number', async () => {
    const { centre, web } = await start();
    await web.book('W-1');
    await centre.database.query(`UPDATE appointment SET reference = '612345678' WHERE reference = 'W-1'`);
    expect((await web.read('612345678')).status).toBe(200);
    expect((await web.cancel('612345678')).status).toBe(204);
  });
});
