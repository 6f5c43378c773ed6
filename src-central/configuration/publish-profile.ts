import { SignedProfile } from '../../src-main/contract/centre/configuration.ts';
import { OfficeProfile } from '../../src-main/contract/shared/office-profile.ts';
import { type Result, refuse, succeed } from '../../src-main/domain/result.ts';
import { recordAudit } from '../administration/audit.ts';
import { instantOf } from '../clock.ts';
import type { Queries } from '../database/database.ts';
import { isStorable } from '../database/storable.ts';
import type { Centre } from '../replica-context.ts';
import { parsePart } from '../server/body.ts';
import { type Handler, NO_OFFICE, type Refusal, refuseMember } from '../server/operation.ts';
import { lockOffice, makeOffice, type OfficePlace, recordChange } from './office-changes.ts';
import { newestDocument, PROFILE_VERSIONS, signProfile } from './profile-versions.ts';

export const publishProfile =
  (centre: Centre): Handler<'publishProfile'> =>
  async ({ params, body, caller }) => {
    const place = { cityId: params.cityId, officeId: params.officeId };
    const { effectiveFrom } = body;
    const given = 'profile' in body ? checked(body.profile, place) : null;
    if (given && !given.ok) return given;
    return centre.database.transaction(async (queries) => {
      if (given) await makeOffice(queries, place, centre.clock.nowMs());
      if (!(await lockOffice(queries, place))) return refuseMember('not-found', '/path/officeId', NO_OFFICE);
      const newest = (await newestDocument(queries, place))?.version;
      if (body.newest !== undefined && body.newest !== newest)
        return refuseMember('does-not-apply', '/body/newest', 'another version has been published since');
      const nowMs = centre.clock.nowMs();
      const draft = 'copyOf' in body ? await olderVersion(queries, place, body.copyOf) : given;
      if (draft === null)
        return refuseMember('not-found', '/body/copyOf', 'the office has no profile with this version');
      if (!draft.ok) return draft;
      const version = await publishNext(centre, queries, place, draft.value, effectiveFrom, { by: caller.name, nowMs });
      const details = {
        officeId: place.officeId,
        version,
        effectiveFrom,
        ...('copyOf' in body && { copyOf: body.copyOf }),
      };
      await recordAudit(queries, caller, 'publishProfile', details, nowMs);
      return succeed({ body: { version, effectiveFrom } });
    });
  };

/**
 * Signs the next version of an office's profile and announces it to the office's kiosks. Versions count from 1. The caller holds the
 * office's lock.
 */
export async function publishNext(
  centre: Centre,
  queries: Queries,
  place: OfficePlace,
  { document, externalId }: Draft,
  effectiveFrom: string,
  { by, nowMs }: { by: string; nowMs: number },
): Promise<number> {
  const version = ((await newestDocument(queries, place))?.version ?? 0) + 1;
  const { keyId, signature } = signProfile(centre, place, { version, effectiveFrom, document });
  const office = [place.cityId, place.officeId];
  await queries.query(PROFILE_VERSIONS.insert, [
    ...office,
    version,
    effectiveFrom,
    document,
    keyId,
    signature,
    instantOf(nowMs),
    by,
  ]);
  await queries.query(PROFILE_VERSIONS.nameOffice, [...office, externalId]);
  await recordChange(queries, place, { kind: 'profile-published', content: { version } }, nowMs);
  return version;
}

interface Draft {
  /** The document as received. Kiosks fill in the schema's defaults themselves. */
  document: string;
  externalId: string | null;
}

export function checked(profile: unknown, { officeId }: OfficePlace): Result<Draft, Refusal> {
  const read = parsePart(OfficeProfile, profile, 'profile');
  if (!read.ok) return refuse({ kind: 'invalid-profile', errors: read.error.errors });
  const complain = (pointer: `/profile${string}`, detail: string) => refuseMember('invalid-profile', pointer, detail);
  if (read.value.officeId !== officeId) return complain('/profile/officeId', 'expected the office of the path');
  if (!isStorable(profile)) return complain('/profile', 'expected JSON that PostgreSQL’s jsonb can store');
  const document = JSON.stringify(profile);
  return SignedProfile.shape.document.safeParse(document).success
    ? succeed({ document, externalId: read.value.externalId ?? null })
    : complain('/profile', 'the document is too long');
}

/** An older version is checked again, because the schema may have changed since. */
async function olderVersion(
  queries: Queries,
  place: OfficePlace,
  version: number,
): Promise<Result<Draft, Refusal> | null> {
  const [row] = await queries.query<{ document: string }>(PROFILE_VERSIONS.one, [
    place.cityId,
    place.officeId,
    version,
  ]);
  return row ? checked(JSON.parse(row.document), place) : null;
}
