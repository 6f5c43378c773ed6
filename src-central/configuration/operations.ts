import type { Centre } from '../replica-context.ts';
import type { OperationsRegistrar } from '../server/server.ts';
import { allowVersion, listUpdates } from './allowed-versions.ts';
import { countBookingsOutside } from './bookings-outside.ts';
import { listOffices } from './list-offices.ts';
import { stateOfficeQueues } from './office-queues.ts';
import { decideOfficeProposal, listOfficeProposals } from './proposals.ts';
import { publishProfile } from './publish-profile.ts';
import { listProfiles, readProfile } from './published-profiles.ts';
import { readChanges, readSnapshot } from './read-configuration.ts';
import { pauseService, resumeService } from './service-pauses.ts';

export function registerConfiguration(server: OperationsRegistrar, centre: Centre): void {
  server.registerOperation('publishProfile', publishProfile(centre));
  server.registerOperation('listOffices', listOffices(centre));
  server.registerOperation('listProfiles', listProfiles(centre));
  server.registerOperation('readProfile', readProfile(centre));
  server.registerOperation('countBookingsOutside', countBookingsOutside(centre));
  server.registerOperation('listOfficeProposals', listOfficeProposals(centre));
  server.registerOperation('decideOfficeProposal', decideOfficeProposal(centre));
  server.registerOperation('stateOfficeQueues', stateOfficeQueues(centre));
  server.registerOperation('pauseService', pauseService(centre));
  server.registerOperation('resumeService', resumeService(centre));
  server.registerOperation('allowVersion', allowVersion(centre));
  server.registerOperation('listUpdates', listUpdates(centre));
  server.registerOperation('readSnapshot', readSnapshot(centre));
  server.registerOperation('readChanges', readChanges(centre));
}
