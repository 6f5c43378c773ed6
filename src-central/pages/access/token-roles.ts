import type { Role } from '../../../src-main/contract/centre/authorization.ts';

/** The roles that a token of the city may have, in the order of `ROLES`. */
export const TOKEN_ROLES = [
  'viewer',
  'operator',
  'technician',
  'administrator',
  'connector',
] as const satisfies readonly Role[];

/** `undefined`: only a newer centre knows this role. */
export const tokenRoleOf = (role: string): Role | undefined => TOKEN_ROLES.find((one) => one === role);
