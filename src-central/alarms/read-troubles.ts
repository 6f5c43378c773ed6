import type { AlarmKind } from '../../src-main/contract/centre/alarms.ts';
import type { KioskInCity } from '../../src-main/contract/centre/city-overview.ts';
import type { CityId } from '../../src-main/contract/shared/ids.ts';
import { kiosksNow } from '../city/read-city.ts';
import { instantOf } from '../clock.ts';
import type { Queries } from '../database/database.ts';
import { MOMENTS, silences, type Trouble } from './rules/troubles.ts';

export const TROUBLES = {
  kiosks: `SELECT kiosk.kiosk_id AS "kioskId", kiosk.office_id AS "officeId", kiosk.name,
      coalesce(contact.last_heard_at, kiosk.enrolled_at) AS "lastHeardAt",
      kiosk.revoked_at IS NULL AND kiosk.ended_at IS NULL AS "isOurs"
    FROM kiosk LEFT JOIN kiosk_contact AS contact ON contact.city_id = kiosk.city_id AND contact.kiosk_id = kiosk.kiosk_id
    WHERE kiosk.city_id = $1`,
  waits: `SELECT statement.office_id AS "officeId", min(ticket.issued_at) AS at
    FROM queue_statement AS statement
    JOIN ticket ON ticket.city_id = $1
      AND ticket.ticket_id = ANY (ARRAY(SELECT stated.key::uuid FROM jsonb_each(statement.tickets) AS stated
        WHERE NOT stated.value ? 'coming'))
    WHERE statement.city_id = $1 AND statement.as_of > $2::timestamptz GROUP BY statement.office_id`,
  /**
   * Stores when this replica's TLS certificate ends, again at each look while that end is near. The database has the ends of all replicas,
   * because replicas may have different certificates and any replica may raise the alarm.
   */
  stateEnd: `INSERT INTO ending_certificate (city_id, ends_at, stated_at) VALUES ($1, $2::timestamptz, $3::timestamptz)
    ON CONFLICT (city_id, ends_at) DO UPDATE SET stated_at = EXCLUDED.stated_at`,
  forgetEnds: 'DELETE FROM ending_certificate WHERE city_id = $1 AND stated_at <= $2::timestamptz',
  ends: 'SELECT 1 FROM ending_certificate WHERE city_id = $1 AND stated_at > $2::timestamptz LIMIT 1',
  /** Clerks' alarms that neither a desk nor the staff's view has ended. Rows are grouped, because two kiosks may send the same alarm. */
  deskAlarms: `SELECT desk_alarm.alarm_id AS "alarmId", min(desk_alarm.office_id) AS "officeId", min(desk_alarm.raised_at) AS at
    FROM desk_alarm WHERE desk_alarm.city_id = $1 AND desk_alarm.raised_at > $2::timestamptz
      AND NOT EXISTS (SELECT 1 FROM desk_alarm_end AS ended WHERE ended.city_id = $1 AND ended.alarm_id = desk_alarm.alarm_id)
    GROUP BY desk_alarm.alarm_id`,
  moments: `SELECT alarm.kind, alarm.subject, alarm.at, alarm.kiosk_id AS "kioskId" FROM alarm
    WHERE alarm.city_id = $1 AND alarm.at > $2::timestamptz AND alarm.kind IN ('fork', 'number-clash', 'revoked-kiosk-speaks', 'emergency-sign-in')
      AND NOT EXISTS (SELECT 1 FROM raised_alarm AS raised WHERE raised.city_id = $1 AND raised.kind = alarm.kind
        AND raised.subject = alarm.subject)`,
} as const;

/** A kiosk reports its queue at least this often while somebody waits. */
const STATED_WITHIN_MS = 300_000;
/** Desks show a clerk's alarm for this long unless a person ends it, so the centre keeps it open for the same time. */
const DESK_ALARM_MS = 12 * 3_600_000;
/** A replica dates a row before it commits, so rows up to this much older than the last look may be new. */
const LATE_COMMIT_MS = 600_000;
const CERTIFICATE_ENDS_WITHIN_MS = 21 * 86_400_000;
/** If a replica has not stored the end of a certificate for this long (many looks), the replica has stopped or has another certificate. */
const CERTIFICATE_STATED_WITHIN_MS = 300_000;

const OF_KIOSKS = [
  'paper-out',
  'printer-trouble',
  'paper-low',
  'dead-letters',
  'clock-off',
  'midni-certificate-ends',
  'disk-low',
  'update-undone',
] as const;

/**
 * Returns the troubles of a kiosk that the city's staff pages show. Silence is left out, because `silences` finds it for the whole office.
 * `cause` is the name that the pages use.
 */
function troublesAt(
  { kioskId, officeId }: Pick<KioskInCity, 'kioskId' | 'officeId'>,
  own: KioskInCity['troubles'],
  nowMs: number,
): Trouble[] {
  const found = own.flatMap(({ kind: cause, since }): Trouble[] => {
    if (cause === 'silent' || cause === 'offline') return [];
    const kind = OF_KIOSKS.find((one) => one === cause) ?? 'printer-trouble';
    const sinceMs = since === null ? nowMs : Date.parse(since);
    // These troubles open an alarm without having to last first: no event says since when a clock is wrong, and a certificate is reported
    // weeks before its end.
    const isSteady = kind === 'clock-off' || kind === 'midni-certificate-ends';
    return [{ kind, cause, subject: kioskId, officeId, kioskId, sinceMs, ...(isSteady ? STEADY : {}) }];
  });
  return found.filter(({ kind }, index) => found.findIndex((one) => one.kind === kind) === index);
}
const STEADY = { isSteady: true } as const;

export interface NamedKiosk {
  kioskId: string;
  officeId: string;
  name: string;
  lastHeardAt: string;
  isOurs: boolean;
}

export interface ReplicaState {
  /** The end of the TLS certificate that kiosks see, in ms. `null`: a proxy in front of the centre has the certificate. */
  certificateEndsMs: number | null;
}

export interface CityTroubles {
  kiosks: readonly NamedKiosk[];
  troubles: readonly Trouble[];
}

/**
 * Stores the end of this replica's certificate if that end is near. Called before a look and outside its transaction, so that no replica
 * waits for another replica's look.
 */
export async function stateCertificate(
  queries: Queries,
  cityId: CityId,
  { certificateEndsMs }: ReplicaState,
  nowMs: number,
): Promise<void> {
  if (certificateEndsMs !== null && certificateEndsMs - nowMs < CERTIFICATE_ENDS_WITHIN_MS)
    await queries.query(TROUBLES.stateEnd, [cityId, instantOf(certificateEndsMs), instantOf(nowMs)]);
}

async function isCertificateEnding(queries: Queries, cityId: CityId, nowMs: number): Promise<boolean> {
  const since = [cityId, instantOf(nowMs - CERTIFICATE_STATED_WITHIN_MS)];
  await queries.query(TROUBLES.forgetEnds, since);
  return (await queries.query(TROUBLES.ends, since)).length > 0;
}

interface Sought {
  kinds: ReadonlySet<AlarmKind>;
  /** Offices that already have an alarm because all their kiosks are silent. */
  openOffices: ReadonlySet<string>;
  lookedMs: number;
  /** Since this time at least one replica has run without a gap, so that kiosks could reach the centre. */
  awakeMs: number;
  nowMs: number;
}

interface OfficeTrouble {
  officeId: string;
  at: string;
}

/** Reads a city's present troubles, and what happened since the last look. A source is read only if a rule uses one of its kinds. */
export async function readTroubles(
  queries: Queries,
  cityId: CityId,
  { kinds, openOffices, lookedMs, awakeMs, nowMs }: Sought,
): Promise<CityTroubles> {
  const kiosks = await queries.query<NamedKiosk>(TROUBLES.kiosks, [cityId]);
  const officeOf = new Map(kiosks.map(({ kioskId, officeId }) => [kioskId, officeId]));
  const troubles: Trouble[] = [];
  if (kinds.has('silent')) {
    const ours = kiosks.filter(({ isOurs }) => isOurs);
    const contacts = ours.map((kiosk) => ({ ...kiosk, lastHeardMs: Date.parse(kiosk.lastHeardAt) }));
    troubles.push(...silences(contacts, { openOffices, awakeMs, nowMs }));
  }
  if (OF_KIOSKS.some((kind) => kinds.has(kind)))
    for (const { kioskId, officeId, troubles: own } of await kiosksNow(queries, { cityId, officeIds: null }, nowMs))
      troubles.push(...troublesAt({ kioskId, officeId }, own, nowMs));
  if (kinds.has('long-wait')) {
    const waits = [cityId, instantOf(nowMs - STATED_WITHIN_MS)];
    for (const { officeId, at } of await queries.query<OfficeTrouble>(TROUBLES.waits, waits))
      troubles.push({
        kind: 'long-wait',
        cause: 'help-asked',
        subject: `office ${officeId}`,
        officeId,
        kioskId: null,
        sinceMs: Date.parse(at),
      });
  }
  if (kinds.has('desk-alarm')) {
    const raised = [cityId, instantOf(nowMs - DESK_ALARM_MS)];
    const alarms = await queries.query<OfficeTrouble & { alarmId: string }>(TROUBLES.deskAlarms, raised);
    for (const { alarmId, officeId, at } of alarms)
      troubles.push({
        kind: 'desk-alarm',
        cause: 'desk-alarm',
        subject: alarmId,
        officeId,
        kioskId: null,
        sinceMs: Date.parse(at),
        isUrgent: true,
      });
  }
  if (kinds.has('certificate-ends') && (await isCertificateEnding(queries, cityId, nowMs)))
    troubles.push({
      kind: 'certificate-ends',
      cause: 'central-certificate',
      subject: 'centre',
      officeId: null,
      kioskId: null,
      sinceMs: nowMs,
      isSteady: true,
    });
  if ([...MOMENTS].some((kind) => kinds.has(kind))) {
    const from = [cityId, instantOf(lookedMs - LATE_COMMIT_MS)];
    for (const { kind, subject, at, kioskId } of await queries.query<MomentRow>(TROUBLES.moments, from))
      troubles.push({
        kind,
        cause: MOMENT_CAUSES[kind],
        subject,
        kioskId,
        sinceMs: Date.parse(at),
        officeId: officeOf.get(kioskId ?? '') ?? null,
      });
  }
  return { kiosks, troubles };
}

const MOMENT_CAUSES = {
  fork: 'same-slot',
  'number-clash': 'number-clash',
  'revoked-kiosk-speaks': 'kiosk-revoked',
  'emergency-sign-in': 'emergency-sign-in',
} as const;

interface MomentRow {
  kind: keyof typeof MOMENT_CAUSES;
  subject: string;
  at: string;
  kioskId: string | null;
}
