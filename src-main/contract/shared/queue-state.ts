import { z } from 'zod';
import { MOST_PEOPLE, type QueueState } from '../../domain/queue-state.ts';

/** `domain/queue-state` where it crosses a process. */
export const QueueStateNow = z.object({
  waiting: z.int().min(0).max(MOST_PEOPLE),
  minutes: z.object({ from: z.int().nonnegative(), to: z.int().positive() }).nullable(),
}) satisfies z.ZodType<QueueState>;
