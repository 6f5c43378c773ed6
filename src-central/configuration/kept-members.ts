import { z } from 'zod';

// Readers of a published profile use only these members and those that they list themselves, because a version may predate today's schema.

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
