import { z } from 'zod';

/** The name of the serial port between a test and the agent in the machine. One message of JSON per line. */
export const PORT_NAME = 'torn';

const id = z.int().positive();

export const ToMachine = z.union([
  z.strictObject({ id, run: z.array(z.string()).min(1) }),
  /** One line on the program's standard input. */
  z.strictObject({ id, say: z.string() }),
]);
export type ToMachine = z.infer<typeof ToMachine>;

export const FromMachine = z.union([
  z.strictObject({ ready: z.literal(true) }),
  /** One line of the program's output. */
  z.strictObject({ id, line: z.string() }),
  /** The program's exit code; `null`: a signal ended the program. */
  z.strictObject({ id, exit: z.int().nullable() }),
]);
export type FromMachine = z.infer<typeof FromMachine>;
