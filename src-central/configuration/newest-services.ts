import { z } from 'zod';
import type { Queries } from '../database/database.ts';
import type { OfficePlace } from './office-changes.ts';
import { newestDocument } from './profile-versions.ts';

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
