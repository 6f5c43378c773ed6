import { z } from 'zod';
import { CityId, KioskId, OfficeId } from '../shared/ids.ts';
import { Instant } from '../shared/times.ts';
import { AppointmentReference, KeptReference } from './appointments.ts';
import type { ProblemKind } from './problems.ts';

export const none = z.object({});
export const city = z.object({ cityId: CityId });
export const kiosk = city.extend({ kioskId: KioskId });
export const office = city.extend({ officeId: OfficeId });
const signed = ['unsigned', 'bad-signature', 'unknown-key', 'kiosk-revoked', 'not-yours'] as const;
export const authorised = ['bad-token', 'token-expired', 'wrong-token'] as const;
/**
 * Problems of every operation that a token of the city may call. `AUTHORIZATION` has the roles and offices that each operation requires.
 */
const inRole = [...authorised, 'wrong-role', 'wrong-office', 'foreign-origin'] as const;
/**
 * A query parameter: `changedAt` of the state that the author of a change has seen, `none` if there was no state. The centre refuses the
 * call if there is a newer state. Absent: not checked.
 */
export const seen = z.object({ seen: z.union([Instant, z.literal('none')]).optional() });
export const appointment = city.extend({ reference: AppointmentReference });
export const keptAppointment = city.extend({ reference: KeptReference });

type Kinds = readonly ProblemKind[];

/**
 * Returns the credential, path parameters and problems of an operation that callers with a token of the city may call; `own`: its problems
 * in addition to those of every such operation.
 */
export const byToken = <Params extends z.ZodObject, const Own extends Kinds>(params: Params, ...own: Own) =>
  ({ credential: 'token', params, problems: [...inRole, ...own] }) as const;

/** The same parts for an operation whose requests a kiosk signs. */
export const byKiosk = <Params extends z.ZodObject, const Own extends Kinds>(params: Params, ...own: Own) =>
  ({ credential: 'kiosk', params, problems: [...signed, ...own] }) as const;
