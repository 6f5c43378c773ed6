import { z } from 'zod';
import { OPERATIONS } from './operations.ts';

/**
 * Roles of a city's people and programs; each token has one. `connector`: a program that reports another system's queues for one office.
 */
export const ROLES = ['viewer', 'operator', 'technician', 'administrator', 'connector'] as const;
export const Role = z.enum(ROLES);
export type Role = z.infer<typeof Role>;

type Operations = typeof OPERATIONS;
/** Operations that require a token of the city. */
export type AdministrativeName = {
  [N in keyof Operations]: Operations[N]['credential'] extends 'token' ? N : never;
}[keyof Operations];

export interface Grant {
  roles: readonly Role[];
  /**
   * The reach of a token restricted to one office:
   * - `named`: the request names an office, which must be the token's. - `looked-up`: what the request names must belong to that office.
   * - `filtered`: the answer contains only what belongs to that office. - `none`: refused, because it concerns the whole city.
   */
  ofOneOffice: 'named' | 'looked-up' | 'filtered' | 'none';
}

const everybody: readonly Role[] = ['viewer', 'operator', 'technician', 'administrator'];

/**
 * Permissions of every administrative operation. The server checks every request against this table, and the OpenAPI document prints it. A
 * test has the same matrix written by hand and tries each cell over the wire: change it there too.
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
  proposeOrder: { roles: ['technician', 'administrator'], ofOneOffice: 'looked-up' },
  confirmOrder: { roles: ['technician', 'administrator'], ofOneOffice: 'looked-up' },
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
  makeTechnicianCode: { roles: ['administrator'], ofOneOffice: 'looked-up' },
  listTechnicianCodes: { roles: ['administrator'], ofOneOffice: 'filtered' },
  withdrawTechnicianCode: { roles: ['administrator'], ofOneOffice: 'looked-up' },
};

export const isAdministrative = (name: keyof Operations): name is AdministrativeName =>
  OPERATIONS[name].credential === 'token';

/** The longest life of a token, so that access is renewed at least once a year. */
export const LONGEST_TOKEN_LIFE_DAYS = 366;
/** The default. */
export const USUAL_TOKEN_LIFE_DAYS = 365;
