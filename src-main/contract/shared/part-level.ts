import { z } from 'zod';

/** State of a part of the kiosk. It sets word, shape and colour on the technician's page. */
export const PartLevel = z.enum(['good', 'attention', 'fault']);
export type PartLevel = z.infer<typeof PartLevel>;
