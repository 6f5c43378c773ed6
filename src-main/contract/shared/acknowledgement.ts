import { z } from 'zod';

/** A request to the staff: the needs of a ticket's holder, or, if neither need is set, a call for help. */
export const askedOfStaff = {
  /** The ticket's id, or the `helpId` of a call for help. */
  subjectId: z.uuid(),
  preferential: z.boolean(),
  comeAndFetch: z.boolean(),
} as const;

/**
 * A statement that the staff have seen exactly this request and that a clerk is coming. A request that its holder changes later is not
 * acknowledged by it.
 */
export const Acknowledgement = z.object(askedOfStaff);
export type Acknowledgement = z.infer<typeof Acknowledgement>;

/** An unanswered call for help ends after this time. */
export const HELP_OPEN_MS = 10 * 60_000;
/** An answered call ends after this time, by which the clerk has come. */
export const HELP_COMING_MS = 5 * 60_000;
