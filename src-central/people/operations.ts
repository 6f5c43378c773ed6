import { refuse, succeed } from '../../src-main/domain/result.ts';
import { recordAudit } from '../administration/audit.ts';
import { instantOf } from '../clock.ts';
import type { Queries } from '../database/database.ts';
import type { Centre } from '../replica-context.ts';
import { type Handler, NO_OFFICE, refuseMember, type TokenCaller } from '../server/operation.ts';
import type { OperationsRegistrar } from '../server/server.ts';
import { confirmPerson } from './confirm-person.ts';
import { invitationLink } from './invitations.ts';
import { invitePerson } from './invite.ts';
import { endEverySession, listPeople, withdrawPerson } from './people.ts';
import type { PeopleContext } from './people-context.ts';
import { confirmRecovery, proposeRecovery } from './recoveries.ts';
import { describeSession, endSessionById, sessionsOf } from './sessions.ts';

export function registerPeople(server: OperationsRegistrar, context: PeopleContext): void {
  const { centre, terms } = context;
  const { database, clock } = centre;
  server.registerOperation('whoAmI', async ({ caller }) => {
    const { cityId, name, role, officeIds } = caller;
    const session = await describeSession(database, caller, terms);
    return succeed({ body: { cityId, name, role, officeIds, session } });
  });
  server.registerOperation('listSessions', async ({ caller }) =>
    succeed({ body: { sessions: await sessionsOf(database, caller, clock.nowMs(), terms) } }),
  );
  server.registerOperation('signOut', ({ caller }) =>
    endSessions(centre, caller, 'signOut', (queries, sessionId, nowMs) =>
      endSessionById(queries, caller, sessionId, nowMs),
    ),
  );
  server.registerOperation('signOutEverywhere', ({ caller }) =>
    endSessions(centre, caller, 'signOutEverywhere', (queries, _, nowMs) =>
      endEverySession(queries, caller.cityId, caller.tokenId, nowMs),
    ),
  );
  server.registerOperation('listPeople', async ({ params: { cityId } }) =>
    succeed({ body: { people: await listPeople(database, cityId, clock.nowMs(), terms.idleMs) } }),
  );
  server.registerOperation('confirmPerson', confirmPerson(centre));
  server.registerOperation('proposeRecovery', proposeRecovery(context));
  server.registerOperation('confirmRecovery', confirmRecovery(context));
  server.registerOperation('invitePerson', answerInvitation(context));
  server.registerOperation('withdrawPerson', async ({ params: { cityId, personId }, caller }) => {
    const nowMs = clock.nowMs();
    const isDone = await database.transaction(async (queries) => {
      const withdrawn = await withdrawPerson(queries, cityId, personId, caller.name, nowMs);
      if (withdrawn === null) return false;
      await recordAudit(queries, caller, 'withdrawPerson', { personId, ...withdrawn }, nowMs);
      return true;
    });
    return isDone
      ? succeed({ body: null })
      : refuseMember('not-found', '/path/personId', 'the city has no such person, or has withdrawn the person already');
  });
}

/** Ends sessions. A caller with a token is refused, because a token has no session. */
async function endSessions(
  { database, clock }: Centre,
  caller: TokenCaller,
  what: 'signOut' | 'signOutEverywhere',
  end: (queries: Queries, sessionId: string, nowMs: number) => Promise<void>,
) {
  const { sessionId } = caller;
  if (sessionId === undefined) return refuse({ kind: 'wrong-token' as const });
  const nowMs = clock.nowMs();
  await database.transaction(async (queries) => {
    await end(queries, sessionId, nowMs);
    await recordAudit(queries, caller, what, {}, nowMs);
  });
  return succeed({ body: null });
}

const answerInvitation =
  ({ centre: { database, clock }, origin }: PeopleContext): Handler<'invitePerson'> =>
  async ({ params: { cityId }, body, caller }) => {
    if (origin === null) return refuse({ kind: 'no-staff-pages' });
    const invited = await invitePerson(database, caller, body, clock.nowMs());
    if (!invited.ok)
      return invited.error.kind === 'no-office'
        ? refuseMember('not-found', `/body/officeIds/${body.officeIds?.indexOf(invited.error.officeId)}`, NO_OFFICE)
        : refuseMember('name-taken', '/body/name');
    const { personId, code, untilMs } = invited.value;
    return succeed({ body: { personId, link: invitationLink(origin, cityId, code), until: instantOf(untilMs) } });
  };
