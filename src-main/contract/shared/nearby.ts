import { z } from 'zod';
import { OfficeId } from './ids.ts';
import { localized } from './localized-text.ts';

/** Directions from this office to the nearby one, for screen and paper. */
const Directions = localized(140);

/** An office to which citizens are sent, perhaps with directions. */
export const Nearby = z.union([OfficeId, z.strictObject({ officeId: OfficeId, directions: Directions })]);
export type Nearby = z.infer<typeof Nearby>;

export const nearbyOfficeId = (entry: Nearby): OfficeId => (typeof entry === 'string' ? entry : entry.officeId);
