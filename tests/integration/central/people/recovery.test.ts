import { describe, expect, it } from 'vitest';
import { confirmNamed } from '../../../../src-central/people/confirm-person.ts';
import { endedSessions, findSession, SESSION_TERMS } from '../../../../src-central/people/sessions.ts';
import { People, PersonInvited, RecoveryProposed } from '../../../../src-main/contract/centre/people.ts';
import { TokenMade } from '../../../../src-main/contract/centre/tokens.ts';
import { sharedPostgres } from '../../../support/postgres.ts';
import {
  acceptHere,
  beginAgain,
  newPerson,
  newVisitor,
  STAFF,
  STAFF_ORIGIN,
  signedIn,
  signInHere,
  type Visitor,
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
      recoveryId,
      proposedBy: 'Montserrat Prova',
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

  it('is not confirmed by a person whose name looks like the proposer’s', async () => {
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

  it('is not confirmed by an account that its proposer invited, until another administrator or the command line confirms that account', async () => {
    const centre = await begin();
    const lost = await signedIn(centre, 'Pere Prova');
    const [first, other] = [await signedIn(centre, 'Montserrat Prova'), await signedIn(centre, 'Jordi Prova')];
    const invite = async (by: Visitor, name: string) => {
      const invited = await by.order('invitePerson', {}, { name, role: 'administrator', officeIds: null });
      const { link, personId } = PersonInvited.parse(invited.body);
      await acceptHere(centre, link.slice(STAFF_ORIGIN.length), name);
      const visitor = newVisitor(centre);
      await beginAgain(centre, visitor, personId);
      return { visitor, personId };
    };
    const [{ visitor: second, personId }, third] = [
      await invite(first, 'Montse Segona'),
      await invite(first, 'Montse Tercera'),
    ];
    const listed = async () => People.parse((await other.order('listPeople')).body).people;
    const lostId = (await listed()).find(({ name }) => name === 'Pere Prova')?.personId ?? '';
    const recover = async (by: Visitor, confirming: Visitor) => {
      const { body } = await by.order('proposeRecovery', { personId: lostId });
      const { recoveryId } = RecoveryProposed.parse(body);
      return (await confirming.order('confirmRecovery', { personId: lostId, recoveryId })).problem;
    };
    expect((await lost.order('whoAmI')).status).toBe(200);
    // A person who sent the invitation to an account may control that account. The first administrator may in this way control both
    // accounts of each pair of proposer and confirmer here.
    expect(await recover(first, second)).toBe('needs-another-person');
    expect(await recover(second, third.visitor)).toBe('needs-another-person');
    expect((await first.order('confirmPerson', { personId })).problem).toBe('needs-another-person');
    expect((await second.order('confirmPerson', { personId })).problem).toBe('needs-another-person');
    expect((await third.visitor.order('confirmPerson', { personId })).problem).toBe('needs-another-person');
    const unconfirmed = (await listed()).filter(({ unconfirmedOf }) => unconfirmedOf !== null);
    expect(unconfirmed.map(({ name, unconfirmedOf }) => [name, unconfirmedOf])).toEqual([
      ['Montse Segona', 'Montserrat Prova'],
      ['Montse Tercera', 'Montserrat Prova'],
    ]);
    expect((await other.order('confirmPerson', { personId })).status).toBe(204);
    expect(await recover(first, second)).toBe(null);
    const machine = { cityId: terrassa, address: null, tokenId: null, name: 'command line: prova' };
    expect(await confirmNamed(centre.database, machine, 'montse tercera', centre.clock.ms)).toBe(true);
    expect(await recover(first, third.visitor)).toBe(null);
    expect(await confirmNamed(centre.database, machine, 'Ningú', centre.clock.ms)).toBe(false);
    // By confirming the recovery, `third` has got the account's new link, and so may control the account.
    expect((await listed()).find(({ name }) => name === 'Pere Prova')?.unconfirmedOf).toBe('Montse Tercera');

    // A token acts for the person who made it, and so does a token that was made with that token.
    const until = new Date(centre.clock.ms + 86_400_000).toISOString();
    const asked = (name: string) => ({ name, role: 'administrator', officeId: null, until });
    const made = TokenMade.parse((await first.order('makeToken', {}, asked('Programa de cites'))).body);
    const remade = await centre.order('makeToken', {}, asked('Programa de torns'), made.token);
    const { recoveryId } = RecoveryProposed.parse((await first.order('proposeRecovery', { personId: lostId })).body);
    const confirm = (token: string) =>
      centre.order('confirmRecovery', { personId: lostId, recoveryId }, undefined, token);
    expect((await confirm(made.token)).problem).toBe('needs-another-person');
    expect((await confirm(TokenMade.parse(remade.body).token)).problem).toBe('needs-another-person');
    expect((await other.order('confirmRecovery', { personId: lostId, recoveryId })).status).toBe(200);
  });

  it('is not confirmed by the person it is for, nor a day later, nor for a withdrawn person', async () => {
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
