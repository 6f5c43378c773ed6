import type { OPERATIONS } from './operations.ts';

/**
 * Roles of a city's people and programs; each token has one. `connector`: a program that reports another system's queues for one office.
 */
export const ROLES = ['viewer', 'operator', 'technician', 'administrator', 'connector'] as const;
export type Role = (typeof ROLES)[number];

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
 * test has the same matrix written by hand and tries each cell over the wire: change it there too. This file imports no schema, because
 * the city's pages read it too.
 */
export const AUTHORIZATION: Readonly<Record<AdministrativeName, Grant>> = {
  listTickets: { roles: everybody, ofOneOffice: 'named' },
  readFigures: { roles: everybody, ofOneOffice: 'named' },
  listKiosks: { roles: everybody, ofOneOffice: 'filtered' },
  readCity: { roles: everybody, ofOneOffice: 'filtered' },
  followCity: { roles: everybody, ofOneOffice: 'filtered' },
  readKiosk: { roles: everybody, ofOneOffice: 'looked-up' },
  readKioskDays: { roles: everybody, ofOneOffice: 'looked-up' },
  listAlarms: { roles: everybody, ofOneOffice: 'filtered' },
  acknowledgeAlarm: { roles: ['operator', 'technician', 'administrator'], ofOneOffice: 'looked-up' },
  listAlarmRules: { roles: ['technician', 'administrator'], ofOneOffice: 'none' },
  putAlarmRules: { roles: ['administrator'], ofOneOffice: 'none' },
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
  listOffices: { roles: everybody, ofOneOffice: 'filtered' },
  listProfiles: { roles: ['operator', 'technician', 'administrator'], ofOneOffice: 'named' },
  readProfile: { roles: ['operator', 'technician', 'administrator'], ofOneOffice: 'named' },
  publishProfile: { roles: ['technician', 'administrator'], ofOneOffice: 'named' },
  listOfficeProposals: { roles: ['technician', 'administrator'], ofOneOffice: 'named' },
  decideOfficeProposal: { roles: ['technician', 'administrator'], ofOneOffice: 'named' },
  publishPlan: { roles: ['technician', 'administrator'], ofOneOffice: 'named' },
  readPlan: { roles: everybody, ofOneOffice: 'named' },
  listBookingHits: { roles: ['operator', 'technician', 'administrator'], ofOneOffice: 'named' },
  readFreeHours: { roles: everybody, ofOneOffice: 'named' },
  holdHour: { roles: ['operator', 'administrator'], ofOneOffice: 'named' },
  releaseHold: { roles: ['operator', 'administrator'], ofOneOffice: 'named' },
  confirmHour: { roles: ['operator', 'administrator'], ofOneOffice: 'named' },
  findBookings: { roles: ['operator', 'administrator'], ofOneOffice: 'filtered' },
  moveBooking: { roles: ['operator', 'administrator'], ofOneOffice: 'looked-up' },
  cancelBooking: { roles: ['operator', 'administrator'], ofOneOffice: 'looked-up' },
  putChannel: { roles: ['administrator'], ofOneOffice: 'none' },
  rotateOfficeKey: { roles: ['administrator'], ofOneOffice: 'named' },
  listAudit: { roles: ['administrator'], ofOneOffice: 'none' },
  whoAmI: { roles: ROLES, ofOneOffice: 'filtered' },
  listSessions: { roles: ROLES, ofOneOffice: 'filtered' },
  signOut: { roles: ROLES, ofOneOffice: 'filtered' },
  signOutEverywhere: { roles: ROLES, ofOneOffice: 'filtered' },
  listPeople: { roles: ['administrator'], ofOneOffice: 'none' },
  invitePerson: { roles: ['administrator'], ofOneOffice: 'none' },
  withdrawPerson: { roles: ['administrator'], ofOneOffice: 'none' },
  proposeRecovery: { roles: ['administrator'], ofOneOffice: 'none' },
  confirmRecovery: { roles: ['administrator'], ofOneOffice: 'none' },
  makeTechnicianCode: { roles: ['administrator'], ofOneOffice: 'looked-up' },
  listTechnicianCodes: { roles: ['administrator'], ofOneOffice: 'filtered' },
  withdrawTechnicianCode: { roles: ['administrator'], ofOneOffice: 'looked-up' },
};

/**
 * Whether a caller of this role and office may call an operation for `office` (`null`: for the whole city, or for what is not of one
 * office). Pages show no button that the server would refuse.
 */
export function isPermitted(
  name: AdministrativeName,
  caller: { role: string; officeId: string | null },
  office: string | null = caller.officeId,
): boolean {
  const { roles, ofOneOffice } = AUTHORIZATION[name];
  if (!roles.some((role) => role === caller.role)) return false;
  if (caller.officeId === null || ofOneOffice === 'filtered') return true;
  return ofOneOffice !== 'none' && office === caller.officeId;
}

export const isAdministrative = (name: keyof Operations): name is AdministrativeName =>
  Object.hasOwn(AUTHORIZATION, name);

/** The longest life of a token, so that access is renewed at least once a year. */
export const LONGEST_TOKEN_LIFE_DAYS = 366;
/** The default. */
export const USUAL_TOKEN_LIFE_DAYS = 365;
