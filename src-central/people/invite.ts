import type { PersonInvitation } from '../../src-main/contract/centre/people.ts';
import type { OfficeId } from '../../src-main/contract/shared/ids.ts';
import { type Result, refuse, succeed } from '../../src-main/domain/result.ts';
import { type AuditedBearer, type AuditRow, recordAudit } from '../administration/audit.ts';
import { instantOf } from '../clock.ts';
import type { Database } from '../database/database.ts';
import { makeInvitation } from './invitations.ts';
import { addPerson } from './people.ts';

export const INVITE = {
  offices: 'SELECT office_id AS "officeId" FROM office WHERE city_id = $1 AND office_id = ANY ($2::text[])',
} as const;

/** Refuses an invitation that names an unknown office: a person whose office was mistyped would see nothing. */
interface NoOffice {
  kind: 'no-office';
  officeId: OfficeId;
}

type Actor = AuditedBearer & Pick<AuditRow, 'cityId' | 'address'>;

/** Adds a person and returns the code of the invitation link, which is not stored. An earlier link of the person becomes invalid. */
export const invitePerson = (
  database: Database,
  actor: Actor,
  invitation: PersonInvitation,
  nowMs: number,
): Promise<Result<{ personId: string; code: string; untilMs: number }, { kind: 'name-taken' } | NoOffice>> =>
  database.transaction(async (queries) => {
    const { cityId } = actor;
    const wanted = invitation.officeIds ?? [];
    const known = await queries.query<{ officeId: string }>(INVITE.offices, [cityId, wanted]);
    const missing = wanted.find((one) => !known.some(({ officeId }) => officeId === one));
    if (missing !== undefined) return refuse({ kind: 'no-office', officeId: missing });
    const added = await addPerson(queries, cityId, invitation, actor, nowMs);
    if (!added.ok) return added;
    const personId = added.value;
    const { code, untilMs } = await makeInvitation(queries, cityId, personId, nowMs);
    const { role, officeIds, account } = invitation;
    const object = { personId, role, officeIds, account, until: instantOf(untilMs) };
    await recordAudit(queries, actor, 'invitePerson', object, nowMs);
    return succeed({ personId, code, untilMs });
  });
