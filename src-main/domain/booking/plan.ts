import type { Weekday } from '../calendar-day.ts';
import type { DaySpan, TimeRange } from '../opening-hours.ts';

/**
 * The hours that citizens can book at an office: one version of its plan, made by a person. Opening hours, holidays and closures come from
 * the office's profile; the plan says what may be booked while the office is open.
 */
export interface BookingPlan {
  /** Minutes between two starts, counted from midnight: a divisor of 60. */
  readonly step: number;
  /** Minutes that each bookable service takes. A service that is not listed cannot be booked. */
  readonly services: readonly { readonly serviceId: string; readonly minutes: number }[];
  readonly lines: readonly PlanLine[];
  readonly ahead: {
    /** The last day that can be booked, counted from today. */
    readonly mostDays: number;
    /** The least minutes from booking to start. */
    readonly leastMinutes: number;
  };
  readonly shares: PlanShares;
  /** Open bookings that one proven holder may have at the same time in the city. */
  readonly mostOpen: number;
  /** Whether the clerk checks that the visitor is the person who booked. */
  readonly checksHolder: boolean;
  /** `false`: the public page does not offer this office. Default: it does. */
  readonly onWeb?: boolean | undefined;
}

/** Desks that are alike: an appointment takes one of their places for its whole length. */
export interface PlanLine {
  readonly lineId: string;
  readonly services: readonly string[];
  /** The desk of a specialist, which has hours of its own; `null`: any desk. */
  readonly deskId: string | null;
  readonly week: { readonly [day in Weekday]: readonly PlacesRange[] };
  /** Exceptions replace the week on their days; the first that covers a day counts. Empty `ranges`: no places on that day. */
  readonly exceptions: readonly { readonly span: DaySpan; readonly ranges: readonly PlacesRange[] }[];
}

/** Hours with places. Ranges of a day do not overlap; the gap between two is a break. */
export interface PlacesRange extends TimeRange {
  /** Appointments at the same time. */
  readonly atOnce: number;
}

/** Shares of a line, in percent of its place-minutes. */
export interface PlanShares {
  /** The share of each clock hour for people without an appointment, never booked. More than 0 (Llei 9/2025). */
  readonly walkIn: number;
  /** The share of each day that is bookable on that day only. */
  readonly sameDay: number;
  /** The share of each day that is bookable by 010 only. */
  readonly telephone: number;
  /** The share of each day that is bookable only for people who need help. */
  readonly help: number;
  /** The most that unproven holders may book together, as a share of each day; the other shares apply to them too. */
  readonly unproven: number;
  /**
   * The most that clerks at desks may book together in lines that belong to no specialist, as a share of each day; the other shares apply
   * to them too. Default: no such limit.
   */
  readonly desk?: number | undefined;
}

/**
 * The door of a booking. `telephone`: 010. `desk`: a clerk. `seu`: the Seu electrònica, where people are identified. Staff speak with the
 * person, so only `web` and `kiosk` count as unproven.
 */
export const DOORS = ['web', 'telephone', 'seu', 'desk', 'kiosk'] as const;
export type Door = (typeof DOORS)[number];

/** The person who asks, as far as the shares distinguish people. */
export interface Asker {
  readonly door: Door;
  readonly needsHelp: boolean;
  /** Whether the person is identified, or was reached by a code at their telephone or mail. */
  readonly isProven: boolean;
  /** Whether the proof is still to come; only for a hold that is not confirmed yet. */
  readonly isPending?: boolean | undefined;
}

/** Minutes of a visit for these errands; `null`: one of them cannot be booked. */
export function minutesOf({ services }: Pick<BookingPlan, 'services'>, errands: readonly string[]): number | null {
  let sum = 0;
  for (const errand of errands) {
    const service = services.find(({ serviceId }) => serviceId === errand);
    if (service === undefined) return null;
    sum += service.minutes;
  }
  return sum > 0 ? sum : null;
}
