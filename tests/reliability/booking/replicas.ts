import { type BookingReplica, PLACE, startBookingReplicas } from '../../support/booking-replicas.ts';
import { planOf, TRAMITS } from '../../support/hours-office.ts';
import type { Complaint } from '../../support/ledger.ts';
import { startPostgres } from '../../support/postgres.ts';
import { createRandom, type Random } from '../random.ts';
import type { BookingPromise } from './world.ts';

const REPLICAS = 3;
const PEOPLE = 24;
const PLACES = 2;
const DAY = '2026-11-26';
const MINUTE_MS = 60_000;

/**
 * Lets people book, move and cancel at three replicas on one PostgreSQL, which is killed meanwhile if `kills`. A person
 * without an answer repeats the request with the same secret at any replica.
 */
async function liveReplicas(name: string, random: Random, kills: boolean): Promise<Complaint<BookingPromise>[]> {
  const complaints: Complaint<BookingPromise>[] = [];
  const complain = (promise: BookingPromise, detail: string) =>
    void complaints.push({ promise, detail: `${name}: ${detail}` });
  const postgres = await startPostgres({ isDurable: true });
  const stage = await startBookingReplicas(await postgres.newDatabase(), planOf(PLACES), REPLICAS, 4);
  const { cityId, officeId } = PLACE;
  const anyReplica = (): BookingReplica => random.pick(stage.replicas);
  /** Asks until a replica answers, because a replica whose database was killed does not. */
  async function asking<T>(ask: (replica: BookingReplica) => Promise<T>): Promise<T> {
    for (;;)
      try {
        return await ask(anyReplica());
      } catch {
        await new Promise((resolve) => void setImmediate(resolve));
      }
  }
  const booked = new Map<string, { start: string; locator: string | null }>();
  const asked = { officeId, errands: [TRAMITS], door: 'web' as const, language: 'ca' as const };

  async function live(): Promise<void> {
    const start = () => `${DAY}T${random.pick(['08', '09'])}:${random.pick(['00', '15', '30', '45'])}:00.000Z`;
    const held = await asking(({ doors }) => doors.hold(cityId, { ...asked, start: start() }));
    if (!held.ok || random.chance(0.1)) return;
    const token = held.value.hold;
    const who = { documentNumber: null, proven: null };
    const first = await asking(({ doors }) => doors.confirm(cityId, token, who));
    if (!first.ok) return;
    booked.set(token, first.value);
    if (random.chance(0.3)) {
      const moving = await asking(({ doors }) => doors.hold(cityId, { ...asked, start: start(), moves: token }));
      const moved = moving.ok ? await asking(({ doors }) => doors.confirm(cityId, moving.value.hold, who)) : moving;
      if (moved.ok) booked.set(token, moved.value);
    }
    if (random.chance(0.2)) {
      booked.delete(token);
      await asking(({ doors }) => doors.cancel(cityId, token, { door: 'web' }));
    }
  }
  async function killing(): Promise<void> {
    for (let times = random.int(1, 2); times > 0; times -= 1) {
      for (let turns = random.int(20, 200); turns > 0; turns -= 1)
        await new Promise((resolve) => void setImmediate(resolve));
      await postgres.kill();
      await postgres.start();
    }
  }

  try {
    await Promise.all([...Array.from({ length: PEOPLE }, live), ...(kills ? [killing()] : [])]);
    stage.clock.ms += 11 * MINUTE_MS;
    const rows = await asking(({ database }) =>
      database.query<{ startAt: string; taken: number }>(
        `SELECT start_at AS "startAt", count(*)::int AS taken FROM appointment WHERE city_id = $1 AND cancelled_at IS NULL
          GROUP BY start_at`,
        [cityId],
      ),
    );
    const byHour = new Map<string, number>();
    for (const { startAt, taken } of rows) {
      if (taken > PLACES) complain('over-capacity', `${taken} bookings at ${startAt}, ${PLACES} places`);
      const hour = startAt.slice(0, 13);
      byHour.set(hour, (byHour.get(hour) ?? 0) + taken);
    }
    // Each hour has eight places, of which two are reserved, so these people may book at most six.
    for (const [hour, taken] of byHour) if (taken > 6) complain('share', `${taken} bookings in ${hour}`);
    for (const [token, { start, locator }] of booked) {
      const kept = await asking(({ doors }) => doors.read(cityId, token));
      if (kept?.state !== 'booked' || kept.start !== start || kept.locator !== locator)
        complain('lost', `a booking at ${start} that was answered is ${kept?.state ?? 'gone'} at ${kept?.start}`);
    }
    const [twice] = await asking(({ database }) =>
      database.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM booking WHERE city_id = $1 AND NOT is_freed AND token_hash IS NULL`,
        [cityId],
      ),
    );
    if ((twice?.count ?? 0) > 0) complain('repeated', `${twice?.count} bookings belong to no secret`);
    const wanted = { ...asked, door: 'desk' as const, from: DAY, days: 1 };
    const [day] = await asking(({ doors }) => doors.freeHours(cityId, wanted));
    const [held] = await asking(({ database }) =>
      database.query<{ count: number }>(
        'SELECT count(*)::int AS count FROM booking_hold WHERE city_id = $1 AND ends_at > $2::timestamptz',
        [cityId, new Date(stage.clock.ms).toISOString()],
      ),
    );
    if ((held?.count ?? 0) > 0 || !day) complain('held-for-ever', `${held?.count} holds have not ended`);
  } finally {
    await stage.stop();
    await postgres.stop();
  }
  return complaints;
}

export async function liveManyReplicas(times: number, seed: number): Promise<Complaint<BookingPromise>[]> {
  const complaints: Complaint<BookingPromise>[] = [];
  for (let no = 0; no < times; no += 1)
    complaints.push(...(await liveReplicas(`seed ${seed}, replicas ${no}`, createRandom(seed, no), true)));
  return complaints;
}
