import type { OPERATIONS } from './operations.ts';

/**
 * The roles of a city's people and programs; each token has one role. `connector`: a program that reports another system's queues for one
 * office.
 */
export const ROLES = ['viewer', 'operator', 'technician', 'administrator', 'connector'] as const;
export type Role = (typeof ROLES)[number];

type Operations = typeof OPERATIONS;
export type AdministrativeName = {
  [N in keyof Operations]: Operations[N]['credential'] extends 'token' ? N : never;
}[keyof Operations];

export interface Grant {
  roles: readonly Role[];
  /**
   * The condition under which a token or a person restricted to some offices may call the operation. "Own" offices are those of the caller:
   * - `named`: the request names an office, which must be an own office.
   * - `looked-up`: the ticket, kiosk or other object that the request names must belong to an own office.
   * - `filtered`: always; the answer contains only rows of own offices.
   * - `none`: never, because the operation concerns the whole city.
   */
  ofSomeOffices: 'named' | 'looked-up' | 'filtered' | 'none';
}

const everybody: readonly Role[] = ['viewer', 'operator', 'technician', 'administrator'];

/**
 * The permissions of every administrative operation. The server checks each request against this table, and the OpenAPI document prints it.
 * A test contains the same matrix, written by hand, and tries each cell over HTTP, so every change here needs the same change in the test.
 * This file imports no schema, because the city's pages read it too.
 */
export const AUTHORIZATION: Readonly<Record<AdministrativeName, Grant>> = {
  listTickets: { roles: everybody, ofSomeOffices: 'named' },
  readFigures: { roles: everybody, ofSomeOffices: 'named' },
  readDayFigures: { roles: everybody, ofSomeOffices: 'named' },
  listDayFigures: { roles: everybody, ofSomeOffices: 'filtered' },
  readDeskFigures: { roles: ['operator', 'administrator'], ofSomeOffices: 'named' },
  readTwin: { roles: ['operator', 'administrator'], ofSomeOffices: 'named' },
  readFiguresSetting: { roles: ['operator', 'administrator'], ofSomeOffices: 'filtered' },
  putFiguresSetting: { roles: ['administrator'], ofSomeOffices: 'none' },
  listKiosks: { roles: everybody, ofSomeOffices: 'filtered' },
  readCity: { roles: everybody, ofSomeOffices: 'filtered' },
  followCity: { roles: everybody, ofSomeOffices: 'filtered' },
  readKiosk: { roles: everybody, ofSomeOffices: 'looked-up' },
  readKioskDays: { roles: everybody, ofSomeOffices: 'looked-up' },
  listAlarms: { roles: everybody, ofSomeOffices: 'filtered' },
  acknowledgeAlarm: { roles: ['operator', 'technician', 'administrator'], ofSomeOffices: 'looked-up' },
  listAlarmRules: { roles: ['technician', 'administrator'], ofSomeOffices: 'none' },
  putAlarmRules: { roles: ['administrator'], ofSomeOffices: 'none' },
  testAlarmRecipient: { roles: ['administrator'], ofSomeOffices: 'none' },
  pauseService: { roles: ['operator', 'administrator'], ofSomeOffices: 'named' },
  resumeService: { roles: ['operator', 'administrator'], ofSomeOffices: 'named' },
  stateOfficeQueues: { roles: ['connector', 'administrator'], ofSomeOffices: 'named' },
  voidTicket: { roles: ['operator', 'administrator'], ofSomeOffices: 'looked-up' },
  acknowledgeAsked: { roles: ['operator', 'administrator'], ofSomeOffices: 'looked-up' },
  listHelp: { roles: everybody, ofSomeOffices: 'named' },
  findEnrolment: { roles: ['technician', 'administrator'], ofSomeOffices: 'filtered' },
  confirmEnrolment: { roles: ['technician', 'administrator'], ofSomeOffices: 'named' },
  revokeKiosk: { roles: ['technician', 'administrator'], ofSomeOffices: 'looked-up' },
  orderKiosk: { roles: ['technician', 'administrator'], ofSomeOffices: 'looked-up' },
  proposeOrder: { roles: ['technician', 'administrator'], ofSomeOffices: 'looked-up' },
  confirmOrder: { roles: ['technician', 'administrator'], ofSomeOffices: 'looked-up' },
  listOrders: { roles: ['technician', 'administrator'], ofSomeOffices: 'looked-up' },
  readDiagnostics: { roles: ['technician', 'administrator'], ofSomeOffices: 'looked-up' },
  allowVersion: { roles: ['administrator'], ofSomeOffices: 'none' },
  listUpdates: { roles: ['technician', 'administrator'], ofSomeOffices: 'filtered' },
  listOffices: { roles: everybody, ofSomeOffices: 'filtered' },
  listProfiles: { roles: ['operator', 'technician', 'administrator'], ofSomeOffices: 'named' },
  readProfile: { roles: ['operator', 'technician', 'administrator'], ofSomeOffices: 'named' },
  publishProfile: { roles: ['technician', 'administrator'], ofSomeOffices: 'named' },
  countBookingsOutside: { roles: ['technician', 'administrator'], ofSomeOffices: 'named' },
  listOfficeProposals: { roles: ['technician', 'administrator'], ofSomeOffices: 'named' },
  decideOfficeProposal: { roles: ['technician', 'administrator'], ofSomeOffices: 'named' },
  publishPlan: { roles: ['technician', 'administrator'], ofSomeOffices: 'named' },
  readPlan: { roles: everybody, ofSomeOffices: 'named' },
  listBookingHits: { roles: ['operator', 'technician', 'administrator'], ofSomeOffices: 'named' },
  readFreeHours: { roles: everybody, ofSomeOffices: 'named' },
  holdHour: { roles: ['operator', 'administrator'], ofSomeOffices: 'named' },
  releaseHold: { roles: ['operator', 'administrator'], ofSomeOffices: 'named' },
  confirmHour: { roles: ['operator', 'administrator'], ofSomeOffices: 'named' },
  findBookings: { roles: ['operator', 'administrator'], ofSomeOffices: 'filtered' },
  moveBooking: { roles: ['operator', 'administrator'], ofSomeOffices: 'looked-up' },
  cancelBooking: { roles: ['operator', 'administrator'], ofSomeOffices: 'looked-up' },
  putChannel: { roles: ['administrator'], ofSomeOffices: 'none' },
  listChannels: { roles: ['administrator'], ofSomeOffices: 'none' },
  listTokens: { roles: ['administrator'], ofSomeOffices: 'none' },
  makeToken: { roles: ['administrator'], ofSomeOffices: 'none' },
  withdrawToken: { roles: ['administrator'], ofSomeOffices: 'none' },
  rotateOfficeKey: { roles: ['administrator'], ofSomeOffices: 'named' },
  readRetention: { roles: ['administrator'], ofSomeOffices: 'none' },
  listAudit: { roles: ['administrator'], ofSomeOffices: 'none' },
  whoAmI: { roles: ROLES, ofSomeOffices: 'filtered' },
  listSessions: { roles: ROLES, ofSomeOffices: 'filtered' },
  signOut: { roles: ROLES, ofSomeOffices: 'filtered' },
  signOutEverywhere: { roles: ROLES, ofSomeOffices: 'filtered' },
  listPeople: { roles: ['administrator'], ofSomeOffices: 'none' },
  invitePerson: { roles: ['administrator'], ofSomeOffices: 'none' },
  withdrawPerson: { roles: ['administrator'], ofSomeOffices: 'none' },
  confirmPerson: { roles: ['administrator'], ofSomeOffices: 'none' },
  proposeRecovery: { roles: ['administrator'], ofSomeOffices: 'none' },
  confirmRecovery: { roles: ['administrator'], ofSomeOffices: 'none' },
  listBookable: { roles: ['operator', 'technician', 'administrator'], ofSomeOffices: 'filtered' },
  previewPlan: { roles: ['technician', 'administrator'], ofSomeOffices: 'named' },
  renewDeskCalendar: { roles: ['technician', 'administrator'], ofSomeOffices: 'named' },
  endDeskCalendar: { roles: ['technician', 'administrator'], ofSomeOffices: 'named' },
  makeTechnicianCode: { roles: ['administrator'], ofSomeOffices: 'looked-up' },
  listTechnicianCodes: { roles: ['administrator'], ofSomeOffices: 'filtered' },
  withdrawTechnicianCode: { roles: ['administrator'], ofSomeOffices: 'looked-up' },
};

/**
 * Whether a caller with this role and these offices may call an operation. `office`: the office that the call concerns; `null`: it concerns
 * the whole city, or an object that belongs to no single office; `undefined`: it concerns one of the caller's own offices. Pages use this
 * function to show no button whose request the server would refuse.
 */
export function isPermitted(
  name: AdministrativeName,
  { role, officeIds }: { role: string; officeIds: readonly string[] | null },
  office?: string | null,
): boolean {
  const { roles, ofSomeOffices } = AUTHORIZATION[name];
  if (!roles.some((one) => one === role)) return false;
  if (officeIds === null || ofSomeOffices === 'filtered') return true;
  return ofSomeOffices !== 'none' && (office === undefined || officeIds.some((one) => one === office));
}

export const isAdministrative = (name: keyof Operations): name is AdministrativeName =>
  Object.hasOwn(AUTHORIZATION, name);

/** The longest validity of a token. It makes the city renew every access at least once a year. */
export const LONGEST_TOKEN_LIFE_DAYS = 366;
export const USUAL_TOKEN_LIFE_DAYS = 365;
