import { succeed } from '../../src-main/domain/result.ts';
import type { Centre } from '../replica-context.ts';
import { retentionReport } from '../retention/report.ts';
import { lastRunOf } from '../retention/retention-runs.ts';
import type { OperationsRegistrar } from '../server/server.ts';
import { acknowledgeAsked, listHelp } from './asked-of-staff.ts';
import { listAudit } from './audit-list.ts';
import { kiosksOf } from './city-overview.ts';
import { listOfficeTickets } from './office-tickets.ts';
import { listTechnicianCodes, makeTechnicianCode, withdrawTechnicianCode } from './technician-codes.ts';
import { listTokens, makeToken, withdrawToken } from './token-operations.ts';
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
  server.registerOperation('listAudit', listAudit(centre));
  server.registerOperation('listTokens', listTokens(centre));
  server.registerOperation('makeToken', makeToken(centre));
  server.registerOperation('withdrawToken', withdrawToken(centre));
  server.registerOperation('readRetention', async ({ params: { cityId } }) =>
    succeed({ body: retentionReport(await lastRunOf(database, cityId), centre.terms, centre.clock.nowMs()) }),
  );
  server.registerOperation('makeTechnicianCode', makeTechnicianCode(centre));
  server.registerOperation('listTechnicianCodes', listTechnicianCodes(centre));
  server.registerOperation('withdrawTechnicianCode', withdrawTechnicianCode(centre));
}
