import { z } from 'zod';
import { AUTHORIZATION } from '../../src-main/contract/centre/authorization.ts';
import { PersonRole } from '../../src-main/contract/centre/people.ts';
import { OfficeId } from '../../src-main/contract/shared/ids.ts';
import { type Result, refuse, succeed } from '../../src-main/domain/result.ts';

/** The path to a nested claim: a text such as `realm_access.roles`, or a list of names if a name itself has a dot. */
const ClaimPath = z.union([
  z
    .string()
    .min(1)
    .transform((text) => text.split('.')),
  z.array(z.string().min(1)).min(1),
]);

/** One row of the city's table of rights: a person with this value of this claim has this role at this office. */
export const ClaimGrant = z.strictObject({
  claim: ClaimPath,
  value: z.string().min(1),
  role: PersonRole,
  /** `null`: every office of the city. */
  officeId: OfficeId.nullable(),
});
export type ClaimGrant = z.infer<typeof ClaimGrant>;

export interface Rights {
  role: PersonRole;
  /** `null`: every office of the city. */
  officeIds: OfficeId[] | null;
}

/**
 * Returns the values of a claim, which may be one text or a list. Inherited members, such as `constructor`, are ignored, because the city's
 * file may name any claim.
 */
function valuesAt(claims: unknown, path: readonly string[]): readonly unknown[] {
  let value: unknown = claims;
  for (const member of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, member)) return [];
    value = Reflect.get(value, member);
  }
  return Array.isArray(value) ? value : [value];
}

/** Whether a claim may give rights. A provider lets people write any mail address, so only a verified address identifies its owner. */
const isTrusted = (path: readonly string[], claims: unknown): boolean =>
  path[0] !== 'email' || valuesAt(claims, ['email_verified'])[0] === true;

type Row = Pick<ClaimGrant, 'role' | 'officeId'>;

const covers = (one: Row, other: Row): boolean =>
  (one.officeId === null || one.officeId === other.officeId) &&
  Object.values(AUTHORIZATION).every(({ roles }) => roles.includes(one.role) || !roles.includes(other.role));

/**
 * Returns the rights that the table gives to a person with these claims. A row is left out if another row gives the same rights at the same
 * offices and more besides. If all remaining rows have the same role, their offices add up. If they have several roles, the person is
 * refused, because a session has only one role and the table does not say which.
 */
export function rightsOf(
  claims: unknown,
  table: readonly ClaimGrant[],
): Result<Rights, { kind: 'no-grant' | 'several-grants' }> {
  const found = table.filter(
    ({ claim, value }) => isTrusted(claim, claims) && valuesAt(claims, claim).some((one) => one === value),
  );
  const widest = found.filter((one) => !found.some((other) => covers(other, one) && !covers(one, other)));
  const [first] = widest;
  if (!first) return refuse({ kind: 'no-grant' });
  if (widest.some(({ role }) => role !== first.role)) return refuse({ kind: 'several-grants' });
  const offices = widest.map(({ officeId }) => officeId).filter((officeId) => officeId !== null);
  return succeed({ role: first.role, officeIds: first.officeId === null ? null : [...new Set(offices)].sort() });
}
