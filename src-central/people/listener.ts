import { isAdministrative } from '../../src-main/contract/centre/authorization.ts';
import type { CityId } from '../../src-main/contract/shared/ids.ts';
import type { Centre } from '../replica-context.ts';
import { createAuditing } from '../server/auditing.ts';
import { type CentreServer, createServer, type OperationsRegistrar, type ServerOptions } from '../server/server.ts';
import { createDirectory, type DirectoryOptions } from './directory.ts';
import { registerPeople } from './operations.ts';
import { challengeKeyOf } from './passkeys.ts';
import { type Program, registerProgram } from './program.ts';
import { endedSessions, findSession, SESSION_TERMS, type SessionTerms } from './sessions.ts';
import { registerEntrance, registerStaffSite, type StaffSite } from './staff-site.ts';

export interface StaffOptions {
  origin: string;
  /** The city whose people sign in here. `null`: people type their city. */
  cityId: CityId | null;
  terms?: SessionTerms;
  /** The identification provider of the city `cityId`, which must be set with it. Default: people have only local accounts. */
  directory?: DirectoryOptions | null;
}

export interface StaffServer extends CentreServer {
  /** Serves a program of static files to people who have signed in. */
  registerProgram(program: Program): void;
}

/** Creates the server (listener) for staff, before its operations are registered. It shares only the database with the public server. */
export function createStaffServer(options: ServerOptions, centre: Centre, staff: StaffOptions): StaffServer {
  const { database, clock } = centre;
  const { origin, cityId, terms = SESSION_TERMS, directory = null } = staff;
  // The rights that a provider gives name no city, so without a fixed city the people of the provider could enter every city.
  if (directory !== null && cityId === null) throw new Error('a directory needs its city');
  const server = createServer({
    ...options,
    gate: {
      origin,
      authenticate: (entry) => findSession(database, entry, terms),
      endedOf: (callers) => endedSessions(database, callers, clock.nowMs(), terms),
    },
  });
  const site: StaffSite = {
    centre,
    origin,
    cityId,
    terms,
    auditing: createAuditing({ database, clock }),
    challengeKey: challengeKeyOf(centre.signingKey),
    directory: directory && createDirectory(directory, origin),
  };
  registerStaffSite(server, site);
  let hasProgram = false;
  return {
    ...server,
    registerProgram(program) {
      hasProgram = true;
      registerProgram(server, site, program);
    },
    listen(host, port) {
      if (!hasProgram) registerEntrance(server, site);
      return server.listen(host, port);
    },
  };
}

/**
 * Chooses the server (listener) for each operation: if there is a server for staff, only that server answers operations of a city's people
 * and programs.
 */
export function splitOperations(server: CentreServer, staff: StaffServer | null): OperationsRegistrar {
  if (staff === null) return server;
  const of = (name: Parameters<typeof isAdministrative>[0]) => (isAdministrative(name) ? staff : server);
  return {
    registerOperation: (name, handler, extras) => of(name).registerOperation(name, handler, extras),
    registerStream: (name, handler) => of(name).registerStream(name, handler),
  };
}

export const registerPeopleAt = (registrar: OperationsRegistrar, centre: Centre, staff: StaffOptions | null): void =>
  registerPeople(registrar, {
    centre,
    origin: staff?.origin ?? null,
    terms: staff?.terms ?? SESSION_TERMS,
  });
