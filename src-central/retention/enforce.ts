import { CityId, OfficeId } from '../../src-main/contract/shared/ids.ts';
import type { RetentionClass, Terms } from '../../src-main/contract/shared/retention.ts';
import { addDays } from '../../src-main/domain/calendar-day.ts';
import { instantOfLocal, SERVICE_DAY_BEGINS_AT, serviceDayOf } from '../../src-main/domain/service-day.ts';
import type { Clock } from '../clock.ts';
import { newestOffice } from '../configuration/newest-office.ts';
import type { Database } from '../database/database.ts';
import type { KioskOfOffice } from '../projections/event-projection.ts';
import { REBUILD } from '../projections/rebuild.ts';
import { type Batches, beginAttempts, RetentionIncomplete } from './attempts.ts';
import { DUE_BOOKINGS, endBookings } from './due-bookings.ts';
import { blankPage, type EventCuts, type EventPage } from './due-events.ts';
import { DAY_MS, endRows } from './due-rows.ts';
import { claimRun, type RetentionCounts, readHorizon } from './retention-runs.ts';

/** Each batch is a transaction that delays kiosks' requests, so it has few rows. */
const BATCH = 500;
/** The zone for an office without a profile. Only the hour at which its data expire depends on it. */
export const USUAL_ZONE = 'Europe/Madrid';

export interface EnforceOrder {
  cityId: string;
  horizonMs: number;
  terms: Terms;
  isDryRun?: boolean;
  size?: number;
  onBatch?: () => Promise<void>;
}

/**
 * Removes all expired data of a city at `horizonMs`: bookings first, then the data that names them. It may be interrupted anywhere and run
 * again, or run twice at once, because every batch leaves the data consistent.
 * @throws RetentionIncomplete when a part has failed; the other parts are done
 */
export async function enforce(database: Database, order: EnforceOrder): Promise<RetentionCounts> {
  const { cityId, horizonMs, terms, isDryRun = false, size = BATCH } = order;
  const { attempt, onBatch, faults } = beginAttempts(order.onBatch ?? (async () => {}));
  const counts: Partial<Record<RetentionClass, number>> = {};
  const count = (name: RetentionClass, ended: number): void => {
    if (ended > 0) counts[name] = (counts[name] ?? 0) + ended;
  };
  const countAll = (all: Partial<Record<RetentionClass, number>>): void => {
    for (const [name, ended] of Object.entries(all)) count(name as RetentionClass, ended);
  };
  const batch = { horizonMs, terms, size, isDryRun, onBatch };

  const zones = new Map<string, string>();
  for (const { officeId } of await database.query<{ officeId: string }>(DUE_BOOKINGS.offices, [cityId])) {
    const place = { cityId: CityId.parse(cityId), officeId: OfficeId.parse(officeId) };
    const zone = (await newestOffice(database, place))?.zone ?? USUAL_ZONE;
    zones.set(officeId, zone);
    await attempt(`bookings of ${officeId}`, async () =>
      countAll(await endBookings(database, { place, zone, ...batch })),
    );
  }
  for (const kiosk of await database.query<{ kioskId: string; officeId: string }>(REBUILD.kiosks, [cityId])) {
    const cuts = cutsOf(horizonMs, terms, zones.get(kiosk.officeId) ?? USUAL_ZONE);
    await attempt(`events of ${kiosk.kioskId}`, () =>
      endEvents(database, { kiosk: { cityId, ...kiosk }, cuts, size, isDryRun, onBatch }, countAll),
    );
  }
  await endRows(database, { cityId, attempt, ...batch }, count);
  if (faults.length > 0) throw new RetentionIncomplete(faults, counts);
  return counts;
}

async function endEvents(
  database: Database,
  { onBatch, ...order }: Batches & { kiosk: KioskOfOffice; cuts: EventCuts },
  countAll: (counts: EventPage['counts']) => void,
): Promise<void> {
  for (const from of ['event', 'fork'] as const) {
    let after: EventPage['next'] = null;
    do {
      const page: EventPage = await database.transaction((queries) => blankPage(queries, { from, after, ...order }));
      countAll(page.counts);
      after = page.next;
      await onBatch();
    } while (after !== null);
  }
}

/**
 * Returns a time for each class: events that the centre received before this time have expired. For `need` and `visit-link` it is the
 * beginning of a service day. An event is never received before its visit, so events received earlier belong to an earlier service day.
 */
function cutsOf(horizonMs: number, terms: Terms, zone: string): EventCuts {
  const beginning = (days: number): number => {
    const day = addDays(serviceDayOf(horizonMs, zone), -days);
    return instantOfLocal(`${day} ${SERVICE_DAY_BEGINS_AT}`, zone) ?? horizonMs - (days + 1) * DAY_MS;
  };
  return {
    need: beginning(terms.need),
    'visit-link': beginning(terms['visit-link']),
    attendance: horizonMs - terms.attendance * DAY_MS,
    'unread-event': horizonMs - terms['unread-event'] * DAY_MS,
  };
}

export interface CityOrder {
  cityId: string;
  terms: Terms;
  clock: Clock;
  isDryRun?: boolean;
  /** The end of the previous run as this replica saw it. If two replicas saw the same end, only one of them runs. */
  after?: string | null;
  /** Ends the run after the current batch; the next run continues. */
  signal?: AbortSignal;
}

export interface CityRun {
  cityId: string;
  horizonMs: number;
  counts: RetentionCounts;
}

/**
 * Runs retention once in a city, on one replica at a time. `null`: another replica is running it, or has finished it since `after`. A dry
 * run changes nothing and does not block other runs.
 * @throws RetentionIncomplete when a part has failed
 * @throws ClockBehind
 * @throws RunTakenOver, or the reason of `signal`
 */
export async function runCity(
  database: Database,
  { cityId, terms, clock, isDryRun = false, after, signal }: CityOrder,
): Promise<CityRun | null> {
  const horizonMs = await readHorizon(database, cityId, clock.nowMs());
  if (isDryRun) return { cityId, horizonMs, counts: await enforce(database, { cityId, horizonMs, terms, isDryRun }) };
  const run = await claimRun(database, cityId, clock, after);
  if (run === null) return null;
  const onBatch = async () => {
    signal?.throwIfAborted();
    await run.renew();
  };
  try {
    const counts = await enforce(database, { cityId, horizonMs, terms, onBatch });
    await run.finish(horizonMs, counts);
    return { cityId, horizonMs, counts };
  } catch (error) {
    // An incomplete run counts as a run, because a part that fails every night must not stop the other parts from advancing.
    if (error instanceof RetentionIncomplete) await run.finish(horizonMs, error.counts);
    // If the database cannot be reached either, the lease expires by itself.
    await run.release().catch(() => {});
    throw error;
  }
}
