import { describe, expect, it } from 'vitest';
import { DOCUMENT_HASH_SCHEME } from '../../../src-main/contract/centre/appointments.ts';
import { readAppointmentToken } from '../../../src-main/domain/appointment-token.ts';
import { readLocator } from '../../../src-main/domain/locator.ts';
import { verifyBytes } from '../../../src-main/signing/keys.ts';
import { at, DAY_MINUTES, DNI, HERE, officeKeyOf, startBooking, THERE } from '../../support/booking.ts';
import { SERVICE_ID } from '../../support/city-office.ts';
import { sharedPostgres } from '../../support/postgres.ts';
import { slowHashNow } from '../../support/slow-hash.ts';
import { START_MS, terrassa } from '../../support/test-centre.ts';

const postgres = sharedPostgres();
const start = async () => startBooking(await postgres.newDatabase());

describe('an appointment that a channel books', () => {
  it('gets an id, a locator and a code signed by the centre, and its document number is kept only as the office’s hash', async () => {
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
    const slow_hash = `${DOCUMENT_HASH_SCHEME}:${slowHashNow(await officeKeyOf(centre, HERE), DNI)}`;
    expect(row).toEqual({ document_hash: null, slow_hash, key_no: 1 });
    expect((await web.read('W-1')).body).toEqual(booked);
  });

  it('is the same appointment under the same reference: when moved, it keeps id, locator and number and has a new code', async () => {
    const { web } = await start();
    const first = await web.book('W-1', { documentNumber: DNI });
    const moved = await web.book('W-1', { start: at(90) });
    expect(moved).toMatchObject({ appointmentId: first.appointmentId, locator: first.locator, start: at(90) });
    expect(moved.knownBy.document).toBe(true);
    expect(moved.qr).not.toBe(first.qr);
    expect((await web.book('W-1', { start: at(90), documentNumber: null })).knownBy.document).toBe(false);
  });

  it('stays cancelled until it is booked again', async () => {
    const { web } = await start();
    const first = await web.book('W-1');
    expect((await web.cancel('W-1')).status).toBe(204);
    expect((await web.cancel('W-1')).status).toBe(204);
    expect((await web.read('W-1')).body).toMatchObject({ state: 'cancelled' });
    expect(await web.book('W-1')).toMatchObject({ state: 'booked', appointmentId: first.appointmentId });
    expect((await web.cancel('W-2')).problem).toBe('not-found');
  });

  it('must bring its document number again, or give it up, when it moves to another office', async () => {
    const { centre, web } = await start();
    await web.book('W-1', { documentNumber: DNI });
    const refused = await web.put('W-1', { officeId: THERE });
    expect(refused.problem).toBe('bring-again');
    expect(refused.body).toMatchObject({ errors: [{ pointer: '/body/documentNumber' }] });
    expect((await web.read('W-1')).body).toMatchObject({ officeId: HERE });

    expect((await web.book('W-1', { officeId: THERE, documentNumber: DNI })).knownBy.document).toBe(true);
    const [row] = await centre.database.query('SELECT slow_hash FROM appointment');
    const slow_hash = `${DOCUMENT_HASH_SCHEME}:${slowHashNow(await officeKeyOf(centre, THERE), DNI)}`;
    expect(row).toEqual({ slow_hash });
    expect(await officeKeyOf(centre, THERE)).not.toBe(await officeKeyOf(centre, HERE));
    expect((await web.book('W-1', { documentNumber: null })).knownBy.document).toBe(false);
  });

  it('is refused for values that do not fit the office, and no value is repeated', async () => {
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

  it('is in the audit as booked, changed, imported and cancelled, with the name of the channel’s token', async () => {
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

  it('is made once when its channel asks many times at once, and each appointment has its own locator', async () => {
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

describe('an import', () => {
  const header = 'reference;officeId;serviceId;start;documentNumber;deskId';

  it('reports for every row whether it was created, changed or unchanged, or why it was refused', async () => {
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

  it('is refused whole when the file is malformed, and no content is repeated', async () => {
    const { web } = await start();
    for (const text of [
      'reference,officeId,serviceId,start,nom\n',
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

  it('is refused with too many rows, another content type, or text that is not UTF-8', async () => {
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
