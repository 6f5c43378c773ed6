import { createKeyring } from '../../src-central/appointments/keyring.ts';
import { createBooking, type StaffBookings } from '../../src-central/booking/create-booking.ts';
import { createOfficeStates } from '../../src-central/booking/office-state.ts';
import { makeOffice } from '../../src-central/configuration/office-changes.ts';
import type { Database } from '../../src-central/database/database.ts';
import { openPostgres } from '../../src-central/database/postgres.ts';
import { CityId, OfficeId } from '../../src-main/contract/shared/ids.ts';
import { newSigningKey } from '../../src-main/signing/keys.ts';
import { profileOf } from '../conformance/trial.ts';

export const PLACE = { cityId: CityId.parse('terrassa'), officeId: OfficeId.parse('oac-hores') };
/** Wednesday, eleven in the morning in Terrassa. */
export const BEGINS_MS = Date.parse('2026-11-25T10:00:00.000Z');

export interface BookingReplica {
  database: Database;
  doors: StaffBookings;
}

/** Starts replicas that share a clock and a database. The city's only office offers the appointment times of `plan`. */
export async function startBookingReplicas(databaseUrl: string, plan: object, count: number, connections = 10) {
  const clock = { ms: BEGINS_MS };
  const signingKey = newSigningKey();
  const replicas = Array.from({ length: count }, (): BookingReplica => {
    const database = openPostgres(databaseUrl, { connections, onTrouble: () => undefined });
    const readOfficeState = createOfficeStates();
    const parts = { database, signingKey, keyring: createKeyring(null), readOfficeState };
    return { database, doors: createBooking({ ...parts, clock: { nowMs: () => clock.ms } }) };
  });
  const [first] = replicas;
  if (first === undefined) throw new Error('no replica');
  const { cityId, officeId } = PLACE;
  await makeOffice(first.database, PLACE, clock.ms);
  await first.database.query(
    `INSERT INTO profile_version (city_id, office_id, version, effective_from, document, key_id, signature, published_at, published_by)
      VALUES ($1, $2, 1, '2026-11-01', $3, '', '', now(), 'prova')`,
    [cityId, officeId, JSON.stringify(profileOf(officeId))],
  );
  await first.database.query(
    `INSERT INTO booking_plan (city_id, office_id, version, effective_from, document, published_at, published_by)
      VALUES ($1, $2, 1, '2026-11-01', $3, now(), 'prova')`,
    [cityId, officeId, JSON.stringify(plan)],
  );
  return {
    clock,
    replicas,
    first,
    stop: () => Promise.all(replicas.map(({ database }) => database.close())),
  };
}
