import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { generateSync } from 'otplib';
import type { PersonInvitation } from '../../src-main/contract/centre/people.ts';
import type { CityId } from '../../src-main/contract/shared/ids.ts';
import { recordAudit } from '../administration/audit.ts';
import { atMachine } from '../administration/command-line-actor.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/database.ts';
import { addressSubject } from '../enrolment/address-subject.ts';
import { acceptInvitation } from '../people/invitations.ts';
import { invitePerson } from '../people/invite.ts';
import type { StaffServer } from '../people/listener.ts';
import { newSeed, sayableSecret, secretOf } from '../people/one-time-code.ts';
import { type KnownPerson, personByName } from '../people/people.ts';
import { beginSession, SESSION_TERMS, sessionCookie } from '../people/sessions.ts';
import type { Page } from '../server/visits.ts';

interface EntranceParts {
  server: StaffServer;
  database: Database;
  clock: Clock;
  cityId: CityId;
  origin: string;
}

const CODE_BYTES = 32;
const hashOf = (code: string): Buffer => createHash('sha256').update(code).digest();

const page = (status: number, text: string, headers: Page['headers'] = {}): Page => ({
  status,
  mediaType: 'text/plain; charset=utf-8',
  text,
  headers: { 'cache-control': 'no-store', ...headers },
});

/**
 * Creates this demonstration's own sign-in: a link for one person, valid once, without a password. Must be called before the server
 * listens.
 */
export function createEntrance({ server, database, clock, cityId, origin }: EntranceParts) {
  let valid: { hash: Buffer; person: KnownPerson } | null = null;
  let onUsed: () => void = () => {};

  server.registerVisits(
    '/demonstration/:code',
    async ({ method, params: { code = '' }, remoteAddress }) => {
      const entered = method === 'GET' && valid !== null && timingSafeEqual(valid.hash, hashOf(code)) ? valid : null;
      if (entered === null) return page(404, 'This link has been used. The terminal shows the next one.\n');
      // The link becomes invalid before the first await, so that two requests at once cannot both use it.
      valid = null;
      const nowMs = clock.nowMs();
      const address = addressSubject(remoteAddress);
      const { personId, name, role } = entered.person;
      const cookie = await beginSession(database, { cityId, personId, address, nowMs }, SESSION_TERMS);
      onUsed();
      if (cookie === null) return page(404, 'This person has been withdrawn. Start the demonstration again.\n');
      const actor = { cityId, address, tokenId: personId, name, role };
      await recordAudit(database, actor, 'signIn', { by: 'demonstration' }, nowMs);
      return page(303, '', { location: `${origin}/`, 'set-cookie': sessionCookie(cookie) });
    },
    () => page(503, 'The demonstration is not ready yet.\n', { 'retry-after': '5' }),
  );

  return {
    linkFor(person: KnownPerson, used: () => void): string {
      const code = randomBytes(CODE_BYTES).toString('base64url');
      valid = { hash: hashOf(code), person };
      onUsed = used;
      return `${origin}/demonstration/${code}`;
    },
  };
}

/**
 * Creates a person who can sign in, unless the city already has a person with this name. It calls the same functions as the command
 * `invite` and the page of the invitation. The random password is not stored.
 */
export async function seedPerson(
  database: Database,
  cityId: CityId,
  terms: Pick<PersonInvitation, 'name' | 'role'>,
  nowMs: number,
): Promise<KnownPerson> {
  const known = await personByName(database, cityId, terms.name);
  if (known !== null) return known;
  const invitation: PersonInvitation = { ...terms, officeIds: null, account: 'local' };
  const invited = await invitePerson(database, atMachine(cityId), invitation, nowMs);
  if (!invited.ok) throw new Error(`${terms.name} cannot be invited: ${invited.error.kind}`);
  const { code: invitationCode } = invited.value;
  const password = randomBytes(CODE_BYTES).toString('base64url');
  const secret = secretOf(invitationCode, newSeed());
  const oneTimeCode = generateSync({
    secret: sayableSecret(secret).replaceAll(' ', ''),
    epoch: Math.floor(nowMs / 1_000),
  });
  const accepted = await acceptInvitation(database, {
    cityId,
    invitationCode,
    secret,
    password,
    again: password,
    oneTimeCode,
    address: '127.0.0.1',
    nowMs,
  });
  const person = accepted.ok ? await personByName(database, cityId, terms.name) : null;
  if (person === null) throw new Error(`${terms.name} cannot sign in`);
  return person;
}
