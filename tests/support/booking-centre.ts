import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { repositoryRoot } from '../../build/runtime.ts';
import { makeToken } from '../../src-central/administration/access-tokens.ts';
import { openPglite } from '../../src-central/database/pglite.ts';
import { assembleCentre } from '../../src-central/replica.ts';
import { pathOf } from '../../src-main/contract/centre/operations.ts';
import { CityId } from '../../src-main/contract/shared/ids.ts';
import { newSigningKey } from '../../src-main/signing/keys.ts';

const terrassa = CityId.parse('terrassa');
/** A Tuesday, five past ten in Terrassa. */
const START_MS = Date.parse('2026-11-24T09:05:00.000Z');
const SINCE = '2026-11-01';

/** A centre with two offices of Terrassa that give hours, at an address of its own. */
export interface BookingCentre {
  url: string;
  clock: { aheadMs: number };
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

export async function startBookingCentre(): Promise<BookingCentre> {
  const clock = { aheadMs: 0, nowMs: () => START_MS + clock.aheadMs };
  const database = await openPglite(null);
  const { server, open } = assembleCentre({
    ...{ database, clock, signingKey: newSigningKey(), environment: 'test', logger: pino({ level: 'silent' }) },
    ...{ behindProxy: false, maxInFlight: 20, nextKey: null, tls: null },
  });
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
  return {
    url,
    clock,
    async stop() {
      await server.drain();
      await database.close();
    },
  };
}
