import { z } from 'zod';

// A schema that reads a published profile consists of these members and of the few that its reader needs besides. It does not use today's
// `OfficeProfile`, because an older version of a profile may not fit it.

const sensitive = z.boolean().default(false);

export const OFFICE_MEMBERS = { name: z.string(), zone: z.string(), sensitive };
export const PLACE_MEMBERS = { address: z.string().default(''), phone: z.string().nullable().default(null) };
export const POSITION_MEMBER = { position: z.string().nullable().catch(null) };
export const CALENDAR_MEMBER = {
  calendarId: z
    .string()
    .regex(/^[a-z0-9-]+$/)
    .catch('no-holidays'),
};
export const SERVICE_MEMBERS = { serviceId: z.string(), sensitive };
