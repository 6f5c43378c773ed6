import { z } from 'zod';

/** What is asked of the staff: by a ticket's holder, or, without either need, by whoever asked for help. */
export const askedOfStaff = {
  /** The ticket's id, or the `helpId` of who asked for help. */
  subjectId: z.uuid(),
  preferential: z.boolean(),
  comeAndFetch: z.boolean(),
} as const;

/** The staff have seen just this, and somebody is coming. What is asked differently afterwards is not acknowledged yet. */
export const Acknowledgement = z.object(askedOfStaff);
export type Acknowledgement = z.infer<typeof Acknowledgement>;
