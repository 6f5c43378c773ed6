import type { Role } from '../../../src-main/contract/centre/authorization.ts';

/** The roles that a token of the city may have, in the sequence of `ROLES`. */
export const TOKEN_ROLES = [
  'viewer',
  'operator',
  'technician',
  'administrator',
  'connector',
] as const satisfies readonly Role[];

/** Returns a role that this page knows. `undefined`: only a newer centre knows this role. */
export const tokenRoleOf = (role: string): Role | undefined => TOKEN_ROLES.find((one) => one === role);
