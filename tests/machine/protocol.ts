import { z } from 'zod';

/** The name of the serial port between a test and the agent in the machine, which exchange one JSON message per line. */
export const PORT_NAME = 'torn';

const id = z.int().positive();

export const ToMachine = z.union([
  z.strictObject({ id, run: z.array(z.string()).min(1) }),
  z.strictObject({ id, say: z.string() }),
]);
export type ToMachine = z.infer<typeof ToMachine>;

export const FromMachine = z.union([
  z.strictObject({ ready: z.literal(true) }),
  z.strictObject({ id, line: z.string() }),
  /** The program has ended with this exit code; `null`: by a signal. */
  z.strictObject({ id, exit: z.int().nullable() }),
]);
export type FromMachine = z.infer<typeof FromMachine>;
