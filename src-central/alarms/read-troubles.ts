import type { TroubleKind } from '../../src-main/contract/centre/alarms.ts';
import { instantOf } from '../clock.ts';
import type { Queries } from '../database/database.ts';
import { type KioskContact, silences, type Trouble } from './rules/troubles.ts';

export const TROUBLES = {
  kiosks: `SELECT kiosk.kiosk_id AS "kioskId", kiosk.office_id AS "officeId", kiosk.name,
      coalesce(contact.last_heard_at, kiosk.enrolled_at) AS "lastHeardAt",
      kiosk.revoked_at IS NULL AND kiosk.ended_at IS NULL AS "isOurs"
    FROM kiosk LEFT JOIN kiosk_contact AS contact ON contact.city_id = kiosk.city_id AND contact.kiosk_id = kiosk.kiosk_id
    WHERE kiosk.city_id = $1`,
  printers: `SELECT printer.kiosk_id AS "kioskId", printer.printer, printer.condition, printer.happened_at AS at
    FROM kiosk_printer AS printer JOIN kiosk ON kiosk.city_id = printer.city_id AND kiosk.kiosk_id = printer.kiosk_id
      AND kiosk.incarnation = printer.incarnation
    WHERE printer.city_id = $1 AND printer.condition <> 'ready' AND kiosk.revoked_at IS NULL AND kiosk.ended_at IS NULL`,
  /** The first issued of the tickets that an office's kiosk stated as waiting. */
  waits: `SELECT statement.office_id AS "officeId", min(ticket.issued_at) AS at
    FROM queue_statement AS statement
    JOIN ticket ON ticket.city_id = $1
      AND ticket.ticket_id = ANY (ARRAY(SELECT stated.id::uuid FROM jsonb_object_keys(statement.tickets) AS stated (id)))
    WHERE statement.city_id = $1 AND statement.as_of > $2::timestamptz GROUP BY statement.office_id`,
  /** The last event of each kiosk, if its clock was far from the time that the centre reckons for it. */
  clocks: `SELECT kiosk.kiosk_id AS "kioskId", last.at FROM kiosk
    CROSS JOIN LATERAL (SELECT event.happened_at AS at, event.at_wall FROM event
      WHERE event.city_id = $1 AND event.kiosk_id = kiosk.kiosk_id AND event.incarnation = kiosk.incarnation
      ORDER BY event.epoch DESC, event.seq DESC LIMIT 1) AS last
    WHERE kiosk.city_id = $1 AND kiosk.revoked_at IS NULL AND abs(extract(epoch FROM last.at_wall - last.at)) > $2::int`,
  /** The last update of each kiosk, if the version before came back. */
  updates: `SELECT last."kioskId", last.at FROM (SELECT DISTINCT ON (kiosk_id) kiosk_id AS "kioskId", ended_at AS at, result
      FROM kiosk_update WHERE city_id = $1 ORDER BY kiosk_id, ended_at DESC, epoch DESC, seq DESC) AS last
    WHERE last.result <> 'done'`,
  /** Alarms of ingest that no rule has raised yet. */
  moments: `SELECT alarm.kind, alarm.subject, alarm.at, alarm.kiosk_id AS "kioskId" FROM alarm
    WHERE alarm.city_id = $1 AND alarm.at > $2::timestamptz AND alarm.kind IN ('fork', 'number-clash', 'revoked-kiosk-speaks')
      AND NOT EXISTS (SELECT 1 FROM raised_alarm AS raised WHERE raised.city_id = $1 AND raised.kind = alarm.kind
        AND raised.subject = alarm.subject)`,
  signIns: `SELECT entry.audit_id::text AS subject, entry.at FROM audit AS entry
    WHERE entry.city_id = $1 AND entry.at > $2::timestamptz AND entry.what = $3 AND entry.result = 'done'
      AND NOT EXISTS (SELECT 1 FROM raised_alarm AS raised WHERE raised.city_id = $1 AND raised.kind = 'emergency-sign-in'
        AND raised.subject = entry.audit_id::text)`,
} as const;

/** The audit's word for a sign-in with the account for emergencies. */
export const EMERGENCY_SIGN_IN = 'emergencySignIn';

const MOST_CLOCK_DOUBT_S = 300;
/** Kiosks state their queue at least this often while somebody waits. */
const STATED_WITHIN_MS = 300_000;
/** A replica dates an alarm before its commit, by its own clock. */
const LATE_COMMIT_MS = 600_000;
const CERTIFICATE_ENDS_WITHIN_MS = 21 * 86_400_000;

export interface NamedKiosk {
  kioskId: string;
  officeId: string;
  name: string;
  lastHeardAt: string;
  /** Neither revoked nor replaced. */
  isOurs: boolean;
}

/** Facts that a replica knows of itself. */
export interface ReplicaState {
  /** When the certificate of the kiosks' address ends; `null`: a proxy has it. */
  certificateEndsMs: number | null;
}

export interface CityTroubles {
  kiosks: readonly NamedKiosk[];
  troubles: readonly Trouble[];
}

/** What is wrong in a city now, and what happened since the last look. Reads only what the rules ask for. */
export async function readTroubles(
  queries: Queries,
  cityId: string,
  {
    kinds,
    openOffices,
    lookedMs,
    awakeMs,
    nowMs,
    certificateEndsMs,
  }: ReplicaState & {
    kinds: ReadonlySet<TroubleKind>;
    /** Offices with an open alarm of their silence. */
    openOffices: ReadonlySet<string>;
    lookedMs: number;
    /** Since when the centre has been there to hear kiosks. */
    awakeMs: number;
    nowMs: number;
  },
): Promise<CityTroubles> {
  const kiosks = await queries.query<NamedKiosk>(TROUBLES.kiosks, [cityId]);
  const officeOf = new Map(kiosks.map(({ kioskId, officeId }) => [kioskId, officeId]));
  const troubles: Trouble[] = [];
  const ofKiosk = (kioskId: string, trouble: Pick<Trouble, 'kind' | 'cause' | 'subject' | 'isSteady'>, at: string) => {
    const officeId = officeOf.get(kioskId);
    if (officeId !== undefined) troubles.push({ ...trouble, kioskId, officeId, sinceMs: Date.parse(at) });
  };
  if (kinds.has('silent')) {
    const contacts = kiosks
      .filter(({ isOurs }) => isOurs)
      .map(
        ({ kioskId, officeId, lastHeardAt }): KioskContact => ({
          ...{ kioskId, officeId, lastHeardMs: Date.parse(lastHeardAt) },
        }),
      );
    troubles.push(...silences(contacts, { openOffices, awakeMs, nowMs }));
  }
  if (kinds.has('paper-out') || kinds.has('paper-low') || kinds.has('printer-trouble')) {
    const printers = await queries.query<{ kioskId: string; printer: string; condition: string; at: string }>(
      TROUBLES.printers,
      [cityId],
    );
    for (const { kioskId, printer, condition, at } of printers) {
      const kind = condition === 'paper-out' || condition === 'paper-low' ? condition : 'printer-trouble';
      ofKiosk(kioskId, { kind, cause: condition, subject: `${kioskId} ${printer}` }, at);
    }
  }
  if (kinds.has('long-wait')) {
    const since = instantOf(nowMs - STATED_WITHIN_MS);
    for (const { officeId, at } of await queries.query<{ officeId: string; at: string }>(TROUBLES.waits, [
      cityId,
      since,
    ]))
      troubles.push({
        ...{ kind: 'long-wait', cause: 'help-asked', subject: `office ${officeId}`, officeId, kioskId: null },
        sinceMs: Date.parse(at),
      });
  }
  if (kinds.has('clock-wrong'))
    for (const { kioskId, at } of await queries.query<{ kioskId: string; at: string }>(TROUBLES.clocks, [
      cityId,
      MOST_CLOCK_DOUBT_S,
    ]))
      ofKiosk(kioskId, { kind: 'clock-wrong', cause: 'clock-off', subject: kioskId, isSteady: true }, at);
  if (kinds.has('update-undone'))
    for (const { kioskId, at } of await queries.query<{ kioskId: string; at: string }>(TROUBLES.updates, [cityId]))
      ofKiosk(kioskId, { kind: 'update-undone', cause: 'update-undone', subject: kioskId }, at);
  if (
    kinds.has('certificate-ends') &&
    certificateEndsMs !== null &&
    certificateEndsMs - nowMs < CERTIFICATE_ENDS_WITHIN_MS
  )
    troubles.push({
      ...{ kind: 'certificate-ends', cause: 'central-certificate', subject: 'centre', officeId: null, kioskId: null },
      ...{ sinceMs: nowMs, isSteady: true },
    });
  const from = instantOf(lookedMs - LATE_COMMIT_MS);
  if (kinds.has('fork') || kinds.has('number-clash') || kinds.has('revoked-kiosk-speaks')) {
    const rows = await queries.query<{ kind: string; subject: string; at: string; kioskId: string | null }>(
      TROUBLES.moments,
      [cityId, from],
    );
    for (const { kind, subject, at, kioskId } of rows)
      troubles.push({
        ...MOMENT_CAUSES[kind as keyof typeof MOMENT_CAUSES],
        ...{ subject, kioskId, officeId: officeOf.get(kioskId ?? '') ?? null, sinceMs: Date.parse(at) },
      });
  }
  if (kinds.has('emergency-sign-in'))
    for (const { subject, at } of await queries.query<{ subject: string; at: string }>(TROUBLES.signIns, [
      cityId,
      from,
      EMERGENCY_SIGN_IN,
    ]))
      troubles.push({
        ...{ kind: 'emergency-sign-in', cause: 'emergency-sign-in', subject, officeId: null, kioskId: null },
        sinceMs: Date.parse(at),
      });
  return { kiosks, troubles };
}

const MOMENT_CAUSES = {
  fork: { kind: 'fork', cause: 'same-slot' },
  'number-clash': { kind: 'number-clash', cause: 'number-clash' },
  'revoked-kiosk-speaks': { kind: 'revoked-kiosk-speaks', cause: 'kiosk-revoked' },
} as const satisfies Record<string, Pick<Trouble, 'kind' | 'cause'>>;
