import { z } from 'zod';
import { OfficeId, ServiceId } from '../shared/ids.ts';

/** Fewer people than so many are told of nowhere. */
export const LEAST_SHOWN = 5;
/** After its last day a month is told of: by then every kiosk that was cut off has sent what it knows. */
export const FIGURES_AFTER_DAYS = 15;

export const FiguresMonth = z.string().regex(/^2\d{3}-(0[1-9]|1[0-2])$/, 'expected a month such as 2026-10');
export const FiguresQuery = z.object({ month: FiguresMonth });

/** `null`: hidden, because it is of fewer than five people, or another one could be reckoned from it. */
const Shown = z.int().nonnegative().nullable();

/** Tickets of one service that came by one channel in one hour of the day, over a month. What became of them adds up to `tickets`. */
export const FigureRow = z.object({
  serviceId: ServiceId,
  /** `walk-in`; of appointments their booking channel, or `unknown` where that is not known any more. */
  channel: z.string(),
  /** Of the office's clock, when the ticket was given. */
  hour: z.int().min(0).max(23),
  tickets: Shown,
  served: Shown,
  /** Called, and nobody came. */
  noShow: Shown,
  /** Went away from a desk before they were served. */
  left: Shown,
  /** Given up at the kiosk. */
  withdrawn: Shown,
  voided: Shown,
  /** Nobody has said what became of them. */
  open: Shown,
  /** No paper is known to have come out. */
  paperFailed: Shown,
  /** Whole minutes from coming, or from the hour of an appointment, to the first call; half of those who were called waited at most so long. */
  waitHalf: Shown,
  /** And nine of ten. */
  waitNineOfTen: Shown,
});
export type FigureRow = z.infer<typeof FigureRow>;

/** Made once, when first asked for, and the same ever after: two answers show no difference that few people have made. */
export const OfficeFigures = z.object({ officeId: OfficeId, month: FiguresMonth, rows: z.array(FigureRow) });
export type OfficeFigures = z.infer<typeof OfficeFigures>;
