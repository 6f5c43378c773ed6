import { succeed } from '../../src-main/domain/result.ts';
import { readFigures } from '../figures/office-figures.ts';
import type { Centre } from '../replica-context.ts';
import { lastRunOf } from '../retention/retention-runs.ts';
import type { OperationsRegistrar } from '../server/server.ts';
import { acknowledgeAsked, listHelp } from './asked-of-staff.ts';
import { listAudit } from './audit-list.ts';
import { kiosksOf } from './city-overview.ts';
import { listOfficeTickets } from './office-tickets.ts';
import { listTechnicianCodes, makeTechnicianCode, withdrawTechnicianCode } from './technician-codes.ts';
import { voidTicket } from './void-ticket.ts';

export function registerAdministration(server: OperationsRegistrar, centre: Centre): void {
  const { database } = centre;
  server.registerOperation('voidTicket', voidTicket(centre));
  server.registerOperation('acknowledgeAsked', acknowledgeAsked(centre));
  server.registerOperation('listHelp', listHelp(centre));
  server.registerOperation('listTickets', listOfficeTickets(centre));
  server.registerOperation('listKiosks', async ({ caller }) =>
    succeed({
      body: { kiosks: await kiosksOf(database, caller), retention: await lastRunOf(database, caller.cityId) },
    }),
  );
  server.registerOperation('readFigures', readFigures(centre));
  server.registerOperation('listAudit', listAudit(centre));
  server.registerOperation('makeTechnicianCode', makeTechnicianCode(centre));
  server.registerOperation('listTechnicianCodes', listTechnicianCodes(centre));
  server.registerOperation('withdrawTechnicianCode', withdrawTechnicianCode(centre));
}
