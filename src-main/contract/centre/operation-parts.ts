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
/** Problems of operations for tokens of the city. `AUTHORIZATION` has the roles, and the offices for which a token is valid. */
const inRole = [...authorised, 'wrong-role', 'wrong-office', 'foreign-origin'] as const;
/**
 * A query parameter with `changedAt` of the state that the author has seen, `none` if there was none. The call is refused if there is a
 * newer state. Absent: not checked.
 */
export const seen = z.object({ seen: z.union([Instant, z.literal('none')]).optional() });
export const appointment = city.extend({ reference: AppointmentReference });
export const keptAppointment = city.extend({ reference: KeptReference });

type Kinds = readonly ProblemKind[];

/** The sender, path and problems of an operation for a token of the city; `own`: its problems in addition to those of every such operation. */
export const byToken = <Params extends z.ZodObject, const Own extends Kinds>(params: Params, ...own: Own) =>
  ({ credential: 'token', params, problems: [...inRole, ...own] }) as const;

/** Likewise for an operation whose requests a kiosk signs. */
export const byKiosk = <Params extends z.ZodObject, const Own extends Kinds>(params: Params, ...own: Own) =>
  ({ credential: 'kiosk', params, problems: [...signed, ...own] }) as const;
