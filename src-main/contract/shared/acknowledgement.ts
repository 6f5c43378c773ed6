import { z } from 'zod';

/** Requests to the staff: a ticket holder's needs, or, with neither need, a call for help. */
export const askedOfStaff = {
  /** The ticket's id, or the `helpId` of a call for help. */
  subjectId: z.uuid(),
  preferential: z.boolean(),
  comeAndFetch: z.boolean(),
} as const;

/** The staff have seen exactly this request, and a clerk is coming. A later change is not acknowledged. */
export const Acknowledgement = z.object(askedOfStaff);
export type Acknowledgement = z.infer<typeof Acknowledgement>;

/** An unanswered call for help ends after this time. */
export const HELP_OPEN_MS = 10 * 60_000;
/** An answered call ends after this time: the clerk has come by then. */
export const HELP_COMING_MS = 5 * 60_000;
