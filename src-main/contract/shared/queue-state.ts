import { z } from 'zod';
import { MOST_MINUTES, MOST_PEOPLE, type QueueState } from '../../domain/queue-state.ts';

const Minutes = z
  .object({ from: z.int().nonnegative(), to: z.int().positive().max(MOST_MINUTES) })
  .refine(({ from, to }) => from < to, '`from` must be less than `to`');

export const QueueStateNow = z.object({
  waiting: z.int().min(0).max(MOST_PEOPLE),
  minutes: Minutes.nullable(),
}) satisfies z.ZodType<QueueState>;
