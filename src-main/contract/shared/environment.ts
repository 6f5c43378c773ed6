import { z } from 'zod';

/** A production centre refuses test builds; a demonstration keeps no data permanently. */
export const Environment = z.enum(['production', 'test', 'demonstration']);
export type Environment = z.infer<typeof Environment>;
