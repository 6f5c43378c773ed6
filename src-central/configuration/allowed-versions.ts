import type { AllowedRing, KioskUpdate } from '../../src-main/contract/centre/updates.ts';
import { type CityId, KioskId, OfficeId } from '../../src-main/contract/shared/ids.ts';
import { ProgramVersion, UPDATE_UNPROVED } from '../../src-main/contract/shared/updates.ts';
import { succeed } from '../../src-main/domain/result.ts';
import { recordAudit } from '../administration/audit.ts';
import { instantOf } from '../clock.ts';
import type { Queries } from '../database/database.ts';
import type { Centre } from '../replica-context.ts';
import { type Handler, NO_KIOSK, NO_OFFICE, refuseMember } from '../server/operation.ts';
import { lockOffice, recordChange } from './office-changes.ts';

/** A kiosk's version: the version to which its last successful update led, else the version with which the kiosk was enrolled. */
const VERSION = `coalesce((SELECT ended.to_version FROM kiosk_update AS ended WHERE ended.city_id = $1
      AND ended.kiosk_id = kiosk.kiosk_id AND ended.result = 'done' ORDER BY ended.ended_at DESC LIMIT 1), kiosk.version)`;

export const ALLOWED_VERSIONS = {
  offices: 'SELECT office_id AS "officeId" FROM office WHERE city_id = $1 ORDER BY office_id',
  officeOf:
    'SELECT office_id AS "officeId" FROM kiosk WHERE city_id = $1 AND kiosk_id = $2::uuid AND revoked_at IS NULL',
  last: 'SELECT coalesce(max(ordinal), 0) AS ordinal FROM allowed_version WHERE city_id = $1',
  say: `INSERT INTO allowed_version (city_id, reach, place, version, ordinal, said_at)
    VALUES ($1, $2, $3, $4, $5::bigint, $6::timestamptz)
    ON CONFLICT (city_id, reach, place) DO UPDATE SET version = EXCLUDED.version, ordinal = EXCLUDED.ordinal, said_at = EXCLUDED.said_at`,
  all: `SELECT reach, place, version, said_at AS "saidAt" FROM allowed_version WHERE city_id = $1
    ORDER BY ordinal DESC, reach, place`,
  kiosks: `SELECT kiosk_id AS "kioskId", office_id AS "officeId", name, ${VERSION} AS version FROM kiosk
    WHERE city_id = $1 AND revoked_at IS NULL AND ($2::text[] IS NULL OR office_id = ANY ($2::text[])) ORDER BY office_id, slot, kiosk_id`,
  versionOf: `SELECT ${VERSION} AS version FROM kiosk WHERE city_id = $1 AND kiosk_id = $2::uuid`,
  /** Updates that kiosks have undone, sorted by the time at which the centre received them, because a kiosk's clock may be wrong. */
  returned: `SELECT kiosk_id AS "kioskId", office_id AS "officeId", to_version AS version, coalesce(received_at, ended_at) AS at, result
    FROM kiosk_update WHERE city_id = $1 AND result = ANY ($2::text[]) AND to_version IS NOT NULL
    ORDER BY coalesce(received_at, ended_at), kiosk_id`,
  ends: `SELECT kiosk_id AS "kioskId", ended_at AS at, from_version AS "from", to_version AS "to", result FROM kiosk_update
    WHERE city_id = $1 ORDER BY kiosk_id, ended_at, epoch, seq`,
} as const;

type Reach = 'city' | 'office' | 'kiosk';
interface Said {
  reach: Reach;
  place: string;
  version: ProgramVersion | null;
  saidAt: string;
}
interface Returned extends Place {
  version: string;
  at: string;
  result: string;
}
interface Place {
  officeId: string;
  kioskId: string;
}

const covers = ({ reach, place }: Said, { officeId, kioskId }: Place): boolean =>
  reach === 'city' || place === (reach === 'office' ? officeId : kioskId);

const stoppedBy = (rule: Said, returned: readonly Returned[]): Returned | null =>
  returned.find((one) => one.version === rule.version && one.at >= rule.saidAt && covers(rule, one)) ?? null;

/**
 * Returns the version that a kiosk may have by the newest rule for it; `said` is sorted newest first. A rule concerns one kiosk, an office
 * or the city. Once a kiosk that the rule concerns has undone its update to the rule's version, the other kiosks that the rule concerns
 * keep their present version until a person makes a new rule, so that a version that fails at one kiosk fails at no other.
 */
function holdingFor(
  said: readonly Said[],
  returned: readonly Returned[],
  kiosk: Place & { version: string },
): ProgramVersion | null {
  const rule = said.find((one) => covers(one, kiosk));
  if (rule === undefined || rule.version === null) return null;
  if (stoppedBy(rule, returned) === null) return rule.version;
  // `kiosk.version` comes from enrolment and may not be a valid version. The rule's version is returned then, because `null` would mean
  // that no rule exists, and the kiosk would take the newest version.
  return ProgramVersion.safeParse(kiosk.version).data ?? rule.version;
}

const returnedIn = (queries: Queries, cityId: string): Promise<Returned[]> =>
  queries.query<Returned>(ALLOWED_VERSIONS.returned, [cityId, UPDATE_UNPROVED]);

export async function allowedFor(
  queries: Queries,
  { cityId, officeId, kioskId }: Place & { cityId: string },
): Promise<ProgramVersion | null> {
  const said = await queries.query<Said>(ALLOWED_VERSIONS.all, [cityId]);
  const rule = said.find((one) => covers(one, { officeId, kioskId }));
  if (rule === undefined || rule.version === null) return null;
  const [row] = await queries.query<{ version: string }>(ALLOWED_VERSIONS.versionOf, [cityId, kioskId]);
  // A kiosk that already has the version is not held back, so other kiosks' updates need not be read.
  if (row === undefined || row.version === rule.version) return rule.version;
  return holdingFor(said, await returnedIn(queries, cityId), { officeId, kioskId, version: row.version });
}

export interface ReportedUpdate {
  to: string | null;
  result: string;
}

/** Returns the offices whose kiosks must keep their version from now on, because of this kiosk's report. */
export async function officesStopped(
  queries: Queries,
  { cityId, ...place }: Place & { cityId: CityId },
  updates: readonly ReportedUpdate[],
): Promise<OfficeId[]> {
  const unproved = updates.filter(({ result }) => UPDATE_UNPROVED.some((one) => one === result)).map(({ to }) => to);
  if (unproved.length === 0) return [];
  const said = await queries.query<Said>(ALLOWED_VERSIONS.all, [cityId]);
  const stopped = said.filter(
    (rule) => rule.version !== null && unproved.includes(rule.version) && covers(rule, place),
  );
  if (stopped.length === 0) return [];
  return stopped.some(({ reach }) => reach === 'city')
    ? officesOf(queries, cityId, {})
    : [OfficeId.parse(place.officeId)];
}

/** Wakes the kiosks of these offices, so that they ask again which version they may have. The caller holds the offices' locks. */
export async function tellAllowed(
  queries: Queries,
  cityId: CityId,
  offices: readonly OfficeId[],
  nowMs: number,
): Promise<void> {
  for (const officeId of offices)
    await recordChange(queries, { cityId, officeId }, { kind: 'version-allowed', content: {} }, nowMs);
}

/**
 * Returns the offices of the kiosks that a rule concerns, in the sequence in which they are locked. Empty: the kiosk is unknown or revoked,
 * or the city has no office.
 */
async function officesOf(
  queries: Queries,
  cityId: CityId,
  { officeId, kioskId }: { officeId?: OfficeId | undefined; kioskId?: KioskId | undefined },
): Promise<OfficeId[]> {
  if (officeId !== undefined) return [officeId];
  const rows =
    kioskId === undefined
      ? await queries.query<{ officeId: OfficeId }>(ALLOWED_VERSIONS.offices, [cityId])
      : await queries.query<{ officeId: OfficeId }>(ALLOWED_VERSIONS.officeOf, [cityId, kioskId]);
  return rows.map((row) => row.officeId);
}

/**
 * Allows a version to one kiosk, to an office's kiosks or to all kiosks of the city. It locks the offices of all these kiosks, so that two
 * rules for one kiosk are stored one after another.
 */
export const allowVersion =
  ({ database, clock }: Centre): Handler<'allowVersion'> =>
  async ({ params: { cityId }, body: { version, ...ring }, caller }) =>
    database.transaction(async (queries) => {
      const offices = await officesOf(queries, cityId, ring);
      for (const officeId of offices)
        if (!(await lockOffice(queries, { cityId, officeId })))
          return refuseMember('not-found', '/body/officeId', NO_OFFICE);
      if (offices.length === 0)
        return 'kioskId' in ring
          ? refuseMember('not-found', '/body/kioskId', NO_KIOSK)
          : refuseMember('not-found', '/path/cityId', 'the city has no office');
      const nowMs = clock.nowMs();
      const [last] = await queries.query<{ ordinal: number }>(ALLOWED_VERSIONS.last, [cityId]);
      const reach: Reach = ring.kioskId !== undefined ? 'kiosk' : ring.officeId !== undefined ? 'office' : 'city';
      const place = ring.kioskId ?? ring.officeId ?? '';
      const said = [cityId, reach, place, version, Number(last?.ordinal ?? 0) + 1, instantOf(nowMs)];
      await queries.query(ALLOWED_VERSIONS.say, said);
      await tellAllowed(queries, cityId, offices, nowMs);
      await recordAudit(queries, caller, 'allowVersion', { ...ring, version }, nowMs);
      return succeed({ body: null });
    });

const ringOf = ({ reach, place, version, saidAt }: Said, stopped: Returned | null): AllowedRing => ({
  officeId: reach === 'office' ? OfficeId.parse(place) : null,
  kioskId: reach === 'kiosk' ? KioskId.parse(place) : null,
  version,
  saidAt,
  stoppedBy: stopped && { kioskId: KioskId.parse(stopped.kioskId), at: stopped.at, result: stopped.result },
});

type End = NonNullable<KioskUpdate['last']> & { kioskId: string };

export const listUpdates =
  ({ database }: Centre): Handler<'listUpdates'> =>
  async ({ params: { cityId }, caller }) => {
    type Kiosk = Pick<KioskUpdate, 'kioskId' | 'officeId' | 'name' | 'version'>;
    const kiosks = await database.query<Kiosk>(ALLOWED_VERSIONS.kiosks, [cityId, caller.officeIds]);
    const said = await database.query<Said>(ALLOWED_VERSIONS.all, [cityId]);
    const ends = await database.query<End>(ALLOWED_VERSIONS.ends, [cityId]);
    const returned = await returnedIn(database, cityId);
    const applied = new Set(kiosks.map((kiosk) => said.find((rule) => covers(rule, kiosk))));
    const lastOf = new Map(ends.map(({ kioskId, ...end }) => [kioskId, end]));
    return succeed({
      body: {
        rings: said.filter((rule) => applied.has(rule)).map((rule) => ringOf(rule, stoppedBy(rule, returned))),
        kiosks: kiosks.map((kiosk) => ({
          ...kiosk,
          allowed: holdingFor(said, returned, kiosk),
          last: lastOf.get(kiosk.kioskId) ?? null,
        })),
      },
    });
  };
