import type { CityId } from '../../src-main/contract/shared/ids.ts';
import type { Queries } from '../database/database.ts';
import { isSameName } from './people.ts';

export const INDEPENDENCE = {
  makers: `SELECT person_id AS "personId", invited_by_id AS "invitedBy", confirmed_by AS "confirmedBy",
      confirmed_at IS NOT NULL AS "isConfirmed"
    FROM person WHERE city_id = $1
    UNION ALL SELECT token_id, made_by, NULL, false FROM access_token WHERE city_id = $1 AND made_by IS NOT NULL`,
} as const;

/** An account or an access token, with the accounts that had its secret or confirmed it. */
interface Maker {
  personId: string;
  /**
   * The account that made the invitation link or the token, and so had its secret. `null`: the command line or the city's directory made
   * this account.
   */
  invitedBy: string | null;
  /** The account that confirmed this account after its person had accepted the link. */
  confirmedBy: string | null;
  isConfirmed: boolean;
}

/** The accounts whose owners may also control a given account. The given account is always among them. */
type Holders = ReadonlySet<string>;

const sharedBy = (one: Holders, other: Holders): string[] => [...one].filter((account) => other.has(account));

/**
 * Returns the accounts whose owners may control a given account. The inviter had the link and may have accepted it, so the result includes
 * all accounts behind the inviter's account. Once a second account has confirmed the given account, the result includes only the accounts
 * that are behind both the inviter's and the confirming account.
 */
function holdersOf(accounts: readonly Maker[]): (account: string) => Holders {
  const found = new Map<string, Holders>();
  // After recoveries, accounts may have invited each other in a circle, so the sets are computed again until no set changes.
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

/**
 * Whether two accounts certainly belong to two human beings, as operations that need two people require. An access token counts as the
 * account that made the token.
 */
export async function areTwoPeople(queries: Queries, cityId: CityId, one: Account, other: Account): Promise<boolean> {
  if (one.id === other.id || isSameName(one.name, other.name)) return false;
  const holders = holdersOf(await queries.query<Maker>(INDEPENDENCE.makers, [cityId]));
  return sharedBy(holders(one.id), holders(other.id)).length === 0;
}
