import { z } from 'zod';
import type { Queries } from '../database/database.ts';
import type { OfficePlace } from './office-changes.ts';
import { newestDocument } from './profile-versions.ts';

/** All that is asked of a version that may be older than today's schema. */
const ServicesOfProfile = z.object({
  services: z.array(z.object({ serviceId: z.string(), externalId: z.string().optional() })),
});

/** The services of the profile that was published last; none without one. */
export async function newestServices(
  queries: Queries,
  place: OfficePlace,
): Promise<z.infer<typeof ServicesOfProfile>['services']> {
  const newest = await newestDocument(queries, place);
  return newest === null ? [] : ServicesOfProfile.parse(JSON.parse(newest.document)).services;
}
