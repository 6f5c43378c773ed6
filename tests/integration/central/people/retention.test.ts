import { expect, it } from 'vitest';
import { enforce } from '../../../../src-central/retention/enforce.ts';
import { DEFAULT_TERMS } from '../../../../src-main/contract/shared/retention.ts';
import { sharedPostgres } from '../../../support/postgres.ts';
import { inviteHere, STAFF, signedIn } from '../../../support/staff-visitor.ts';
import { startTestCentre, terrassa } from '../../../support/test-centre.ts';

const postgres = sharedPostgres();
const DAY_MS = 86_400_000;

it('retention deletes all of a withdrawn directory person except the fields that keep them out', async () => {
  const centre = await startTestCentre(await postgres.newDatabase(), { staff: STAFF });
  const { database, clock } = centre;
  await database.query(
    `INSERT INTO person (city_id, person_id, name, role, account, issuer, subject, invited_at, invited_by, since, withdrawn_at,
        withdrawn_by, last_access_at, last_access_address)
      VALUES ($1, gen_random_uuid(), 'Pere Prova', 'viewer', 'directory', 'https://login.exemple.cat', 'u-1', $2::timestamptz,
        '', $2::timestamptz, $2::timestamptz, 'Anna Prova', $2::timestamptz, '192.0.2.1')`,
    [terrassa, new Date(clock.ms).toISOString()],
  );
  await enforce(database, { cityId: terrassa, horizonMs: clock.ms + 731 * DAY_MS, terms: DEFAULT_TERMS });
  const kept = await database.query(
    `SELECT name, subject, withdrawn_by AS "withdrawnBy", last_access_address AS address, withdrawn_at IS NULL AS "isIn"
      FROM person`,
  );
  expect(kept).toEqual([{ name: '', subject: 'u-1', withdrawnBy: null, address: null, isIn: false }]);
  expect((await centre.order('listPeople', {})).body).toEqual({ people: [] });
});

it('retention deletes sessions and unanswered invitations after 90 days, and accounts two years after their withdrawal', async () => {
  const centre = await startTestCentre(await postgres.newDatabase(), { staff: STAFF });
  const { database, clock } = centre;
  await signedIn(centre, 'Montserrat Prova');
  const leaver = await signedIn(centre, 'Pere Prova');
  await inviteHere(centre, 'Anna Prova');
  const { body } = await leaver.order('listPeople');
  const { people } = body as { people: { name: string; personId: string }[] };
  const personId = people.find(({ name }) => name === 'Pere Prova')?.personId ?? '';
  expect((await centre.order('withdrawPerson', { personId })).status).toBe(204);
  const beganMs = clock.ms;
  const left = async (days: number) => {
    await enforce(database, { cityId: terrassa, horizonMs: beganMs + days * DAY_MS, terms: DEFAULT_TERMS });
    const names = await database.query<{ name: string }>('SELECT name FROM person ORDER BY name');
    const [rows] = await database.query<{ sessions: number; invitations: number }>(
      `SELECT (SELECT count(*)::int FROM staff_session) AS sessions, (SELECT count(*)::int FROM invitation) AS invitations`,
    );
    return { names: names.map(({ name }) => name), ...rows };
  };
  const all = ['Anna Prova', 'Montserrat Prova', 'Pere Prova'];
  expect(await left(89)).toEqual({ names: all, sessions: 2, invitations: 3 });
  expect(await left(91)).toEqual({ names: ['Montserrat Prova', 'Pere Prova'], sessions: 0, invitations: 0 });
  expect(await left(729)).toMatchObject({ names: ['Montserrat Prova', 'Pere Prova'] });
  expect(await left(731)).toMatchObject({ names: ['Montserrat Prova'] });
});
