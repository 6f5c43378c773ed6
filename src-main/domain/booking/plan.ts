import type { Weekday } from '../calendar-day.ts';
import type { DaySpan, TimeRange } from '../opening-hours.ts';

/**
 * The times at which citizens can book appointments at an office, in one version made by a person. Opening hours, holidays and closures
 * come from the office's profile; the plan says which times may be booked while the office is open.
 */
export interface BookingPlan {
  /** Minutes between two possible starts, counted from midnight: a divisor of 60. */
  readonly step: number;
  /** Minutes that each bookable service takes. A service that is not listed cannot be booked. */
  readonly services: readonly { readonly serviceId: string; readonly minutes: number }[];
  readonly lines: readonly PlanLine[];
  readonly ahead: {
    /** Days from today to the last day that can be booked. */
    readonly mostDays: number;
    /** Least minutes from the booking to the start of the visit. */
    readonly leastMinutes: number;
  };
  readonly shares: PlanShares;
  /** Largest number of open bookings that one proven person may have in the city. */
  readonly mostOpen: number;
  /** Whether the clerk checks that the visitor is the person who booked. */
  readonly checksHolder: boolean;
  /** `false`: the public page does not offer this office. Default: `true`. */
  readonly onWeb?: boolean | undefined;
}

/** A group of equal desks. An appointment takes one of their places for its whole length. */
export interface PlanLine {
  readonly lineId: string;
  readonly services: readonly string[];
  /** The desk of a specialist, for which the line offers its own times; `null`: a line for visits to any desk. */
  readonly deskId: string | null;
  readonly week: { readonly [day in Weekday]: readonly PlacesRange[] };
  /**
   * On the days of an exception its `ranges` replace those of the week; of several exceptions the first counts. Empty `ranges`: no places
   * on that day.
   */
  readonly exceptions: readonly { readonly span: DaySpan; readonly ranges: readonly PlacesRange[] }[];
}

/** A time range with `atOnce` places. The ranges of a day do not overlap; the gap between two is a break. */
export interface PlacesRange extends TimeRange {
  readonly atOnce: number;
}

/** Shares of a line, in percent of its place-minutes (places times minutes). */
export interface PlanShares {
  /** The part of each clock hour that is for people without an appointment and is never booked. More than 0 (Llei 9/2025). */
  readonly walkIn: number;
  /** The part of each day that can be booked only on that day. */
  readonly sameDay: number;
  /** The part of each day that only 010 can book. */
  readonly telephone: number;
  /** The part of each day that can be booked only for people who need help. */
  readonly help: number;
  /** The largest part of each day that unproven people may book together. The other shares limit their bookings too. */
  readonly unproven: number;
  /**
   * The largest part of each day that clerks at desks may book together in lines that belong to no specialist. The other shares limit these
   * bookings too. Default: no such limit.
   */
  readonly desk?: number | undefined;
}

/**
 * The channels through which an appointment is booked. `telephone`: 010, the city's telephone service. `desk`: a clerk. `seu`: the Seu
 * electrònica, where people are identified. Staff speak with the person at the telephone and the desk, so only `web` and `kiosk` count as
 * unproven.
 */
export const DOORS = ['web', 'telephone', 'seu', 'desk', 'kiosk'] as const;
export type Door = (typeof DOORS)[number];

/** The person who books, as far as the shares of a line (`PlanShares`) depend on it. */
export interface Asker {
  readonly door: Door;
  readonly needsHelp: boolean;
  /**
   * True if the person is identified, has typed a code sent to their telephone or mail address, or has promised to type one (`isPending`).
   */
  readonly isProven: boolean;
  /** True for a hold on the web whose person has not typed the code yet: until the confirmation the hold counts as proven. */
  readonly isPending?: boolean | undefined;
}

/** Returns the minutes of a visit for these errands; `null`: one of them cannot be booked, or there are none. */
export function minutesOf({ services }: Pick<BookingPlan, 'services'>, errands: readonly string[]): number | null {
  let sum = 0;
  for (const errand of errands) {
    const service = services.find(({ serviceId }) => serviceId === errand);
    if (service === undefined) return null;
    sum += service.minutes;
  }
  return sum > 0 ? sum : null;
}
