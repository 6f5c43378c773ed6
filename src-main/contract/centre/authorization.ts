import { z } from 'zod';
import { OPERATIONS } from './operations.ts';

/** What a person or a program of a city may be; each token has one. `connector`: a program that says how another system's queues of one office stand. */
export const ROLES = ['viewer', 'operator', 'technician', 'administrator', 'connector'] as const;
export const Role = z.enum(ROLES);
export type Role = z.infer<typeof Role>;

type Operations = typeof OPERATIONS;
/** Those that need a token of the city. */
export type AdministrativeName = {
  [N in keyof Operations]: Operations[N]['credential'] extends 'token' ? N : never;
}[keyof Operations];

export interface Grant {
  roles: readonly Role[];
  /**
   * What a token of one office reaches by it:
   * - `named`: the request names an office, which must be its own. - `looked-up`: what the request names must belong to its office.
   * - `filtered`: it is answered with what belongs to its office. - `none`: nothing, since this concerns the whole city.
   */
  ofOneOffice: 'named' | 'looked-up' | 'filtered' | 'none';
}

const everybody: readonly Role[] = ['viewer', 'operator', 'technician', 'administrator'];

/**
 * Who may do what, for every administrative operation. The server checks every request against this table and the OpenAPI document prints it.
 * A test has the same matrix written out by hand and tries each cell at the wire: a change here is made there too.
 */
export const AUTHORIZATION: Readonly<Record<AdministrativeName, Grant>> = {
  listTickets: { roles: everybody, ofOneOffice: 'named' },
  readFigures: { roles: everybody, ofOneOffice: 'named' },
  listKiosks: { roles: everybody, ofOneOffice: 'filtered' },
  listAlarms: { roles: everybody, ofOneOffice: 'filtered' },
  pauseService: { roles: ['operator', 'administrator'], ofOneOffice: 'named' },
  resumeService: { roles: ['operator', 'administrator'], ofOneOffice: 'named' },
  stateOfficeQueues: { roles: ['connector', 'administrator'], ofOneOffice: 'named' },
  voidTicket: { roles: ['operator', 'administrator'], ofOneOffice: 'looked-up' },
  acknowledgeAsked: { roles: ['operator', 'administrator'], ofOneOffice: 'looked-up' },
  listHelp: { roles: everybody, ofOneOffice: 'named' },
  findEnrolment: { roles: ['technician', 'administrator'], ofOneOffice: 'filtered' },
  confirmEnrolment: { roles: ['technician', 'administrator'], ofOneOffice: 'named' },
  revokeKiosk: { roles: ['technician', 'administrator'], ofOneOffice: 'looked-up' },
  orderKiosk: { roles: ['technician', 'administrator'], ofOneOffice: 'looked-up' },
  listOrders: { roles: ['technician', 'administrator'], ofOneOffice: 'looked-up' },
  readDiagnostics: { roles: ['technician', 'administrator'], ofOneOffice: 'looked-up' },
  allowVersion: { roles: ['administrator'], ofOneOffice: 'none' },
  listUpdates: { roles: ['technician', 'administrator'], ofOneOffice: 'filtered' },
  publishProfile: { roles: ['technician', 'administrator'], ofOneOffice: 'named' },
  listOfficeProposals: { roles: ['technician', 'administrator'], ofOneOffice: 'named' },
  decideOfficeProposal: { roles: ['technician', 'administrator'], ofOneOffice: 'named' },
  putChannel: { roles: ['administrator'], ofOneOffice: 'none' },
  rotateOfficeKey: { roles: ['administrator'], ofOneOffice: 'named' },
  listAudit: { roles: ['administrator'], ofOneOffice: 'none' },
};

export const isAdministrative = (name: keyof Operations): name is AdministrativeName =>
  OPERATIONS[name].credential === 'token';

/** No token lives longer: who holds it is asked again at least once a year. */
export const LONGEST_TOKEN_LIFE_DAYS = 366;
/** By default. */
export const USUAL_TOKEN_LIFE_DAYS = 365;
