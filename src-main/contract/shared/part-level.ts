import { z } from 'zod';

/** How a part of the kiosk does: word, shape and colour on the technician's page. */
export const PartLevel = z.enum(['good', 'attention', 'fault']);
export type PartLevel = z.infer<typeof PartLevel>;
