import type Database from 'better-sqlite3';
import { SignedProfile } from '../../contract/centre/configuration.ts';

/** Number of versions kept: the version in use, future versions, and some earlier versions in case a newer version is unusable. */
const KEPT = 10;

export interface ProfileVersions {
  keep(profile: SignedProfile): void;
  /** Marks a version as refused; false if it was refused already, or is unknown. */
  refuse(version: number, reason: string): boolean;
  /**
   * Versions valid on a service day that were not refused, the latest `effectiveFrom` first and, for equal `effectiveFrom`, the newest
   * first. A version that was used stays valid, even if the clock goes back.
   */
  holdingOn(serviceDay: string): SignedProfile[];
  newestOn(serviceDay: string): number | null;
  clear(): void;
}

const HOLDS = `refused IS NULL AND effective_from <= max(?, coalesce(
  (SELECT effective_from FROM profile_version WHERE version = (SELECT applied_version FROM centre)), ''))
  ORDER BY effective_from DESC, version DESC`;

export function openProfileVersions(database: Database.Database): ProfileVersions {
  const insert = database.prepare(
    `INSERT INTO profile_version (version, office_id, effective_from, document, key_id, signature)
     VALUES (@version, @officeId, @effectiveFrom, @document, @keyId, @signature)
     ON CONFLICT (version) DO UPDATE SET office_id = excluded.office_id, effective_from = excluded.effective_from,
       key_id = excluded.key_id, signature = excluded.signature, document = excluded.document,
       refused = CASE WHEN document = excluded.document THEN refused END`,
  );
  const deleteOld = database.prepare(
    `DELETE FROM profile_version WHERE version <= (
       SELECT version FROM profile_version ORDER BY version DESC LIMIT 1 OFFSET ${KEPT})`,
  );
  const refusal = database.prepare('UPDATE profile_version SET refused = ? WHERE version = ? AND refused IS NULL');
  const holding = database.prepare<[string], Record<string, unknown>>(
    `SELECT version, office_id AS officeId, effective_from AS effectiveFrom, document, key_id AS keyId, signature
     FROM profile_version WHERE ${HOLDS}`,
  );
  const newest = database
    .prepare<[string], number>(`SELECT version FROM profile_version WHERE ${HOLDS} LIMIT 1`)
    .pluck();
  return {
    keep(profile) {
      insert.run(profile);
      deleteOld.run();
    },
    refuse: (version, reason) => refusal.run(reason, version).changes > 0,
    holdingOn: (serviceDay) =>
      holding.all(serviceDay).flatMap((row) => {
        const profile = SignedProfile.safeParse(row);
        return profile.success ? [profile.data] : [];
      }),
    newestOn: (serviceDay) => newest.get(serviceDay) ?? null,
    clear: () => void database.prepare('DELETE FROM profile_version').run(),
  };
}
