import type { PersonRole } from '../../../src-main/contract/centre/people.ts';

/** The roles, repeated from `PERSON_ROLES` of the contract, whose schemas a page does not load. */
export const ROLES = ['viewer', 'operator', 'technician', 'administrator'] as const satisfies readonly PersonRole[];

/** Returns a role that this page knows. `undefined`: only a newer centre knows this role. */
export const roleOf = (role: string): PersonRole | undefined => ROLES.find((one) => one === role);
