import { randomUUID } from 'node:crypto';
import { refuse, succeed } from '../../src-main/domain/result.ts';
import { recordAudit } from '../administration/audit.ts';
import { instantOf } from '../clock.ts';
import { type Handler, refuseMember } from '../server/operation.ts';
import { areTwoPeople } from './independence.ts';
import { invitationLink, makeInvitation } from './invitations.ts';
import type { PeopleContext } from './people-context.ts';

export const RECOVERIES = {
  /**
   * Proposes a new invitation link for a person who has a password of this centre. A person of the city's directory has no such password.
   */
  propose: `INSERT INTO recovery (city_id, recovery_id, person_id, proposed_at, until_at, proposed_by, proposer_id)
    SELECT $1, $3::uuid, person_id, $4::timestamptz, $5::timestamptz, $6, $7::uuid FROM person
    WHERE city_id = $1 AND person_id = $2::uuid AND withdrawn_at IS NULL AND since IS NOT NULL AND account <> 'directory'
    RETURNING recovery_id`,
  find: `SELECT recovery.proposer_id AS "proposerId", recovery.proposed_by AS "proposedBy", recovery.until_at AS until
    FROM recovery JOIN person ON person.city_id = recovery.city_id AND person.person_id = recovery.person_id
    WHERE recovery.city_id = $1 AND recovery.person_id = $2::uuid AND recovery.recovery_id = $3::uuid
      AND person.withdrawn_at IS NULL`,
  relink: `UPDATE person SET invited_by = $3, invited_by_id = $4::uuid, confirmed_at = NULL, confirmed_by = NULL
    WHERE city_id = $1 AND person_id = $2::uuid`,
  confirm: `UPDATE recovery SET confirmed_at = $3::timestamptz
    WHERE city_id = $1 AND recovery_id = $2::uuid AND confirmed_at IS NULL RETURNING recovery_id`,
} as const;

const RECOVERY_LIVES_MS = 86_400_000;

interface Found {
  proposerId: string;
  proposedBy: string;
  until: string;
}

export const proposeRecovery =
  ({ centre: { database, clock } }: PeopleContext): Handler<'proposeRecovery'> =>
  async ({ params: { cityId, personId }, caller }) => {
    const nowMs = clock.nowMs();
    const [recoveryId, until] = [randomUUID(), instantOf(nowMs + RECOVERY_LIVES_MS)];
    return database.transaction(async (queries) => {
      const row = [cityId, personId, recoveryId, instantOf(nowMs), until, caller.name, caller.tokenId];
      if ((await queries.query(RECOVERIES.propose, row)).length === 0)
        return refuseMember('not-found', '/path/personId', 'no person with this id has a password at this centre');
      await recordAudit(queries, caller, 'proposeRecovery', { personId, recoveryId, until }, nowMs);
      return succeed({ body: { recoveryId, until } });
    });
  };

/**
 * Confirms a recovery, which another administrator proposed. The confirming administrator gets the link. The old password is valid until
 * the person uses the link; the use also ends the person's sessions.
 */
export const confirmRecovery =
  ({ centre: { database, clock }, origin }: PeopleContext): Handler<'confirmRecovery'> =>
  async ({ params: { cityId, personId, recoveryId }, caller }) => {
    if (origin === null) return refuse({ kind: 'no-staff-pages' });
    const nowMs = clock.nowMs();
    return database.transaction(async (queries) => {
      const [found] = await queries.query<Found>(RECOVERIES.find, [cityId, personId, recoveryId]);
      if (!found)
        return refuseMember('not-found', '/path/recoveryId', 'no recovery with this id waits for a second person');
      const [proposer, second] = [
        { id: found.proposerId, name: found.proposedBy },
        { id: caller.tokenId, name: caller.name },
      ];
      if (personId === caller.tokenId || !(await areTwoPeople(queries, cityId, proposer, second)))
        return refuseMember('needs-another-person', '/path/recoveryId');
      if (Date.parse(found.until) <= nowMs) return refuseMember('order-expired', '/path/recoveryId');
      const confirmed = await queries.query(RECOVERIES.confirm, [cityId, recoveryId, instantOf(nowMs)]);
      if (confirmed.length === 0) return refuseMember('already-decided', '/path/recoveryId');
      const { code, untilMs } = await makeInvitation(queries, cityId, personId, nowMs);
      // This administrator has the link and may control the account until another administrator confirms it again.
      await queries.query(RECOVERIES.relink, [cityId, personId, caller.name, caller.tokenId]);
      const until = instantOf(untilMs);
      const object = { personId, recoveryId, proposedBy: found.proposerId };
      await recordAudit(queries, caller, 'confirmRecovery', object, nowMs);
      return succeed({ body: { personId, link: invitationLink(origin, cityId, code), until } });
    });
  };
