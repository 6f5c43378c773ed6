import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../build/runtime.ts';
import { makeToken } from '../../src-central/administration/access-tokens.ts';
import type { Database } from '../../src-central/database/database.ts';
import { openPglite } from '../../src-central/database/pglite.ts';
import { assembleCentre, type CentreOptions } from '../../src-central/replica.ts';
import { pathOf } from '../../src-main/contract/centre/operations.ts';
import { CityId } from '../../src-main/contract/shared/ids.ts';
import { centreDefaults } from './centre-defaults.ts';

const terrassa = CityId.parse('terrassa');
/** Tuesday, 10:05 in Terrassa. */
const START_MS = Date.parse('2026-11-24T09:05:00.000Z');
const SINCE = '2026-11-01';

export interface BookingCentre {
  url: string;
  clock: { aheadMs: number; nowMs(): number };
  database: Database;
  state(officeId: string, services: readonly object[], tickets?: Readonly<Record<string, object>>): Promise<void>;
  giveTurn(officeId: string, serviceId: string, token: string): Promise<string>;
  stop(): Promise<void>;
}

function planOf(services: readonly string[]) {
  const day = [{ from: '09:00', to: '14:00', atOnce: 2 }];
  const week = { mon: day, tue: day, wed: day, thu: day, fri: day, sat: [], sun: [] };
  return {
    step: 20,
    services: services.map((serviceId) => ({ serviceId, minutes: 20 })),
    lines: [{ lineId: 'taulells', services, deskId: null, week, exceptions: [] }],
    ahead: { mostDays: 30, leastMinutes: 10 },
    shares: { walkIn: 25, sameDay: 0, telephone: 0, help: 0, unproven: 100 },
    mostOpen: 2,
    checksHolder: false,
  };
}

/** @param parts the parts of the centre that notify a citizen's phone shortly before the citizen is called */
export async function startBookingCentre(parts: Pick<CentreOptions, 'push' | 'keyring'> = {}): Promise<BookingCentre> {
  const clock = { aheadMs: 0, nowMs: () => START_MS + clock.aheadMs };
  const database = await openPglite(null);
  const { server, open } = assembleCentre({ ...centreDefaults(), database, clock, ...parts });
  await open();
  const url = await server.listen('127.0.0.1', 0);
  const token = await makeToken(database, terrassa, 'Montserrat Prova', clock.nowMs());
  async function order(name: 'publishProfile' | 'publishPlan', officeId: string, body: object): Promise<void> {
    const path = pathOf(name, { cityId: terrassa, officeId });
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const answer = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${name}: ${await answer.text()}`);
  }
  for (const [officeId, services] of [
    ['oac-dido', ['empadronament', 'impostos-i-taxes', 'idcat-mobil']],
    ['oac-districte-2', ['empadronament', 'registre-i-tramits']],
  ] as const) {
    const profile: unknown = JSON.parse(
      readFileSync(join(repositoryRoot, 'config', 'offices', `${officeId}.json`), 'utf8'),
    );
    await order('publishProfile', officeId, { profile, effectiveFrom: SINCE });
    await order('publishPlan', officeId, { plan: planOf(services), effectiveFrom: SINCE });
  }
  const kioskId = randomUUID();
  return {
    url,
    clock,
    database,
    async state(officeId, services, tickets = {}) {
      const now = new Date(clock.nowMs()).toISOString();
      await database.query(
        `INSERT INTO queue_statement (city_id, kiosk_id, office_id, as_of, tickets, services, services_at)
          VALUES ($1, $2::uuid, $3, $4::timestamptz, $5::jsonb, $6::jsonb, $4::timestamptz)
          ON CONFLICT (city_id, kiosk_id) DO UPDATE SET as_of = EXCLUDED.as_of, tickets = EXCLUDED.tickets,
            services = EXCLUDED.services, services_at = EXCLUDED.services_at`,
        [terrassa, kioskId, officeId, now, JSON.stringify(tickets), JSON.stringify(services)],
      );
    },
    async giveTurn(officeId, serviceId, token) {
      const [ticketId, now] = [randomUUID(), new Date(clock.nowMs()).toISOString()];
      await database.query(
        `INSERT INTO ticket (city_id, ticket_id, kiosk_id, office_id, series, service_day, number, service_id, way, language,
            issued_at, time_uncertain, epoch, seq, event_id, follow_token)
          VALUES ($1, $2::uuid, $3::uuid, $4, 'A', $6::date, 47, $5, 'walk-in', 'ca', $6::timestamptz, false, 0, 1, gen_random_uuid(), $7)`,
        [terrassa, ticketId, kioskId, officeId, serviceId, now, token],
      );
      return ticketId;
    },
    async stop() {
      await server.drain();
      await database.close();
    },
  };
}
