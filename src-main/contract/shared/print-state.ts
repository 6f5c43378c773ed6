import { z } from 'zod';

export const PrintState = z.enum(['waiting', 'sending', 'printed', 'not-sent', 'cancelled', 'unknown']);
export type PrintState = z.infer<typeof PrintState>;
