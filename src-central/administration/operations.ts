import { succeed } from '../../src-main/contract/result.ts';
import type { Centre } from '../centre.ts';
import { lastRunOf } from '../retention/retention-runs.ts';
import type { CentralServer } from '../server/server.ts';
import { alarmsOf, kiosksOf } from './city-overview.ts';
import { listOfficeTickets } from './office-tickets.ts';
import { voidTicket } from './void-ticket.ts';

export function registerAdministration(server: CentralServer, centre: Centre): void {
  const { database } = centre;
  server.registerOperation('voidTicket', voidTicket(centre));
  server.registerOperation('listTickets', listOfficeTickets(centre));
  server.registerOperation('listKiosks', async ({ caller: { cityId } }) =>
    succeed({ body: { kiosks: await kiosksOf(database, cityId), retention: await lastRunOf(database, cityId) } }),
  );
  server.registerOperation('listAlarms', async ({ caller: { cityId } }) =>
    succeed({ body: { alarms: await alarmsOf(database, cityId) } }),
  );
}
