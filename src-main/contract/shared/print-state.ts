import { z } from 'zod';
import { PRINT_JOB_STATES } from '../../domain/print-job.ts';

export const PrintState = z.enum(PRINT_JOB_STATES);
export type PrintState = z.infer<typeof PrintState>;
