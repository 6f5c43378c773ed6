import { describe, expect, it } from 'vitest';
import { makeToken } from '../../../src-central/administration/access-tokens.ts';
import { auditPage } from '../../../src-central/administration/audit-list.ts';
import { enforce } from '../../../src-central/retention/enforce.ts';
import { recordOfProcessing } from '../../../src-central/retention/record.ts';
import { AuditEntries, type AuditQuery } from '../../../src-main/contract/centre/administration.ts';
import { Change, Changes, Snapshot } from '../../../src-main/contract/centre/configuration.ts';
import {
  type NamedCode,
  type TechnicianCode,
  TechnicianCodeMade,
  TechnicianCodes,
} from '../../../src-main/contract/centre/technician-codes.ts';
import { OfficeId } from '../../../src-main/contract/shared/ids.ts';
import { DEFAULT_TERMS } from '../../../src-main/contract/shared/retention.ts';
import { secretOf, startsOf } from '../../../src-main/domain/named-code.ts';
import { newSigningKey } from '../../../src-main/signing/keys.ts';
import { hashLike } from '../../../src-main/signing/named-code.ts';
import { sharedPostgres } from '../../support/postgres.ts';
import { newEvents, startTestCentre, type TestCentre, type TestKiosk, terrassa } from '../../support/test-centre.ts';

const postgres = sharedPostgres();
const HERE = 'oac-dido';
const THERE = 'oac-districte-2';
const DAY_MS = 86_400_000;

const instant = (ms: number): string => new Date(ms).toISOString();

async function start() {
  const centre = await startTestCentre(await postgres.newDatabase());
  const [here, there] = [await centre.enrol(1, HERE), await centre.enrol(1, THERE)];
  return { centre, here, there };
}

const order = ({ clock }: TestCentre, more: Record<string, unknown> = {}) => ({
  name: 'Marta Prova',
  role: 'technician',
  officeIds: [HERE],
  until: instant(clock.ms + 20 * DAY_MS),
  ...more,
});

async function make(centre: TestCentre, more: Record<string, unknown> = {}) {
  const made = await centre.order('makeTechnicianCode', {}, order(centre, more));
  expect(made.status).toBe(201);
  return TechnicianCodeMade.parse(made.body);
}

let count = 0;
async function read(centre: TestCentre, kiosk: TestKiosk, path: string) {
  count += 1;
  const answered = await centre.signed({ key: kiosk.key, as: 'kiosk', method: 'GET', path, count });
  expect(answered.status).toBe(200);
  return answered.body;
}
const snapshotOf = async (centre: TestCentre, kiosk: TestKiosk): Promise<Snapshot> =>
  Snapshot.parse(await read(centre, kiosk, kiosk.path('readSnapshot')));
const codesAt = async (centre: TestCentre, kiosk: TestKiosk): Promise<readonly NamedCode[]> =>
  (await snapshotOf(centre, kiosk)).technicianCodes ?? [];
async function changesSince(centre: TestCentre, kiosk: TestKiosk, cursor: string): Promise<Change[]> {
  const body = await read(centre, kiosk, `${kiosk.path('readChanges')}?cursor=${cursor}`);
  return Changes.parse(body).changes.map((change) => Change.parse(change));
}
const list = async (centre: TestCentre, token?: string): Promise<readonly TechnicianCode[]> =>
  TechnicianCodes.parse((await centre.order('listTechnicianCodes', {}, undefined, token)).body).codes;
const withdraw = (centre: TestCentre, codeId: string) => centre.order('withdrawTechnicianCode', { codeId });

describe('a code of a named person', () => {
  it('is in the answer alone: the list, the audit and the database have none of its secret digits', async () => {
    const { centre } = await start();
    const { code, codeId, until } = await make(centre);
    expect(code).toMatch(/^\d{10}$/);
    expect(await list(centre)).toEqual([
      {
        codeId,
        name: 'Marta Prova',
        role: 'technician',
        officeIds: [HERE],
        starts: startsOf(code),
        until,
        madeAt: instant(centre.clock.ms),
        withdrawnAt: null,
      },
    ]);
    const { entries } = AuditEntries.parse((await centre.order('listAudit', {})).body);
    expect(entries.find(({ what }) => what === 'makeTechnicianCode')?.object).toEqual({
      codeId,
      role: 'technician',
      officeIds: [HERE],
      until,
    });
    const rows = await centre.database.query('SELECT * FROM technician_code');
    expect(JSON.stringify([rows, entries])).not.toContain(secretOf(code));
    expect(JSON.stringify(rows)).not.toContain('argon2');
  });

  it('reaches the kiosks of its offices only, each with a hash of its own', async () => {
    const { centre, here, there } = await start();
    const second = await centre.enrol(2, HERE);
    const { code, codeId } = await make(centre);
    const [mine] = await codesAt(centre, here);
    const [theirs] = await codesAt(centre, second);
    expect(mine).toMatchObject({ codeId, role: 'technician', starts: startsOf(code) });
    expect(await codesAt(centre, there)).toEqual([]);
    const hash = mine?.hash ?? '';
    expect(await hashLike(secretOf(code), hash, here.kioskId)).toBe(hash);
    expect(await hashLike(secretOf(code), hash, second.kioskId)).toBe(theirs?.hash);
    expect(theirs?.hash).not.toBe(hash);
    expect(JSON.stringify(await snapshotOf(centre, here))).not.toContain('Marta');
  });

  it('is sent as one change when it is made and when it is withdrawn, and is in no snapshot once it was withdrawn or has ended', async () => {
    const { centre, here } = await start();
    const { cursor } = await snapshotOf(centre, here);
    const { codeId } = await make(centre);
    const [made] = await changesSince(centre, here, cursor);
    expect(made).toMatchObject({ kind: 'technician-codes-changed', codes: [{ codeId }] });
    expect((await withdraw(centre, codeId)).status).toBe(204);
    const changes = await changesSince(centre, here, cursor);
    expect(changes.at(-1)).toEqual({ kind: 'technician-codes-changed', codes: [] });
    expect(await codesAt(centre, here)).toEqual([]);
    const kept = await centre.database.query('SELECT sealed FROM technician_code WHERE code_id = $1', [codeId]);
    expect(kept).toEqual([{ sealed: '' }]);

    await make(centre, { until: instant(centre.clock.ms + DAY_MS) });
    expect(await codesAt(centre, here)).toHaveLength(1);
    centre.clock.ms += DAY_MS;
    expect(await codesAt(centre, here)).toEqual([]);
  });

  it('is valid for 30 days at most, for offices that exist, and never from the past', async () => {
    const { centre } = await start();
    const problem = async (more: Record<string, unknown>) => {
      const { body } = await centre.order('makeTechnicianCode', {}, order(centre, more));
      return (body as { errors?: { pointer: string }[] }).errors?.map(({ pointer }) => pointer);
    };
    const nowMs = centre.clock.ms;
    expect(await problem({ until: instant(nowMs + 30 * DAY_MS + 1) })).toEqual(['/body/until']);
    expect(await problem({ until: instant(nowMs) })).toEqual(['/body/until']);
    expect(await problem({ officeIds: [HERE, 'oac-nova'] })).toEqual(['/body/officeIds/1']);
    expect(await problem({ officeIds: [] })).toEqual(['/body/officeIds']);
    expect(await problem({ role: 'administrator' })).toEqual(['/body/role']);
    expect(await list(centre)).toEqual([]);
    await make(centre, { until: instant(nowMs + 30 * DAY_MS) });
  });

  it('begins with two digits that no other code of its offices begins with, so that an office has at most a hundred codes', async () => {
    const { centre } = await start();
    await centre.database.query(
      `INSERT INTO technician_code (city_id, code_id, name, role, office_ids, starts, sealed, made_at, until_at)
       SELECT $1, gen_random_uuid(), '', 'staff', $2::text[], lpad(no::text, 2, '0'), '', now(), $3::timestamptz
       FROM generate_series(0, 98) AS no`,
      [terrassa, [HERE], instant(centre.clock.ms + DAY_MS)],
    );
    const both = [HERE, THERE];
    expect(startsOf((await make(centre, { officeIds: both })).code)).toBe('99');
    const full = await centre.order('makeTechnicianCode', {}, order(centre, { officeIds: both }));
    expect(full.problem).toBe('too-many-codes');
    await make(centre, { officeIds: [THERE] });
  });

  it('can be made and withdrawn by an administrator of one office only if it is of that office alone; the list also has codes shared with other offices', async () => {
    const { centre } = await start();
    const token = await makeToken(centre.database, terrassa, 'Pere Prova', centre.clock.ms, null, {
      officeId: OfficeId.parse(HERE),
    });
    const [ours, both] = [await make(centre), await make(centre, { officeIds: [HERE, THERE] })];
    const theirs = await make(centre, { officeIds: [THERE] });
    expect(new Set((await list(centre, token)).map(({ codeId }) => codeId))).toEqual(
      new Set([ours.codeId, both.codeId]),
    );
    const asked = (codeId: string) => centre.order('withdrawTechnicianCode', { codeId }, undefined, token);
    expect((await asked(theirs.codeId)).problem).toBe('wrong-office');
    expect((await asked(both.codeId)).problem).toBe('wrong-office');
    expect((await asked(ours.codeId)).status).toBe(204);
    const made = await centre.order('makeTechnicianCode', {}, order(centre, { officeIds: [HERE, THERE] }), token);
    expect(made).toMatchObject({ problem: 'wrong-office', body: { errors: [{ pointer: '/body/officeIds/1' }] } });
  });

  it('ends at every office when a kiosk that knew it is revoked', async () => {
    const { centre, here, there } = await start();
    await make(centre, { officeIds: [HERE, THERE] });
    const { cursor } = await snapshotOf(centre, there);
    const revoked = await centre.order('revokeKiosk', { kioskId: here.kioskId }, { reason: 'stolen' });
    expect(revoked.status).toBe(204);
    expect(await changesSince(centre, there, cursor)).toEqual([{ kind: 'technician-codes-changed', codes: [] }]);
    expect(await codesAt(centre, await centre.enrol(2, HERE))).toEqual([]);
  });

  it('stays in the snapshot without a hash after the centre’s key was changed, so that kiosks keep the hash they have', async () => {
    const url = await postgres.newDatabase();
    const centre = await startTestCentre(url);
    const here = await centre.enrol(1, HERE);
    const { codeId } = await make(centre);
    const after = await startTestCentre(url, { signingKey: newSigningKey(), clock: centre.clock });
    expect(await codesAt(after, here)).toMatchObject([{ codeId, hash: null }]);
  });
});

describe('the audit', () => {
  async function acted() {
    const { centre, here } = await start();
    const { codeId } = await make(centre);
    const events = newEvents();
    const act = (codeOf: string | undefined) =>
      events.next('technician-acted', {
        visitId: '0197f5a0-3c1e-7c4b-9a55-6d1f0c2b7e90',
        action: 'print-test',
        result: 'done',
        actor: 'technician',
        ...(codeOf === undefined ? {} : { codeId: codeOf }),
      });
    await here.send([act(codeId), act(undefined)]);
    const entries = async (query: AuditQuery = {}) =>
      (await auditPage(centre.database, terrassa, query)).entries.filter(({ source }) => source === 'kiosk');
    return { centre, here, codeId, entries };
  }

  it('names the person whose code was used, and no person for the shared PIN', async () => {
    const { codeId, entries, here } = await acted();
    const seen = (await entries()).map(({ name, codeId: of, kioskId }) => ({ name, of, kioskId }));
    expect(seen).toHaveLength(2);
    expect(seen).toContainEqual({ name: 'Marta Prova', of: codeId, kioskId: here.kioskId });
    expect(seen).toContainEqual({ name: null, of: null, kioskId: here.kioskId });
    expect(await entries({ who: codeId })).toMatchObject([{ name: 'Marta Prova' }]);
    expect(await entries({ who: here.kioskId })).toHaveLength(2);
  });

  it('keeps the act and deletes the name two years after the code’s end, or after the city’s own term', async () => {
    const { centre, codeId, entries } = await acted();
    const endMs = centre.clock.ms + 20 * DAY_MS;
    const run = (horizonMs: number, days = DEFAULT_TERMS['technician-name']) =>
      enforce(centre.database, {
        cityId: terrassa,
        horizonMs,
        terms: { ...DEFAULT_TERMS, 'technician-name': days },
      });
    const named = async () => (await entries()).map(({ name }) => name).filter((name) => name !== null);
    expect(await run(endMs + DAY_MS + 1)).toMatchObject({ 'technician-code': 1 });
    await run(endMs + 730 * DAY_MS);
    expect(await named()).toEqual(['Marta Prova']);
    expect(await run(endMs + 365 * DAY_MS + 1, 365)).toMatchObject({ 'technician-name': 1 });
    expect(await named()).toEqual([]);
    expect((await entries()).map(({ codeId: of }) => of)).toContain(codeId);
    expect(recordOfProcessing('en', 'text', DEFAULT_TERMS)).toContain('technician_code (name)');
  });
});
