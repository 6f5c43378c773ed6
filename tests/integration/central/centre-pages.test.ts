import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { addPerson } from '../../../src-central/people/people.ts';
import { AuditEntries } from '../../../src-main/contract/centre/administration.ts';
import { AlarmRulesKept } from '../../../src-main/contract/centre/alarms.ts';
import { OPERATIONS, type OperationName, pathOf } from '../../../src-main/contract/centre/operations.ts';
import { kindOf, Problem } from '../../../src-main/contract/centre/problems.ts';
import { RetentionReport } from '../../../src-main/contract/centre/retention-report.ts';
import { Channels, TokenMade, Tokens } from '../../../src-main/contract/centre/tokens.ts';
import { KioskUpdates } from '../../../src-main/contract/centre/updates.ts';
import { RULE, startAlarmedCity, TEAM } from '../../support/alarmed-city.ts';
import { startMailServer } from '../../support/mail-server.ts';
import { sharedPostgres } from '../../support/postgres.ts';
import { newEvents, startTestCentre, type TestCentre, terrassa } from '../../support/test-centre.ts';

const postgres = sharedPostgres();

interface Asked {
  params?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
  token?: string;
}
async function ask(
  { staffUrl, token: own }: TestCentre,
  name: OperationName,
  { params = {}, query = {}, body, token = own }: Asked = {},
) {
  const path = `${pathOf(name, { cityId: terrassa, ...params })}?${new URLSearchParams(query)}`;
  const answer = await fetch(`${staffUrl}${path}`, {
    method: OPERATIONS[name].method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  const read: unknown = text === '' ? null : JSON.parse(text);
  return { says: answer.ok ? answer.status : kindOf(Problem.parse(read)), body: read };
}

it('a token is shown once, allows what its role allows, is listed with its last use, and allows nothing once withdrawn', async () => {
  const centre = await startTestCentre(await postgres.newDatabase());
  const until = new Date(centre.clock.ms + 30 * 86_400_000).toISOString();
  const viewer = { name: 'Panell', role: 'viewer', officeId: null, until };
  const made = TokenMade.parse((await ask(centre, 'makeToken', { body: viewer })).body);
  const tokens = async () => Tokens.parse((await ask(centre, 'listTokens')).body).tokens;
  expect((await tokens()).find(({ name }) => name === 'Panell')).toMatchObject({
    role: 'viewer',
    lastUsed: null,
    madeBy: expect.any(String),
  });
  expect((await ask(centre, 'listKiosks', { token: made.token })).says).toBe(200);
  expect((await ask(centre, 'makeToken', { token: made.token, body: viewer })).says).toBe('wrong-role');
  const listed = (await tokens()).find(({ name }) => name === 'Panell');
  expect(listed?.lastUsed).toMatchObject({ at: new Date(centre.clock.ms).toISOString(), address: '127.0.0.1' });
  expect(JSON.stringify(await tokens())).not.toContain(made.token);

  const end = { params: { tokenId: made.tokenId } };
  expect((await ask(centre, 'withdrawToken', end)).says).toBe(204);
  expect((await ask(centre, 'withdrawToken', end)).says).toBe('not-found');
  expect((await ask(centre, 'listKiosks', { token: made.token })).says).toBe('bad-token');
  expect((await tokens()).at(-1)).toMatchObject({ name: 'Panell', withdrawnAt: expect.any(String) });

  const tooLong = { ...viewer, until: new Date(centre.clock.ms + 400 * 86_400_000).toISOString() };
  expect((await ask(centre, 'makeToken', { body: tooLong })).says).toBe('malformed-request');
  expect((await ask(centre, 'makeToken', { body: { ...viewer, officeId: 'no-such' } })).says).toBe('not-found');

  // The audit names people, so no two persons may have names that look alike.
  const person = { name: 'Montserrat Prova', role: 'viewer', officeIds: null, account: 'local' } as const;
  await addPerson(centre.database, terrassa, person, { name: 'prova', tokenId: null }, centre.clock.ms);
  for (const name of ['Montserrat Prova', 'montserrat\u200B  PROVA'])
    expect((await ask(centre, 'makeToken', { body: { ...viewer, name } })).says, name).toBe('name-taken');

  const web = { name: 'Web', formats: [{ prefix: 'T-', length: 8, characters: 'digits' }] };
  const put = (name: string, seen?: string) =>
    ask(centre, 'putChannel', {
      params: { channelId: 'web' },
      query: seen === undefined ? {} : { seen },
      body: { ...web, name, formats: [{ ...web.formats[0], length: 12 }] },
    });
  expect((await put('Web', 'none')).says).toBe(204);
  const [channel] = Channels.parse((await ask(centre, 'listChannels')).body).channels;
  expect(channel).toMatchObject({ channelId: 'web', name: 'Web' });
  expect((await put('Seu', channel?.changedAt)).says).toBe(204);
  expect((await put('Web antic', channel?.changedAt)).says).toBe('changed-meanwhile');
  expect((await put('Web nou', 'none')).says).toBe('changed-meanwhile');
  const ofWeb = TokenMade.parse(
    (await ask(centre, 'makeToken', { body: { name: 'Web', channelId: 'web', until } })).body,
  );
  expect((await tokens()).find(({ tokenId }) => tokenId === ofWeb.tokenId)).toMatchObject({ channelId: 'web' });
  expect((await ask(centre, 'listKiosks', { token: ofWeb.token })).says).toBe('wrong-token');

  await centre.enrol(1);
  const named = async (query: Record<string, string>) =>
    AuditEntries.parse((await ask(centre, 'listAudit', { query })).body).entries.map(({ what }) => what);
  expect(await named({ name: 'Panell', what: 'listKiosks' })).toEqual(['listKiosks', 'listKiosks']);
  expect(await named({ name: 'Pere Ningú' })).toEqual([]);
  expect(await named({ officeId: 'ajuntament' })).toContain('confirmEnrolment');
  expect(await named({ officeId: 'another' })).toEqual([]);
  await centre.enrol(1, 'another');
  const code = { name: 'Tècnica', role: 'technician', officeIds: ['ajuntament', 'another'], until };
  expect((await ask(centre, 'makeTechnicianCode', { body: code })).says).toBe(201);
  for (const officeId of code.officeIds) expect(await named({ officeId })).toContain('makeTechnicianCode');
  const kept = await centre.database.query<{ detail: unknown }>(
    "SELECT detail FROM audit WHERE city_id = $1 AND what = 'listAudit'",
    [terrassa],
  );
  expect(JSON.stringify(kept)).not.toContain('Pere');

  const report = RetentionReport.parse((await ask(centre, 'readRetention')).body);
  expect(report.last).toBeNull();
  expect(report.classes.find(({ name }) => name === 'visit-link')?.term).toEqual({
    days: 14,
    from: 'service-day',
    endsBefore: '2026-11-11',
  });
});

it('rules that another person has changed are not overwritten, and a test message reaches its recipient only', async () => {
  const mail = await startMailServer();
  const { centre, alarms } = await startAlarmedCity(await postgres.newDatabase(), { mailServer: mail.settings });
  const other = { recipientId: 'nit', by: 'mail', address: 'nit@terrassa.example', language: 'en' };
  const rules = { zone: 'Europe/Madrid', recipients: [TEAM, other], rules: [RULE] };
  const put = (seen: string) => ask(centre, 'putAlarmRules', { query: { seen }, body: rules });
  const kept = async () => AlarmRulesKept.parse((await ask(centre, 'listAlarmRules')).body);
  const { changedAt } = await kept();
  expect((await put('none')).says).toBe('changed-meanwhile');
  expect((await put(changedAt ?? '')).says).toBe(204);
  expect((await put(changedAt ?? '')).says).toBe('changed-meanwhile');

  const test = (recipientId: string) => ask(centre, 'testAlarmRecipient', { params: { recipientId } });
  expect((await test('ningu')).says).toBe('not-found');
  expect((await test('nit')).says).toBe(202);
  expect((await test('nit')).says).toBe(202);
  expect((await kept()).newest).toEqual([expect.objectContaining({ recipientId: 'nit', sentAt: null })]);
  await alarms.send();
  expect(mail.mails.map(({ to, subject }) => [to, subject])).toEqual([[other.address, 'Torn: test message']]);
  expect(mail.mails[0]?.text).toContain('Nothing is wrong');
  expect((await kept()).newest).toEqual([expect.objectContaining({ recipientId: 'nit', sentAt: expect.any(String) })]);
});

it('a version that one kiosk rolls back is withheld from the other kiosks of its ring until a person allows it again', async () => {
  const centre = await startTestCentre(await postgres.newDatabase());
  const [first, second] = [await centre.enrol(1), await centre.enrol(2)];
  const third = await centre.enrol(3, 'another');
  const said = (body: object) => ask(centre, 'allowVersion', { body });
  const updates = async () => KioskUpdates.parse((await ask(centre, 'listUpdates')).body);
  const allowed = async () => (await updates()).kiosks.map((kiosk) => kiosk.allowed);
  const events = newEvents();
  const report = (kiosk: typeof first, result: string, minutes: number, to = '0.2.0') => {
    const at = new Date(centre.clock.ms + minutes * 60_000).toISOString();
    return kiosk.send([events.next('update-ended', { updateId: randomUUID(), at, from: '0.1.0', to, result })]);
  };
  expect((await said({ version: '0.2.0' })).says).toBe(204);
  await report(first, 'done', 1);
  // Neither a result of another version nor a power cut stops the rollout.
  await report(second, 'kept-restarting', 2, '0.1.9');
  await report(second, 'power-cut', 3);
  expect(await allowed()).toEqual(['0.2.0', '0.2.0', '0.2.0']);
  const changes = () =>
    centre.database.query<{ officeId: string }>(
      `SELECT office_id AS "officeId" FROM office_change WHERE kind = 'version-allowed' ORDER BY office_id`,
      [],
    );
  const before = (await changes()).length;
  await report(second, 'not-ready', 4);
  const { rings, kiosks } = await updates();
  expect(rings).toMatchObject([{ version: '0.2.0', stoppedBy: { kioskId: second.kioskId, result: 'not-ready' } }]);
  expect(Object.fromEntries(kiosks.map((kiosk) => [kiosk.kioskId, kiosk.allowed]))).toEqual({
    [first.kioskId]: '0.2.0',
    [second.kioskId]: '0.1.0',
    [third.kioskId]: '0.1.0',
  });
  expect((await changes()).length - before).toBe(2);

  centre.clock.ms += 10 * 60_000;
  expect((await said({ version: '0.2.0', kioskId: third.kioskId })).says).toBe(204);
  expect(new Set(await allowed())).toEqual(new Set(['0.2.0', '0.1.0']));
  expect((await updates()).rings.map(({ stoppedBy }) => stoppedBy === null)).toEqual([true, false]);

  // A result stops the version that is allowed when the centre receives the result. The kiosk's clock does not matter:
  // a result dated ten years ahead stops no version that is allowed later, and one dated 50 years ago stops this one.
  const years = 10 * 525_960;
  await report(first, 'not-ready', years, '0.3.0');
  await centre.database.query(`UPDATE kiosk SET version = 'built by hand' WHERE kiosk_id = $1`, [third.kioskId]);
  const isStopped = async () => (await updates()).rings[0]?.stoppedBy !== null;
  centre.clock.ms += 60_000;
  expect((await said({ version: '0.3.0' })).says).toBe(204);
  expect(await isStopped()).toBe(false);
  await report(second, 'not-ready', -5 * years, '0.3.0');
  expect(await isStopped()).toBe(true);
  expect(Object.fromEntries((await updates()).kiosks.map((kiosk) => [kiosk.kioskId, kiosk.allowed]))).toEqual({
    [first.kioskId]: '0.2.0',
    [second.kioskId]: '0.1.0',
    [third.kioskId]: '0.3.0',
  });
});
