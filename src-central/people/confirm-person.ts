import type { CityId } from '../../src-main/contract/shared/ids.ts';
import { succeed } from '../../src-main/domain/result.ts';
import { type AuditedBearer, type AuditRow, recordAudit } from '../administration/audit.ts';
import { instantOf } from '../clock.ts';
import type { Database } from '../database/database.ts';
import type { Centre } from '../replica-context.ts';
import { type Handler, refuseMember } from '../server/operation.ts';
import { areTwoPeople } from './independence.ts';
import { PEOPLE, personByName } from './people.ts';

/**
 * A second administrator confirms that an account belongs to its person. Only then may the account confirm proposals of the person who
 * invited it.
 */
export const confirmPerson =
  ({ database, clock }: Centre): Handler<'confirmPerson'> =>
  async ({ params: { cityId, personId }, caller }) => {
    const nowMs = clock.nowMs();
    return database.transaction(async (queries) => {
      const [inviter] = await queries.query<{ id: string | null; name: string }>(PEOPLE.inviter, [cityId, personId]);
      if (!inviter)
        return refuseMember('not-found', '/path/personId', 'no person with this id has accepted an invitation');
      const second = { id: caller.tokenId, name: caller.name };
      const first = inviter.id === null ? null : { ...inviter, id: inviter.id };
      if (personId === caller.tokenId || (first !== null && !(await areTwoPeople(queries, cityId, first, second))))
        return refuseMember('needs-another-person', '/path/personId');
      await queries.query(PEOPLE.confirm, [cityId, personId, instantOf(nowMs), caller.tokenId]);
      await recordAudit(queries, caller, 'confirmPerson', { personId }, nowMs);
      return succeed({ body: null });
    });
  };

/** Confirms a person from the command line, without a second administrator. `false`: no such person has accepted an invitation. */
export const confirmNamed = (
  database: Database,
  actor: AuditedBearer & Pick<AuditRow, 'cityId' | 'address'> & { cityId: CityId },
  name: string,
  nowMs: number,
): Promise<boolean> =>
  database.transaction(async (queries) => {
    const person = await personByName(queries, actor.cityId, name);
    if (person === null) return false;
    const { personId } = person;
    await queries.query(PEOPLE.confirm, [actor.cityId, personId, instantOf(nowMs), actor.tokenId]);
    await recordAudit(queries, actor, 'confirmPerson', { personId }, nowMs);
    return true;
  });
