import type { CityId } from '../../src-main/contract/shared/ids.ts';
import type { Queries } from '../database/database.ts';
import { isSameName } from './people.ts';

export const INDEPENDENCE = {
  makers: `SELECT person_id AS "personId", invited_by_id AS "invitedBy", confirmed_by AS "confirmedBy",
      confirmed_at IS NOT NULL AS "isConfirmed"
    FROM person WHERE city_id = $1
    UNION ALL SELECT token_id, made_by, NULL, false FROM access_token WHERE city_id = $1 AND made_by IS NOT NULL`,
} as const;

/**
 * An account or a token, and the accounts that vouch that it is another human being's. `null`: the command line or the city's directory
 * vouches.
 */
interface Maker {
  personId: string;
  /** The account that had the invitation link, or the token. */
  invitedBy: string | null;
  /** The account that confirmed this account after its person had accepted the link. */
  confirmedBy: string | null;
  isConfirmed: boolean;
}

/** The accounts whose person could also hold a given account, which is always in the set itself. */
type Holders = ReadonlySet<string>;

const sharedBy = (one: Holders, other: Holders): string[] => [...one].filter((account) => other.has(account));

/**
 * The people who could hold an account: its own person, and each person who could hold all the accounts that vouch for it. An inviter alone
 * could hold it, because an inviter has the link. Once a second account has confirmed it, only a person who holds both could.
 */
function holdersOf(accounts: readonly Maker[]): (account: string) => Holders {
  const found = new Map<string, Holders>();
  // Accounts may vouch for each other in a circle after a recovery, so the sets grow until none changes.
  const known = (account: string | null): Holders =>
    account === null ? new Set() : (found.get(account) ?? new Set([account]));
  for (let hasGrown = true; hasGrown; ) {
    hasGrown = false;
    for (const { personId, invitedBy, confirmedBy, isConfirmed } of accounts) {
      const inviters = known(invitedBy);
      const behind = isConfirmed ? sharedBy(inviters, known(confirmedBy)) : [...inviters];
      const holders = new Set([personId, ...behind]);
      if (holders.size === found.get(personId)?.size) continue;
      found.set(personId, holders);
      hasGrown = true;
    }
  }
  return known;
}

interface Account {
  id: string;
  name: string;
}

/** Whether two accounts, where two people are needed, cannot be one human being. A token counts as made by its maker. */
export async function areTwoPeople(queries: Queries, cityId: CityId, one: Account, other: Account): Promise<boolean> {
  if (one.id === other.id || isSameName(one.name, other.name)) return false;
  const holders = holdersOf(await queries.query<Maker>(INDEPENDENCE.makers, [cityId]));
  return sharedBy(holders(one.id), holders(other.id)).length === 0;
}
