import { z } from 'zod';

/** A request to the staff: the needs of a ticket's holder, or, if neither need is set, a call for help. */
export const askedOfStaff = {
  /** The ticket's id, or the `helpId` of a call for help. */
  subjectId: z.uuid(),
  preferential: z.boolean(),
  comeAndFetch: z.boolean(),
} as const;

/**
 * States that the staff have seen a request with exactly these values and that a clerk is coming. If the ticket's holder changes the
 * request later, the changed request needs an acknowledgement of its own.
 */
export const Acknowledgement = z.object(askedOfStaff);
export type Acknowledgement = z.infer<typeof Acknowledgement>;

/** An unanswered call for help ends after this time at the latest. */
export const HELP_OPEN_MS = 10 * 60_000;
/** An answered call for help ends this long after the answer, because the clerk has come by then. */
export const HELP_COMING_MS = 5 * 60_000;
