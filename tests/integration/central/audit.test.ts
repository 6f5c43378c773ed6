import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { makeToken, withdrawTokens } from '../../../src-central/administration/access-tokens.ts';
import { AUDIT_LIST } from '../../../src-central/administration/audit-list.ts';
import { migrate } from '../../../src-central/database/migrate.ts';
import { MIGRATIONS } from '../../../src-central/database/migrations/index.ts';
import { openPostgres } from '../../../src-central/database/postgres.ts';
import { createAdmission } from '../../../src-central/server/admission.ts';
import { createAuditing } from '../../../src-central/server/auditing.ts';
import { PATIENCE } from '../../../src-central/server/http-server.ts';
import { AuditEntries, type AuditEntry } from '../../../src-main/contract/centre/administration.ts';
import { ChannelId } from '../../../src-main/contract/centre/appointments.ts';
import { pathOf } from '../../../src-main/contract/centre/operations.ts';
import { KioskEvent } from '../../../src-main/contract/shared/events.ts';
import { CityId } from '../../../src-main/contract/shared/ids.ts';
import { sendBytes } from '../../support/hostile-sockets.ts';
import { sharedPostgres } from '../../support/postgres.ts';
import { newEvents, OFFICE, START_MS, startTestCentre, type TestCentre, terrassa } from '../../support/test-centre.ts';

const postgres = sharedPostgres();
const MINUTE_MS = 60_000;

async function pageOf(
  centre: TestCentre,
  query: Record<string, string> = {},
): Promise<ReturnType<typeof AuditEntries.parse>> {
  const path = `${pathOf('listAudit', { cityId: terrassa })}?${new URLSearchParams(query)}`;
  const response = await fetch(`${centre.url}${path}`, { headers: { authorization: `Bearer ${centre.token}` } });
  expect(response.status, await response.clone().text()).toBe(200);
  return AuditEntries.parse(await response.json());
}

const entriesOf = async (centre: TestCentre, query: Record<string, string> = {}): Promise<AuditEntry[]> =>
  (await pageOf(centre, query)).entries;

const partOf = ({ what, result, times, name, role }: AuditEntry) => ({ what, result, times, name, role });

describe('the audit of a city', () => {
  it('says who did what, to what, when, from where and with which result, including reads and refusals', async () => {
    const centre = await startTestCentre(await postgres.newDatabase());
    const kiosk = await centre.enrol(1);
    const { kioskId } = kiosk;
    await centre.order('listKiosks', {});
    await centre.order('revokeKiosk', { kioskId }, { reason: 'prova' });
    await centre.order('revokeKiosk', { kioskId }, { reason: 'un altre cop' });
    await centre.order('revokeKiosk', { kioskId: randomUUID() }, { reason: 'prova' });
    await centre.order('revokeKiosk', { kioskId }, { cause: 'prova' });
    const viewer = await makeToken(centre.database, terrassa, 'Pere Prova', centre.clock.ms, null, {
      role: 'viewer',
    });
    expect((await centre.order('revokeKiosk', { kioskId }, { reason: 'prova' }, viewer)).problem).toBe('wrong-role');

    const entries = await entriesOf(centre, { what: 'revokeKiosk' });
    const by = (result: string) => entries.filter((entry) => entry.result === result);
    expect(by('done')).toHaveLength(2);
    for (const entry of by('done'))
      expect(entry).toMatchObject({
        source: 'centre',
        name: 'Montserrat Prova',
        role: 'administrator',
        address: '127.0.0.1',
        times: 1,
        object: { officeId: OFFICE, kioskId },
        at: new Date(START_MS).toISOString(),
      });
    expect(by('not-found').map(partOf)).toEqual([
      { what: 'revokeKiosk', result: 'not-found', times: 1, name: 'Montserrat Prova', role: 'administrator' },
    ]);
    expect(by('malformed-request')).toHaveLength(1);
    expect(by('wrong-role')).toMatchObject([{ name: 'Pere Prova', role: 'viewer', object: { kioskId } }]);
    expect(entries).toHaveLength(5);
    expect(JSON.stringify(entries)).not.toContain('prova"');
    expect(await entriesOf(centre, { what: 'listKiosks' })).toMatchObject([{ result: 'done', object: {} }]);
    expect(await entriesOf(centre, { what: 'listAudit' })).toMatchObject([{ result: 'done' }, { result: 'done' }]);
  });

  it('records a token’s failed requests: unreadable path, too large, too slow, cut off, or refused for overload', async () => {
    let isFull = false;
    const own = createAdmission(20);
    const admission = {
      ...own,
      attend: (...args: Parameters<typeof own.attend>) => (isFull ? null : own.attend(...args)),
    };
    const patience = { ...PATIENCE, bodySpanMs: 200, lingerMs: 200 };
    const centre = await startTestCentre(await postgres.newDatabase(), { admission, patience });
    const { kioskId } = await centre.enrol(1);
    const path = pathOf('revokeKiosk', { cityId: terrassa, kioskId });
    const headOf = (length: number) =>
      `PUT ${path} HTTP/1.1\r\nhost: c\r\nauthorization: Bearer ${centre.token}\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n{`;
    const written = async () =>
      (await entriesOf(centre, { what: 'revokeKiosk' })).map(({ result, object, name }) => ({ result, object, name }));
    const row = (result: string, object = {}) => ({ result, object, name: 'Montserrat Prova' });

    expect((await centre.order('revokeKiosk', { kioskId: 'cap' }, { reason: 'x' })).problem).toBe('malformed-request');
    expect(await written()).toEqual([row('malformed-request')]);
    expect(await sendBytes(centre.url, headOf(2_000_000), (text) => text.includes('}'))).toMatch(/^HTTP\/1\.1 413 /);
    isFull = true;
    expect((await centre.order('revokeKiosk', { kioskId }, { reason: 'x' })).problem).toBe('overloaded');
    isFull = false;
    expect(await sendBytes(centre.url, headOf(500))).toMatch(/^HTTP\/1\.1 408 /);
    const cut = connect(Number(new URL(centre.url).port), '127.0.0.1', () => cut.end(headOf(400)));
    await once(cut.resume(), 'close');
    const ends = ['too-large', 'overloaded', 'too-slow', 'malformed-request'].map((end) => row(end, { kioskId }));
    await expect.poll(written).toEqual(expect.arrayContaining([row('malformed-request'), ...ends]));
  });

  it('counts a list that a program reads every second in one row a minute', async () => {
    const centre = await startTestCentre(await postgres.newDatabase());
    for (let second = 0; second < 60; second += 1) {
      centre.clock.ms = START_MS + second * 1_000;
      expect((await centre.order('listAlarms', {})).status).toBe(200);
    }
    centre.clock.ms = START_MS + MINUTE_MS;
    await centre.order('listAlarms', {});
    const rows = await entriesOf(centre, { what: 'listAlarms' });
    expect(rows.map(({ at, lastAt, times }) => ({ at, lastAt, times }))).toEqual([
      {
        at: new Date(START_MS + MINUTE_MS).toISOString(),
        lastAt: new Date(START_MS + MINUTE_MS).toISOString(),
        times: 1,
      },
      { at: new Date(START_MS).toISOString(), lastAt: new Date(START_MS + 59_000).toISOString(), times: 60 },
    ]);
  });

  it('is not filled by strangers: tries from one address are one row without the token, and an unknown city gets none', async () => {
    let log = '';
    const logger = pino(
      { level: 'trace' },
      new Writable({
        write(text, _, done) {
          log += String(text);
          done();
        },
      }),
    );
    const centre = await startTestCentre(await postgres.newDatabase(), { logger });
    const secrets = Array.from({ length: 40 }, () => randomBytes(32).toString('base64url'));
    for (const [index, secret] of secrets.entries()) {
      const name =
        (['listKiosks', 'listAlarms', 'rotateOfficeKey', 'readAppointment'] as const)[index % 4] ?? 'listKiosks';
      const params = { officeId: `oficina-${index}`, reference: `W-${index}` };
      expect((await centre.order(name, params, undefined, secret)).problem).toBe('bad-token');
      const elsewhere = { ...params, cityId: `ciutat-${index}` };
      expect((await centre.order(name, elsewhere, undefined, secret)).problem).toBe('bad-token');
    }
    await centre.order('listKiosks', {}, undefined, '');
    const rows = await centre.database.query<{ row: unknown }>('SELECT to_jsonb(audit) AS row FROM audit');
    expect(rows).toHaveLength(1);
    const [entry] = await entriesOf(centre, { what: 'signIn' });
    expect(entry).toMatchObject({
      what: 'signIn',
      result: 'bad-token',
      times: 41,
      address: '127.0.0.1',
      object: {},
      tokenId: null,
      name: null,
      role: null,
    });
    for (const secret of secrets) expect(`${JSON.stringify(rows)}${log}`).not.toContain(secret);
    await centre.database.query(`UPDATE audit SET times = 1000 WHERE what = 'signIn'`);
    for (let tries = 0; tries < 2; tries += 1) await centre.order('listKiosks', {}, undefined, secrets[0]);
    centre.clock.ms += 10 * MINUTE_MS;
    await centre.order('listKiosks', {}, undefined, secrets[0]);
    expect((await entriesOf(centre, { what: 'signIn' })).map(({ times }) => times)).toEqual([1, 1_000]);
  });

  it('is not filled from many addresses: beyond a thousand in ten minutes they share one row', async () => {
    const centre = await startTestCentre(await postgres.newDatabase());
    const { refusedSignIn } = createAuditing({ database: centre.database, clock: { nowMs: () => centre.clock.ms } });
    const from = (remoteAddress: string) =>
      refusedSignIn({ cityId: terrassa, what: 'listKiosks', result: 'bad-token', bearer: null, remoteAddress });
    await from('192.0.2.1');
    await from('2001:db8:1:2:3::4');
    await from('2001:db8:1:2:ffff::1');
    const rows = async () =>
      (await entriesOf(centre, { what: 'signIn' })).map(({ address, times }) => `${address} ${times}`);
    expect((await rows()).toSorted()).toEqual(['192.0.2.1 1', '2001:db8:1:2::/64 2']);
    await centre.database.query(`UPDATE rate_window SET count = 1000 WHERE action = 'refused-sign-in'`);
    for (let host = 1; host <= 20; host += 1) await from(`198.51.100.${host}`);
    expect((await rows()).toSorted()).toEqual(['* 20', '192.0.2.1 1', '2001:db8:1:2::/64 2']);
  });

  it('names the refused token: expired, withdrawn, or a channel’s', async () => {
    const centre = await startTestCentre(await postgres.newDatabase());
    const { database, clock } = centre;
    const over = await makeToken(database, terrassa, 'que acaba', clock.ms, null, { untilMs: clock.ms + 1_000 });
    const withdrawn = await makeToken(database, terrassa, 'retirat', clock.ms);
    const channel = await makeToken(database, terrassa, 'canal', clock.ms, ChannelId.parse('web'));
    const brief = await makeToken(database, terrassa, 'canal breu', clock.ms, ChannelId.parse('web'), {
      untilMs: clock.ms + 1_000,
    });
    await withdrawTokens(database, terrassa, 'retirat', clock.ms);
    clock.ms += 999;
    expect((await centre.order('listKiosks', {}, undefined, over)).status).toBe(200);
    clock.ms += 1;
    expect((await centre.order('listKiosks', {}, undefined, over)).problem).toBe('token-expired');
    expect((await centre.order('listKiosks', {}, undefined, withdrawn)).problem).toBe('bad-token');
    expect((await centre.order('listKiosks', {}, undefined, channel)).problem).toBe('wrong-token');
    const reference = { reference: 'W-1' };
    expect((await centre.order('readAppointment', reference, undefined, centre.token)).problem).toBe('wrong-token');
    expect((await centre.order('readAppointment', reference, undefined, brief)).problem).toBe('token-expired');
    const refused = (await entriesOf(centre)).filter(({ result }) => result !== 'done');
    expect(refused.map(({ name, what, result }) => `${name} ${what} ${result}`).toSorted()).toEqual([
      'Montserrat Prova readAppointment wrong-token',
      'canal breu readAppointment token-expired',
      'canal listKiosks wrong-token',
      'que acaba listKiosks token-expired',
      'retirat listKiosks bad-token',
    ]);
  });

  it('comes page by page, each entry once while others are written, filtered by actor, operation, result and time', async () => {
    const centre = await startTestCentre(await postgres.newDatabase());
    const kiosk = await centre.enrol(1);
    const make = newEvents();
    const visitId = randomUUID();
    const acted = (action: string, result: string) => {
      const { type, payload } = KioskEvent.parse({
        type: 'technician-acted',
        v: 1,
        payload: { visitId, action, result },
      });
      return make.next(type, payload, { at: { wall: new Date(centre.clock.ms).toISOString(), trust: 'guess' } });
    };
    for (let index = 0; index < 450; index += 1) {
      centre.clock.ms += 1_000;
      await centre.order('voidTicket', { ticketId: randomUUID() });
    }
    await kiosk.send([acted('enter-pin', 'wrong'), acted('enter-pin', 'done'), acted('leave', 'done')]);
    const seen: AuditEntry[] = [];
    let after: string | null = null;
    const sizes: number[] = [];
    do {
      const page: ReturnType<typeof AuditEntries.parse> = await pageOf(centre, after === null ? {} : { after });
      seen.push(...page.entries);
      sizes.push(page.entries.length);
      after = page.next;
      centre.clock.ms += MINUTE_MS;
      await centre.order('listKiosks', {});
    } while (after !== null);
    expect(sizes.slice(0, 2)).toEqual([200, 200]);
    expect(new Set(seen.map(({ auditId }) => auditId)).size).toBe(seen.length);
    expect(seen.filter(({ what }) => what === 'voidTicket')).toHaveLength(450);
    expect(seen.map(({ at }) => at)).toEqual(
      seen
        .map(({ at }) => at)
        .toSorted()
        .toReversed(),
    );

    const { kioskId } = kiosk;
    expect(await entriesOf(centre, { who: kioskId, result: 'wrong' })).toMatchObject([
      {
        source: 'kiosk',
        kioskId,
        what: 'enter-pin',
        result: 'wrong',
        times: 1,
        object: { officeId: OFFICE, visitId },
        tokenId: null,
        address: null,
      },
    ]);
    expect((await entriesOf(centre, { who: kioskId })).map(({ what }) => what).toSorted()).toEqual([
      'enter-pin',
      'enter-pin',
      'leave',
    ]);
    const isOf = (minute: number) => new Date(START_MS + minute * MINUTE_MS).toISOString();
    const voided = (query: Record<string, string>) => entriesOf(centre, { what: 'voidTicket', ...query });
    expect(await voided({ until: isOf(1) })).toHaveLength(59);
    expect(await voided({ from: isOf(7) })).toHaveLength(31);
    expect(await voided({ from: isOf(3), until: isOf(5) })).toHaveLength(120);
    const statusOf = async (query: Record<string, string>) => {
      const path = `${pathOf('listAudit', { cityId: terrassa })}?${new URLSearchParams(query)}`;
      return (await fetch(`${centre.url}${path}`, { headers: { authorization: `Bearer ${centre.token}` } })).status;
    };
    for (const query of [
      { after: '2026-13-99T99:99:99.999Z_x' },
      { after: `0000-01-01T00:00:00.000Z_${visitId}` },
      { from: '0000-01-01T00:00:00Z' },
      { until: '9999-12-31T23:59:59-23:59' },
      { what: 'DNI 12345678Z' },
      { who: 'Pere' },
    ])
      expect(await statusOf(query), JSON.stringify(query)).toBe(400);
    expect(await statusOf({ from: '2026-11-25T10:00:00.123456789123456789+23:59' })).toBe(200);
  });

  it('contains its own city’s entries only', async () => {
    const centre = await startTestCentre(await postgres.newDatabase());
    const sabadell = CityId.parse('sabadell');
    const kiosk = await centre.enrol(1, OFFICE, sabadell);
    const acted = { visitId: randomUUID(), action: 'leave', result: 'done' };
    await kiosk.send([newEvents().next('technician-acted', acted)]);
    expect((await centre.order('listAudit', { cityId: sabadell })).problem).toBe('bad-token');
    expect(await entriesOf(centre)).toEqual([]);
    const token = await makeToken(centre.database, sabadell, 'Pere Prova', centre.clock.ms);
    const { entries } = AuditEntries.parse(
      (await centre.order('listAudit', { cityId: sabadell }, undefined, token)).body,
    );
    expect(entries.map(({ what }) => what).toSorted()).toEqual(['confirmEnrolment', 'leave', 'signIn']);
  });

  it('is written before the answer: when it cannot be written, the request fails', async () => {
    const centre = await startTestCentre(await postgres.newDatabase());
    expect((await centre.order('listKiosks', {})).status).toBe(200);
    await centre.database.query('ALTER TABLE audit RENAME TO gone');
    expect((await centre.order('listKiosks', {})).problem).toBe('internal-error');
    expect((await centre.order('listKiosks', {}, undefined, randomBytes(32).toString('hex'))).problem).toBe(
      'internal-error',
    );
  });

  it('keeps the entries of the previous release, whose tokens get the role of an administrator for a year', async () => {
    const database = openPostgres(await postgres.newEmptyDatabase(), { connections: 2, onTrouble: () => {} });
    try {
      await migrate(database, MIGRATIONS.slice(0, 2));
      const tokenId = randomUUID();
      await database.query(
        `INSERT INTO access_token (city_id, token_hash, token_id, name, created_at) VALUES ('terrassa', 'x', $1, 'Pere', now())`,
        [tokenId],
      );
      await database.query(
        `INSERT INTO audit (city_id, audit_id, at, who, what, detail) VALUES ('terrassa', $1, now(), $2, 'voidTicket', '{}')`,
        [randomUUID(), `Pere Prova ${tokenId}`],
      );
      await migrate(database);
      const list = (who: string | null) =>
        database.query(AUDIT_LIST.page, ['terrassa', null, null, null, null, who, null, null, 10, null, null, null]);
      expect(await list(null)).toEqual([
        expect.objectContaining({ tokenId, name: 'Pere Prova', result: 'done', times: 1 }),
      ]);
      expect(await list(tokenId)).toHaveLength(1);
      expect(await list(randomUUID())).toEqual([]);
      // No migration rewrites old audit rows, because there may be many.
      expect(JSON.stringify(MIGRATIONS.slice(2))).not.toMatch(/UPDATE audit/);
      expect(
        await database.query(
          `SELECT role, office_id, until_at > now() + interval '364 days' AS late, until_at < now() + interval '366 days' AS ends
            FROM access_token`,
        ),
      ).toEqual([{ role: 'administrator', office_id: null, late: true, ends: true }]);
    } finally {
      await database.close();
    }
  });
});
