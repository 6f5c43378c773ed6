import { describe, expect, it } from 'vitest';
import { endedSessions, findSession, SESSION_TERMS } from '../../../../src-central/people/sessions.ts';
import { sharedPostgres } from '../../../support/postgres.ts';
import {
  acceptHere,
  newPerson,
  newVisitor,
  STAFF,
  STAFF_ORIGIN,
  signedIn,
  signInHere,
} from '../../../support/staff-visitor.ts';
import { startTestCentre, terrassa } from '../../../support/test-centre.ts';

const postgres = sharedPostgres();
const begin = async () => startTestCentre(await postgres.newDatabase(), { staff: STAFF });

describe('a recovery', () => {
  it('gives a person a new link once two administrators agree, and the old password ends with its use', async () => {
    const centre = await begin();
    const lost = await newPerson(centre, 'Pere Prova', { role: 'operator' });
    const own = newVisitor(centre);
    expect((await signInHere(own, lost)).status).toBe(303);
    const [first, second] = [await signedIn(centre, 'Montserrat Prova'), await signedIn(centre, 'Jordi Prova')];
    const person = { personId: lost.personId };
    const proposed = await first.order('proposeRecovery', person);
    const { recoveryId } = proposed.body as { recoveryId: string };
    const { body } = await second.order('listPeople');
    const listed = (body as { people: { name: string; recovery: unknown }[] }).people;
    expect(listed.find(({ name }) => name === 'Pere Prova')?.recovery).toMatchObject({
      ...{ recoveryId, proposedBy: 'Montserrat Prova' },
    });
    const confirmation = { ...person, recoveryId };
    expect((await first.order('confirmRecovery', confirmation)).problem).toBe('needs-another-person');
    expect((await own.order('confirmRecovery', confirmation)).problem).toBe('wrong-role');
    const confirmed = await second.order('confirmRecovery', confirmation);
    expect(confirmed.status).toBe(200);
    expect((await second.order('confirmRecovery', confirmation)).problem).toBe('already-decided');
    const { link } = confirmed.body as { link: string };
    expect((await own.order('whoAmI')).status).toBe(200);
    const again = await acceptHere(centre, link.slice(STAFF_ORIGIN.length), 'Pere Prova');
    expect((await own.order('whoAmI')).status).toBe(401);
    expect((await signInHere(newVisitor(centre), lost)).status).toBe(401);
    expect((await signInHere(newVisitor(centre), again)).status).toBe(303);
  });

  it('is not confirmed under a name that looks like the one that proposed it', async () => {
    const centre = await begin();
    const lost = await signedIn(centre, 'Pere Prova');
    const first = await signedIn(centre, 'Jordi Prova');
    const second = await signedIn(centre, 'Laia Prova');
    const { body } = await first.order('listPeople');
    const { people } = body as { people: { name: string; personId: string }[] };
    const personId = people.find(({ name }) => name === 'Pere Prova')?.personId ?? '';
    expect((await lost.order('whoAmI')).status).toBe(200);
    const proposed = (await first.order('proposeRecovery', { personId })).body as { recoveryId: string };
    const confirm = () => second.order('confirmRecovery', { personId, recoveryId: proposed.recoveryId });
    for (const name of ['jordi  PROVA', 'Jordi\u200B Prova', 'Jordi Prova\u2060']) {
      await centre.database.query(`UPDATE person SET name = $1 WHERE name_key = 'laia prova'`, [name]);
      expect((await confirm()).problem, name).toBe('needs-another-person');
    }
    await centre.database.query(`UPDATE person SET name = 'Laia Prova' WHERE name_key = 'laia prova'`);
    expect((await confirm()).status).toBe(200);
  });

  it('is not confirmed by its own person, nor a day later, nor for somebody withdrawn', async () => {
    const centre = await begin();
    const first = await signedIn(centre, 'Laia Prova');
    const second = await signedIn(centre, 'Jordi Prova');
    const { body } = await first.order('listPeople');
    const { people } = body as { people: { name: string; personId: string }[] };
    const personId = people.find(({ name }) => name === 'Jordi Prova')?.personId ?? '';
    const propose = async () => (await first.order('proposeRecovery', { personId })).body as { recoveryId: string };
    expect((await second.order('confirmRecovery', { personId, ...(await propose()) })).problem).toBe(
      'needs-another-person',
    );
    const late = await propose();
    centre.clock.ms += 86_400_000;
    expect((await centre.order('confirmRecovery', { personId, ...late })).problem).toBe('order-expired');
    const open = (await centre.order('proposeRecovery', { personId })).body as { recoveryId: string };
    const third = await signedIn(centre, 'Anna Prova');
    expect((await third.order('withdrawPerson', { personId })).status).toBe(204);
    expect((await third.order('confirmRecovery', { personId, recoveryId: open.recoveryId })).problem).toBe('not-found');
    expect((await third.order('proposeRecovery', { personId })).problem).toBe('not-found');
  });
});

describe('a stream of a session', () => {
  it('ends with its session', async () => {
    const centre = await begin();
    const visitors = [await signedIn(centre, 'Montserrat Prova'), await signedIn(centre, 'Pere Prova')];
    const callers = await Promise.all(
      visitors.map(async ({ cookies }) => {
        const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
        const entry = { cookie, cityId: terrassa, address: '127.0.0.1', nowMs: centre.clock.ms };
        return findSession(centre.database, entry, SESSION_TERMS);
      }),
    );
    const known = callers.filter((caller) => caller !== null);
    expect(known).toHaveLength(2);
    const ended = async () =>
      (await endedSessions(centre.database, known, centre.clock.ms, SESSION_TERMS)).map(({ name }) => name);
    expect(await ended()).toEqual([]);
    await visitors[1]?.order('signOutEverywhere');
    expect(await ended()).toEqual(['Pere Prova']);
    centre.clock.ms += SESSION_TERMS.idleMs;
    expect(await ended()).toEqual(['Montserrat Prova', 'Pere Prova']);
  });
});
