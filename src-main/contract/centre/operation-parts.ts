import { z } from 'zod';
import { CityId, KioskId, OfficeId } from '../shared/ids.ts';
import { AppointmentReference, KeptReference } from './appointments.ts';

/** Parameters and problems shared by several operations. */
export const none = z.object({});
export const city = z.object({ cityId: CityId });
export const kiosk = city.extend({ kioskId: KioskId });
export const office = city.extend({ officeId: OfficeId });
export const signed = ['unsigned', 'bad-signature', 'unknown-key', 'kiosk-revoked', 'not-yours'] as const;
export const authorised = ['bad-token', 'token-expired', 'wrong-token'] as const;
/** For tokens of the city: `AUTHORIZATION` lists the roles and the reach of a token of one office. */
export const inRole = [...authorised, 'wrong-role', 'wrong-office', 'foreign-origin'] as const;
export const appointment = city.extend({ reference: AppointmentReference });
export const keptAppointment = city.extend({ reference: KeptReference });
