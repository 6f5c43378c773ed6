import type { EventType } from '../../src-main/contract/shared/events.ts';
import type { RetentionClass } from '../../src-main/contract/shared/retention.ts';
import { instantOf } from '../clock.ts';
import type { Queries } from '../database/database.ts';
import type { ProjectedEvent } from '../ingest/stored-event.ts';
import { APPOINTMENT_EVENTS } from './appointment-events.ts';
import { ASKED_EVENTS } from './asked-events.ts';
import { DESK_EVENTS } from './desk-events.ts';
import type { EventProjection, KioskOfOffice } from './event-projection.ts';
import { MACHINE_EVENTS } from './machine-events.ts';
import { SERVED_EVENTS } from './served-events.ts';
import { SERVICE_EVENTS } from './service-events.ts';
import { TICKET_EVENTS } from './ticket-events.ts';

/** The projection of each event type, in the sequence in which rows are written. The compiler reports a missing type. */
const BY_TYPE = {
  ...TICKET_EVENTS,
  ...ASKED_EVENTS,
  ...APPOINTMENT_EVENTS,
  ...MACHINE_EVENTS,
  ...SERVICE_EVENTS,
  ...SERVED_EVENTS,
  ...DESK_EVENTS,
} satisfies { readonly [Type in EventType]: EventProjection<unknown, Type> | null };

type Projections = typeof BY_TYPE;
type SeenType = { [Type in EventType]: Projections[Type] extends null ? never : Type }[EventType];

export const EVENT_PROJECTIONS: readonly EventProjection[] = Object.values(BY_TYPE).filter((one) => one !== null);

/** The retention classes of tables made from events. The classes of all other tables are in `retention.json`. */
export const PROJECTED_COLUMNS: Readonly<Record<string, RetentionClass>> = Object.assign(
  {},
  ...EVENT_PROJECTIONS.map(({ classes }) => classes),
);

export const PROJECTION = {
  put: EVENT_PROJECTIONS.map(({ put }) => put),
  health: `INSERT INTO kiosk_health (city_id, kiosk_id, events, last_event_at) VALUES ($1, $2, $3, $4::timestamptz)
    ON CONFLICT (city_id, kiosk_id) DO UPDATE SET
      events = kiosk_health.events + EXCLUDED.events,
      last_event_at = GREATEST(kiosk_health.last_event_at, EXCLUDED.last_event_at)`,
} as const;

/** The rows that the events of each type make. There is at most one row for each key, such as a ticket, print or printer. */
export type Readings = { readonly [Type in SeenType]: ReturnType<NonNullable<Projections[Type]>['read']> };

export function readEvents(events: readonly ProjectedEvent[]): Readings {
  const readings = EVENT_PROJECTIONS.map((projection) => [projection.type, projection.read(events)]);
  // The cast is safe, because each projection is listed under its own type.
  return Object.fromEntries(readings) as Readings;
}

/**
 * Merges the rows of events with the stored rows. The result is the same for every sequence of the events and every division into batches.
 * The caller holds the kiosk's lock (`kiosk_contact`), and has stored the events in this transaction.
 */
export async function project(
  queries: Queries,
  kiosk: KioskOfOffice,
  events: readonly ProjectedEvent[],
  readings: Readings = readEvents(events),
): Promise<void> {
  if (events.length === 0) return;
  for (const reading of Object.values(readings)) await reading.put(queries, kiosk);
  const lastEventAtMs = events.reduce((latest, { happenedAtMs }) => Math.max(latest, happenedAtMs), -Infinity);
  await queries.query(PROJECTION.health, [kiosk.cityId, kiosk.kioskId, events.length, instantOf(lastEventAtMs)]);
}
