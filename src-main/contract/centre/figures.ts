import { z } from 'zod';
import type { Face } from '../../domain/faces.ts';
import { OfficeId, ServiceId } from '../shared/ids.ts';

/** Figures about fewer people than this are not published. */
export const LEAST_SHOWN = 5;
/**
 * A month's figures are published this many days after its end. By then every kiosk that was offline is expected to have sent its events.
 */
export const FIGURES_AFTER_DAYS = 15;

export const FiguresMonth = z.string().regex(/^2\d{3}-(0[1-9]|1[0-2])$/, 'expected a month such as 2026-10');
export const FiguresQuery = z.object({ month: FiguresMonth });

/** A published figure. `null`: hidden, because it concerns fewer than `LEAST_SHOWN` people, or would reveal another hidden figure. */
const Shown = z.int().nonnegative().nullable();

/** Tickets of one service and channel in one hour of the day, over a month. `served` to `open` add up to `tickets`. */
export const FigureRow = z.object({
  serviceId: ServiceId,
  /**
   * For tickets with an appointment: the channel that booked it, or `unknown` if no channel is known or stored any more. For other tickets:
   * `desk` if a desk gave the number, else `walk-in`.
   */
  channel: z.string(),
  /** Hour of issue on the office's clock. */
  hour: z.int().min(0).max(23),
  tickets: Shown,
  served: Shown,
  noShow: Shown,
  left: Shown,
  withdrawn: Shown,
  voided: Shown,
  open: Shown,
  paperFailed: Shown,
  /**
   * Median wait of the tickets that were called, in whole minutes: until the first call, from the issue of the ticket or from the start of
   * its appointment, whichever is later.
   */
  waitHalf: Shown,
  /** The 90th percentile of the wait, in whole minutes; hidden for fewer than ten waits. */
  waitNineOfTen: Shown,
  /**
   * The errands of the people who were served: one for each person, or more if a desk recorded further errands in the visit. `null` in
   * months stored before this figure existed.
   */
  errands: Shown.default(null),
});
export type FigureRow = z.infer<typeof FigureRow>;

const OF_FACES = { awful: Shown, bad: Shown, fair: Shown, good: Shown, great: Shown } satisfies Record<
  Face,
  typeof Shown
>;

export const WordRow = z.object({
  /** `null`: the answer was given at a kiosk's screen, where the service is unknown. */
  serviceId: ServiceId.nullable(),
  day: z.iso.date(),
  answers: Shown,
  faces: z.object(OF_FACES),
});
export type WordRow = z.infer<typeof WordRow>;

/**
 * The figures of a month. They are computed at the first request and never change afterwards, so that the difference of two answers reveals
 * no small group. Rows of services that are sensitive by now are left out.
 */
export const OfficeFigures = z.object({
  officeId: OfficeId,
  month: FiguresMonth,
  rows: z.array(FigureRow),
  words: z.array(WordRow).default([]),
});
export type OfficeFigures = z.infer<typeof OfficeFigures>;
