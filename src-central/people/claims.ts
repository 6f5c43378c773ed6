import { z } from 'zod';
import { AUTHORIZATION } from '../../src-main/contract/centre/authorization.ts';
import { PersonRole } from '../../src-main/contract/centre/people.ts';
import { OfficeId } from '../../src-main/contract/shared/ids.ts';
import { type Result, refuse, succeed } from '../../src-main/domain/result.ts';

/** Members of nested claims: `realm_access.roles`, or a list where a name itself has a dot. */
const ClaimPath = z.union([
  z
    .string()
    .min(1)
    .transform((text) => text.split('.')),
  z.array(z.string().min(1)).min(1),
]);

/** One row of the city's table: who has this value of this claim has this role at this office. */
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
  officeId: OfficeId | null;
}

/** Values of a claim that may be one text or a list; own members alone, because a claim's name comes from a file. */
function valuesAt(claims: unknown, path: readonly string[]): readonly unknown[] {
  let value: unknown = claims;
  for (const member of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, member)) return [];
    value = Reflect.get(value, member);
  }
  return Array.isArray(value) ? value : [value];
}

/** A provider lets people write any address; only a verified one says who they are. */
const isTrusted = (path: readonly string[], claims: unknown): boolean =>
  path[0] !== 'email' || valuesAt(claims, ['email_verified'])[0] === true;

/** Whether `one` allows all that `other` does. */
const covers = (one: Rights, other: Rights): boolean =>
  (one.officeId === null || one.officeId === other.officeId) &&
  Object.values(AUTHORIZATION).every(({ roles }) => roles.includes(one.role) || !roles.includes(other.role));

/**
 * The rights of a person with these claims. No row that fits: none. Of several the one that covers the others; if none does, the city's
 * table is ambiguous and the person gets in nowhere, because a session has one role and one reach, and neither row says which is meant.
 */
export function rightsOf(
  claims: unknown,
  table: readonly ClaimGrant[],
): Result<Rights, { kind: 'no-grant' | 'several-grants' }> {
  const found = table.filter(
    ({ claim, value }) => isTrusted(claim, claims) && valuesAt(claims, claim).some((one) => one === value),
  );
  const widest = found.find((one) => found.every((other) => covers(one, other)));
  if (widest) return succeed({ role: widest.role, officeId: widest.officeId });
  return refuse({ kind: found.length === 0 ? 'no-grant' : 'several-grants' });
}
