import { createHash } from 'node:crypto';
import type { KioskInCity, OfficeInCity } from '../../src-main/contract/centre/city-overview.ts';
import { OfficeQueue } from '../../src-main/contract/centre/office-queues.ts';
import { QUEUE_STATEMENT_HOLDS_S } from '../../src-main/contract/centre/queue-statement.ts';
import type { KioskId, OfficeId } from '../../src-main/contract/shared/ids.ts';
import { instantOf } from '../clock.ts';
import type { Queries } from '../database/database.ts';
import { slotOf } from '../enrolment/slot-of.ts';
import type { TokenCaller } from '../server/operation.ts';
import { type KioskState, troublesOf } from '../trouble/rules.ts';

const HOLDS_MS = QUEUE_STATEMENT_HOLDS_S * 1_000;

export const READ_CITY = {
  /** The newest event of each kiosk is found by the primary key of `event`, so the query is fast. */
  kiosks: `SELECT kiosk.kiosk_id AS "kioskId", kiosk.office_id AS "officeId", kiosk.name, ${slotOf('kiosk')} AS slot,
      kiosk.enrolled_at AS "enrolledAt", contact.last_heard_at AS "lastHeardAt", health.last_event_at AS "lastEventAt",
      (SELECT event.time_uncertain FROM event WHERE event.city_id = $1 AND event.kiosk_id = kiosk.kiosk_id
        AND event.incarnation = kiosk.incarnation ORDER BY event.epoch DESC, event.seq DESC LIMIT 1) AS "isClockInDoubt"
    FROM kiosk
    LEFT JOIN kiosk_contact AS contact ON contact.city_id = kiosk.city_id AND contact.kiosk_id = kiosk.kiosk_id
    LEFT JOIN kiosk_health AS health ON health.city_id = kiosk.city_id AND health.kiosk_id = kiosk.kiosk_id
    WHERE kiosk.city_id = $1 AND ($2::text[] IS NULL OR kiosk.office_id = ANY ($2::text[])) AND kiosk.revoked_at IS NULL
    ORDER BY kiosk.office_id, slot, kiosk.kiosk_id`,
  printers: `SELECT printer.kiosk_id AS "kioskId", printer.printer, printer.condition, printer.happened_at AS since
    FROM kiosk_printer AS printer
    JOIN kiosk ON kiosk.city_id = printer.city_id AND kiosk.kiosk_id = printer.kiosk_id
      AND kiosk.incarnation = printer.incarnation
    WHERE printer.city_id = $1 AND ($2::text[] IS NULL OR kiosk.office_id = ANY ($2::text[])) ORDER BY printer.kiosk_id, printer.printer`,
  machines: `SELECT machine.kiosk_id AS "kioskId", machine.disk, machine.certificate_ends_at AS "certificateEndsAt",
      machine.dead_letters::int AS "deadLetters", machine.happened_at AS since
    FROM kiosk_machine AS machine
    JOIN kiosk ON kiosk.city_id = machine.city_id AND kiosk.kiosk_id = machine.kiosk_id
      AND kiosk.incarnation = machine.incarnation
    WHERE machine.city_id = $1 AND ($2::text[] IS NULL OR kiosk.office_id = ANY ($2::text[]))`,
  updates: `SELECT DISTINCT ON (kiosk_id) kiosk_id AS "kioskId", ended_at AS "endedAt", result FROM kiosk_update
    WHERE city_id = $1 AND ($2::text[] IS NULL OR office_id = ANY ($2::text[])) ORDER BY kiosk_id, ended_at DESC, epoch DESC, seq DESC`,
  offices: `SELECT office.office_id AS "officeId",
      (SELECT profile.version FROM profile_version AS profile WHERE profile.city_id = $1
        AND profile.office_id = office.office_id ORDER BY profile.version DESC LIMIT 1) AS version
    FROM office WHERE office.city_id = $1 AND ($2::text[] IS NULL OR office.office_id = ANY ($2::text[])) ORDER BY office.office_id`,
  /** Only the name is read, because a profile version may predate today's schema. */
  names: `SELECT profile.office_id AS "officeId", profile.document::jsonb ->> 'name' AS name FROM profile_version AS profile
    JOIN unnest($2::text[], $3::int[]) AS asked (office_id, version)
      ON asked.office_id = profile.office_id AND asked.version = profile.version
    WHERE profile.city_id = $1`,
  /**
   * Sums the waiting people over an office's service queues; null without queues. Kiosks and replicas of an earlier release report only
   * tickets; then the rank of the last ticket gives the number.
   */
  stated: `SELECT office_id AS "officeId", max(CASE
        WHEN services_at = as_of THEN (SELECT sum((state ->> 'waiting')::int)::int FROM jsonb_array_elements(services) AS state)
        WHEN services_at IS NULL OR services <> '[]'
          THEN coalesce((SELECT max((state.value ->> 'waiting')::int) + 1 FROM jsonb_each(tickets) AS state
            WHERE NOT state.value ? 'coming'), 0)
      END) AS waiting
    FROM queue_statement WHERE city_id = $1 AND as_of > $2::timestamptz AND as_of < $3::timestamptz
    GROUP BY office_id`,
  queues: 'SELECT office_id AS "officeId", states FROM office_queue WHERE city_id = $1',
} as const;

interface KioskRow {
  kioskId: KioskId;
  officeId: OfficeId;
  name: string;
  slot: number;
  enrolledAt: string;
  lastHeardAt: string | null;
  lastEventAt: string | null;
  isClockInDoubt: boolean | null;
}

export interface PrinterRow {
  kioskId: string;
  printer: string;
  condition: string;
  since: string;
}

interface MachineRow {
  kioskId: string;
  disk: string;
  certificateEndsAt: string | null;
  deadLetters: number | null;
  since: string;
}

export type Reach = Pick<TokenCaller, 'cityId' | 'officeIds'>;

/** Returns a key that differs for each part of a city. No offices (`[]`) and all offices (`null`) are different parts. */
export const keyOf = ({ cityId, officeIds }: Reach): string => JSON.stringify([cityId, officeIds]);

export interface City {
  offices: OfficeInCity[];
  kiosks: KioskInCity[];
}

/**
 * Office names that were already read, by city and office, each with its profile version. They are cached, because documents are long and a
 * version never changes.
 */
export type OfficeNames = Map<string, { version: number; name: string | null }>;

export const cityNow = async (
  queries: Queries,
  reach: Reach,
  nowMs: number,
  names: OfficeNames = new Map(),
): Promise<City> => ({
  kiosks: await kiosksNow(queries, reach, nowMs),
  offices: await officesOf(queries, reach, nowMs, names),
});

export async function kiosksNow(queries: Queries, { cityId, officeIds }: Reach, nowMs: number): Promise<KioskInCity[]> {
  const reach = [cityId, officeIds];
  const rows = await queries.query<KioskRow>(READ_CITY.kiosks, reach);
  const printers = Map.groupBy(await queries.query<PrinterRow>(READ_CITY.printers, reach), ({ kioskId }) => kioskId);
  const updates = new Map(
    (await queries.query<{ kioskId: string; endedAt: string; result: string }>(READ_CITY.updates, reach)).map(
      (update) => [update.kioskId, update],
    ),
  );
  const machines = new Map(
    (await queries.query<MachineRow>(READ_CITY.machines, reach)).map((machine) => [machine.kioskId, machine]),
  );
  return rows.map((row) => ({
    kioskId: row.kioskId,
    officeId: row.officeId,
    name: row.name,
    slot: row.slot,
    troubles: troublesOf(
      stateOf(row, printers.get(row.kioskId) ?? [], updates.get(row.kioskId), machines.get(row.kioskId)),
      nowMs,
    ),
  }));
}

const msOf = (instant: string | null): number | null => (instant === null ? null : Date.parse(instant));

const stateOf = (
  row: KioskRow,
  printers: readonly PrinterRow[],
  update: { endedAt: string; result: string } | undefined,
  machine: MachineRow | undefined,
): KioskState => ({
  enrolledAtMs: Date.parse(row.enrolledAt),
  lastHeardAtMs: msOf(row.lastHeardAt),
  printers: printers.map(({ condition, since }) => ({ condition, sinceMs: Date.parse(since) })),
  isClockInDoubt: row.isClockInDoubt ?? false,
  lastEventAtMs: msOf(row.lastEventAt),
  machine:
    machine === undefined
      ? null
      : {
          disk: machine.disk,
          certificateEndsMs: msOf(machine.certificateEndsAt),
          deadLetters: machine.deadLetters ?? 0,
          sinceMs: Date.parse(machine.since),
        },
  update: update === undefined ? null : { result: update.result, endedAtMs: Date.parse(update.endedAt) },
});

/** Reads offices with their waiting people, as reported by the office's own queue system if it has one, else by its kiosks. */
async function officesOf(
  queries: Queries,
  { cityId, officeIds }: Reach,
  nowMs: number,
  names: OfficeNames,
): Promise<OfficeInCity[]> {
  const rows = await queries.query<OfficeRow>(READ_CITY.offices, [cityId, officeIds]);
  await learnNames(queries, cityId, rows, names);
  const span = [instantOf(nowMs - HOLDS_MS), instantOf(nowMs + HOLDS_MS)];
  const stated = await queries.query<{ officeId: string; waiting: number | null }>(READ_CITY.stated, [cityId, ...span]);
  const queues = await queries.query<{ officeId: string; states: unknown }>(READ_CITY.queues, [cityId]);
  const waiting = new Map<string, number | null>([
    ...stated.map(({ officeId: of, waiting: count }): [string, number | null] => [of, count]),
    ...queues.flatMap(({ officeId: of, states }): [string, number][] => {
      const count = waitingIn(states, nowMs);
      return count === null ? [] : [[of, count]];
    }),
  ]);
  return rows.map(({ officeId: of, version }) => {
    const known = names.get(`${cityId}/${of}`);
    const name = version !== null && known?.version === version ? known.name : null;
    return { officeId: of, name: name ?? of, waiting: waiting.get(of) ?? null };
  });
}

interface OfficeRow {
  officeId: OfficeId;
  version: number | null;
}

async function learnNames(
  queries: Queries,
  cityId: string,
  rows: readonly OfficeRow[],
  names: OfficeNames,
): Promise<void> {
  const versions = new Map<string, number>();
  for (const { officeId, version } of rows)
    if (version !== null && names.get(`${cityId}/${officeId}`)?.version !== version) versions.set(officeId, version);
  if (versions.size === 0) return;
  const found = await queries.query<{ officeId: string; name: string | null }>(READ_CITY.names, [
    cityId,
    [...versions.keys()],
    [...versions.values()],
  ]);
  for (const { officeId, name } of found)
    names.set(`${cityId}/${officeId}`, { version: versions.get(officeId) ?? 0, name });
}

/** Sums the people in the queues that another system has reported; `null`: no report is recent. */
function waitingIn(states: unknown, nowMs: number): number | null {
  const recent = (Array.isArray(states) ? states : [])
    .flatMap((state) => OfficeQueue.safeParse(state).data ?? [])
    .filter(({ asOf }) => Math.abs(nowMs - Date.parse(asOf)) < HOLDS_MS);
  return recent.length === 0 ? null : recent.reduce((sum, { waiting }) => sum + waiting, 0);
}

/** Computes a tag that changes with the shown values, not with the time. */
export const etagOf = (shown: unknown): string =>
  `"${createHash('sha256').update(JSON.stringify(shown)).digest('base64url')}"`;

export const isKnown = (etag: string, ifNoneMatch: string | null): boolean =>
  (ifNoneMatch ?? '').split(',').some((known) => ['*', etag].includes(known.trim().replace(/^W\//, '')));
