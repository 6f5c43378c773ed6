import { randomUUID } from 'node:crypto';
import { type Result, refuse, succeed } from '../../src-main/domain/result.ts';
import { recordAudit } from '../administration/audit.ts';
import { isKnownCity } from '../administration/known-city.ts';
import { instantOf } from '../clock.ts';
import { rightsOf } from './claims.ts';
import type { DirectoryFile, Known } from './directory.ts';
import { beginSession } from './sessions.ts';
import type { SignInContext } from './sign-in.ts';

export const DIRECTORY_PEOPLE = {
  /**
   * Adds or updates a person of the city's directory. A person who was withdrawn at this centre stays withdrawn, whatever the provider
   * says.
   */
  keep: `INSERT INTO person (city_id, person_id, name, role, office_ids, account, issuer, subject, invited_at, invited_by, since)
    VALUES ($1, $2::uuid, $3, $4, $5::text[], 'directory', $6, $7, $8::timestamptz, '', $8::timestamptz)
    ON CONFLICT (city_id, issuer, subject) DO UPDATE SET
      name = EXCLUDED.name, role = EXCLUDED.role, office_ids = EXCLUDED.office_ids
    WHERE person.withdrawn_at IS NULL RETURNING person_id AS "personId"`,
} as const;

export type DirectoryRefusal = { kind: 'no-grant' | 'several-grants' | 'withdrawn' };

/** Signs in a person whom the city's provider knows. The claims decide on role and offices at each sign-in. Returns the cookie's value. */
export async function signInFromDirectory(
  { database, terms }: Pick<SignInContext, 'database' | 'terms'>,
  { cityId, issuer, subject, name, claims }: Known,
  { grants }: DirectoryFile,
  { address, nowMs }: { address: string; nowMs: number },
): Promise<Result<string, DirectoryRefusal>> {
  const rights = rightsOf(claims, grants);
  if (!rights.ok) return rights;
  // The settings may name a city that does not exist.
  if (!(await isKnownCity(database, cityId))) return refuse({ kind: 'no-grant' });
  const { role, officeIds } = rights.value;
  return database.transaction(async (queries) => {
    const row = [cityId, randomUUID(), name, role, officeIds, issuer, subject, instantOf(nowMs)];
    const [person] = await queries.query<{ personId: string }>(DIRECTORY_PEOPLE.keep, row);
    if (!person) return refuse({ kind: 'withdrawn' });
    const { personId } = person;
    const cookie = await beginSession(queries, { cityId, personId, address, nowMs }, terms);
    if (cookie === null) return refuse({ kind: 'withdrawn' });
    const actor = { cityId, address, tokenId: personId, name, role };
    await recordAudit(queries, actor, 'signIn', { account: 'directory', officeIds }, nowMs);
    return succeed(cookie);
  });
}
