import { z } from 'zod';
import { OfficeId } from './ids.ts';
import { localized } from './localized-text.ts';

/** Directions from here, on screen and on paper. */
const Directions = localized(140);

/** An office to send citizens to, with optional directions. */
export const Nearby = z.union([OfficeId, z.strictObject({ officeId: OfficeId, directions: Directions })]);
export type Nearby = z.infer<typeof Nearby>;

export const nearbyOfficeId = (entry: Nearby): OfficeId => (typeof entry === 'string' ? entry : entry.officeId);
