import { z } from 'zod';
import { LocalizedText } from '../../src-main/contract/shared/localized-text.ts';
import { AppointmentSetting } from '../../src-main/contract/shared/office-profile.ts';
import { OpeningHours } from '../../src-main/contract/shared/opening-hours.ts';
import type { Queries } from '../database/database.ts';
import { CALENDAR_MEMBER, OFFICE_MEMBERS, SERVICE_MEMBERS } from './kept-members.ts';
import type { OfficePlace } from './office-changes.ts';
import { newestDocument } from './profile-versions.ts';

/** Absent hours, or hours of another schema version, count as unknown. */
const Hours = OpeningHours.optional().catch(undefined);

/** Only these members are read, because the profile version may predate today's schema. */
const OfficeDetails = z.object({
  ...OFFICE_MEMBERS,
  ...CALENDAR_MEMBER,
  city: z.string(),
  services: z.array(
    z.object({
      ...SERVICE_MEMBERS,
      name: LocalizedText.optional().catch(undefined),
      hours: Hours,
    }),
  ),
  hours: Hours,
  appointments: AppointmentSetting.optional().catch(undefined),
  desks: z.array(z.object({ deskId: z.string(), name: LocalizedText.optional().catch(undefined) })).default([]),
});
export type OfficeDetails = z.infer<typeof OfficeDetails>;

/** Reads an office from its newest published profile. `null`: it has none, or it cannot be read. */
export async function newestOffice(queries: Queries, place: OfficePlace): Promise<OfficeDetails | null> {
  return officeDetailsIn((await newestDocument(queries, place))?.document ?? null);
}

/** Reads an office from a profile. `null`: there is no document, or it cannot be read. */
export function officeDetailsIn(document: string | null): OfficeDetails | null {
  const read = document === null ? null : OfficeDetails.safeParse(JSON.parse(document));
  return read?.success ? read.data : null;
}

/** Only these members are read, because the profile version may predate today's schema. */
const ServicesOfProfile = z.object({
  services: z.array(z.object({ serviceId: z.string(), externalId: z.string().optional() })),
});

export async function newestServices(
  queries: Queries,
  place: OfficePlace,
): Promise<z.infer<typeof ServicesOfProfile>['services']> {
  const newest = await newestDocument(queries, place);
  return newest === null ? [] : ServicesOfProfile.parse(JSON.parse(newest.document)).services;
}
