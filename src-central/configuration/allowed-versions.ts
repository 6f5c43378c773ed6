import type { KioskUpdate } from '../../src-main/contract/centre/updates.ts';
import type { CityId, KioskId, OfficeId } from '../../src-main/contract/shared/ids.ts';
import type { ProgramVersion } from '../../src-main/contract/shared/updates.ts';
import { succeed } from '../../src-main/domain/result.ts';
import { recordAudit } from '../administration/audit.ts';
import { instantOf } from '../clock.ts';
import type { Queries } from '../database/database.ts';
import type { Centre } from '../replica-context.ts';
import { type Handler, NO_KIOSK, NO_OFFICE, refuseMember } from '../server/operation.ts';
import { lockOffice, recordChange } from './office-changes.ts';

export const ALLOWED_VERSIONS = {
  offices: 'SELECT office_id AS "officeId" FROM office WHERE city_id = $1 ORDER BY office_id',
  officeOf:
    'SELECT office_id AS "officeId" FROM kiosk WHERE city_id = $1 AND kiosk_id = $2::uuid AND revoked_at IS NULL',
  last: 'SELECT coalesce(max(ordinal), 0) AS ordinal FROM allowed_version WHERE city_id = $1',
  say: `INSERT INTO allowed_version (city_id, reach, place, version, ordinal, said_at)
    VALUES ($1, $2, $3, $4, $5::bigint, $6::timestamptz)
    ON CONFLICT (city_id, reach, place) DO UPDATE SET version = EXCLUDED.version, ordinal = EXCLUDED.ordinal, said_at = EXCLUDED.said_at`,
  /** The last order of each ring, newest first. */
  all: 'SELECT reach, place, version FROM allowed_version WHERE city_id = $1 ORDER BY ordinal DESC, reach, place',
  kiosks: `SELECT kiosk_id AS "kioskId", office_id AS "officeId", name FROM kiosk
    WHERE city_id = $1 AND revoked_at IS NULL AND ($2::text[] IS NULL OR office_id = ANY ($2::text[])) ORDER BY office_id, slot, kiosk_id`,
  ends: `SELECT kiosk_id AS "kioskId", ended_at AS at, from_version AS "from", to_version AS "to", result FROM kiosk_update
    WHERE city_id = $1 ORDER BY kiosk_id, ended_at, epoch, seq`,
} as const;

type Reach = 'city' | 'office' | 'kiosk';
interface Said {
  reach: Reach;
  place: string;
  version: ProgramVersion | null;
}
interface Place {
  officeId: string;
  kioskId: string;
}

/** The newest version allowed for a ring that includes the kiosk. `said` is sorted newest first. */
const holdingFor = (said: readonly Said[], { officeId, kioskId }: Place): ProgramVersion | null =>
  said.find(({ reach, place }) => reach === 'city' || place === (reach === 'office' ? officeId : kioskId))?.version ??
  null;

export async function allowedFor(
  queries: Queries,
  { cityId, ...place }: Place & { cityId: string },
): Promise<ProgramVersion | null> {
  return holdingFor(await queries.query<Said>(ALLOWED_VERSIONS.all, [cityId]), place);
}

/** The offices of a ring, in lock order. Empty: there is no such kiosk. */
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

/** Runs under the locks of all offices of the ring, so that two orders for one kiosk run one after another. */
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
      for (const officeId of offices)
        await recordChange(queries, { cityId, officeId }, { kind: 'version-allowed', content: {} }, nowMs);
      await recordAudit(queries, caller, 'allowVersion', { ...ring, version }, nowMs);
      return succeed({ body: null });
    });

type End = NonNullable<KioskUpdate['last']> & { kioskId: string };

export const listUpdates =
  ({ database }: Centre): Handler<'listUpdates'> =>
  async ({ params: { cityId }, caller }) => {
    type Kiosk = Pick<KioskUpdate, 'kioskId' | 'officeId' | 'name'>;
    const kiosks = await database.query<Kiosk>(ALLOWED_VERSIONS.kiosks, [cityId, caller.officeIds]);
    const said = await database.query<Said>(ALLOWED_VERSIONS.all, [cityId]);
    const ends = await database.query<End>(ALLOWED_VERSIONS.ends, [cityId]);
    const lastOf = new Map(ends.map(({ kioskId, ...end }) => [kioskId, end]));
    return succeed({
      body: {
        kiosks: kiosks.map((kiosk) => ({
          ...kiosk,
          allowed: holdingFor(said, kiosk),
          last: lastOf.get(kiosk.kioskId) ?? null,
        })),
      },
    });
  };
