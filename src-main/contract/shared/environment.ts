import { z } from 'zod';

/** The purpose of a centre. A production centre refuses test builds; a demonstration does not keep its data. */
export const Environment = z.enum(['production', 'test', 'demonstration']);
export type Environment = z.infer<typeof Environment>;
