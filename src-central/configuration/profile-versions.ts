import { z } from 'zod';
import { profileSigningInput, type SignedProfile } from '../../src-main/contract/centre/configuration.ts';
import { KeyId } from '../../src-main/contract/shared/ids.ts';
import { serviceDayOf } from '../../src-main/domain/service-day.ts';
import { keyIdOf, signText } from '../../src-main/signing/keys.ts';
import type { Queries } from '../database/database.ts';
import type { Centre } from '../replica-context.ts';
import type { OfficePlace } from './office-changes.ts';

const COLUMNS = `version, effective_from AS "effectiveFrom", document, key_id AS "keyId", signature`;

export const PROFILE_VERSIONS = {
  newest: `SELECT version, document FROM profile_version
    WHERE city_id = $1 AND office_id = $2 ORDER BY version DESC LIMIT 1`,
  one: 'SELECT document FROM profile_version WHERE city_id = $1 AND office_id = $2 AND version = $3',
  some: `SELECT ${COLUMNS} FROM profile_version WHERE city_id = $1 AND office_id = $2 AND version = ANY($3::int[])`,
  /** The version in effect: the latest effective day, then the newest version for that day. */
  holding: `SELECT ${COLUMNS} FROM profile_version WHERE city_id = $1 AND office_id = $2 AND effective_from <= $3::date
    ORDER BY effective_from DESC, version DESC LIMIT 1`,
  toCome: `SELECT ${COLUMNS} FROM profile_version WHERE city_id = $1 AND office_id = $2 AND effective_from > $3::date
    ORDER BY effective_from, version`,
  published: `SELECT version, effective_from AS "effectiveFrom", published_at AS "publishedAt", published_by AS "publishedBy"
    FROM profile_version WHERE city_id = $1 AND office_id = $2 ORDER BY version DESC LIMIT 200`,
  whole: `SELECT version, effective_from AS "effectiveFrom", published_at AS "publishedAt", published_by AS "publishedBy", document
    FROM profile_version WHERE city_id = $1 AND office_id = $2 AND version = $3`,
  insert: `INSERT INTO profile_version (city_id, office_id, version, effective_from, document, key_id, signature,
      published_at, published_by)
    VALUES ($1, $2, $3, $4::date, $5, $6, $7, $8::timestamptz, $9)`,
  nameOffice: 'UPDATE office SET external_id = $3 WHERE city_id = $1 AND office_id = $2',
} as const;

type Row = Omit<SignedProfile, 'officeId'>;

/** Only the zone is read, because the profile version may predate today's schema. */
const ZoneOfProfile = z.object({ zone: z.string() });

export function signProfile(
  { signingKey }: Pick<Centre, 'signingKey'>,
  { cityId, officeId }: OfficePlace,
  profile: Pick<SignedProfile, 'version' | 'effectiveFrom' | 'document'>,
): SignedProfile {
  const signature = signText(profileSigningInput(cityId, { officeId, ...profile }), signingKey);
  return { officeId, ...profile, keyId: signingKey.keyId, signature };
}

/** Returns a profile with its stored signature. It is signed again if kiosks no longer know the stored signature's key. */
function profileOf(centre: Centre, place: OfficePlace, { keyId, signature, ...profile }: Row): SignedProfile {
  if (!centre.centreKeys.some((key) => keyIdOf(key) === keyId)) return signProfile(centre, place, profile);
  return { officeId: place.officeId, ...profile, keyId: KeyId.parse(keyId), signature };
}

/** Returns the version in effect on the office's present service day, and future versions, oldest first. */
export async function currentProfiles(centre: Centre, place: OfficePlace): Promise<SignedProfile[]> {
  const { database, clock } = centre;
  const office = [place.cityId, place.officeId];
  const newest = await newestDocument(database, place);
  if (newest === null) return [];
  const read = ZoneOfProfile.safeParse(JSON.parse(newest.document));
  if (!read.success) return [];
  const today = serviceDayOf(clock.nowMs(), read.data.zone);
  const holding = await database.query<Row>(PROFILE_VERSIONS.holding, [...office, today]);
  const toCome = await database.query<Row>(PROFILE_VERSIONS.toCome, [...office, today]);
  return [...holding, ...toCome].map((row) => profileOf(centre, place, row));
}

export async function profilesByVersion(
  centre: Centre,
  place: OfficePlace,
  versions: readonly number[],
): Promise<ReadonlyMap<number, SignedProfile>> {
  if (versions.length === 0) return new Map();
  const rows = await centre.database.query<Row>(PROFILE_VERSIONS.some, [place.cityId, place.officeId, versions]);
  return new Map(rows.map((row) => [row.version, profileOf(centre, place, row)]));
}

/** Reads the newest profile by a schema of the members that the caller needs. `null`: there is none, or it does not fit the schema. */
export async function newestProfile<T>(queries: Queries, place: OfficePlace, schema: z.ZodType<T>): Promise<T | null> {
  const newest = await newestDocument(queries, place);
  return newest === null ? null : (schema.safeParse(JSON.parse(newest.document)).data ?? null);
}

/** Returns the document that was published last. `null`: there is none. */
export async function newestDocument(
  queries: Queries,
  { cityId, officeId }: OfficePlace,
): Promise<{ version: number; document: string } | null> {
  const [row] = await queries.query<{ version: number; document: string }>(PROFILE_VERSIONS.newest, [cityId, officeId]);
  return row ?? null;
}
