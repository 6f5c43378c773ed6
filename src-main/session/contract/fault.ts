import { z } from 'zod';
import { PartLevel } from '../../contract/shared/part-level.ts';
import { EVENT_KINDS, FAULT_CAUSES, FAULT_PICTURES, FAULT_STEPS, FAULT_TOPICS } from './event-catalogue.ts';

export const FaultView = z.strictObject({
  kind: z.enum(EVENT_KINDS),
  level: PartLevel,
  about: z.enum(FAULT_TOPICS),
  picture: z.enum(FAULT_PICTURES),
  cause: z.enum(FAULT_CAUSES),
  steps: z.array(z.enum(FAULT_STEPS)).min(1),
});
export type FaultView = z.infer<typeof FaultView>;
