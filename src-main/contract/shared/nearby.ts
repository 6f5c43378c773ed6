import { z } from 'zod';
import { OfficeId } from './ids.ts';
import { localized } from './localized-text.ts';

/** How to get there from here, on screen and on paper. */
const Directions = localized(140);

/** An office to send people to, alone or with the way there. */
export const Nearby = z.union([OfficeId, z.strictObject({ officeId: OfficeId, directions: Directions })]);
export type Nearby = z.infer<typeof Nearby>;

export const nearbyOfficeId = (entry: Nearby): OfficeId => (typeof entry === 'string' ? entry : entry.officeId);
