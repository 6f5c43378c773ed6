import { z } from 'zod';
import type * as rules from '../../domain/booking/plan.ts';
import { problemsOf } from '../../domain/booking/plan-problems.ts';
import { OfficeId, ServiceId, Slug } from '../shared/ids.ts';
import { TicketLanguage } from '../shared/languages.ts';
import { LocalizedText } from '../shared/localized-text.ts';
import { DaySpan } from '../shared/opening-hours.ts';
import { Day, Instant, IsoDate, TimeOfDay } from '../shared/times.ts';
import type { BodyBounds } from './body-bounds.ts';

const MOST_SERVICES = 36;
const MOST_LINES = 100;
export const MOST_ERRANDS = 4;

const PlacesRange = z.strictObject({ from: TimeOfDay, to: TimeOfDay, atOnce: z.int().min(1).max(100) });
const DayPlaces = z.array(PlacesRange).max(8);
const Percent = z.int().min(0).max(100);

const PlanLine = z.strictObject({
  lineId: Slug.max(60),
  services: z.array(ServiceId).min(1).max(MOST_SERVICES),
  deskId: Slug.max(60).nullable().default(null),
  week: z.strictObject({
    mon: DayPlaces,
    tue: DayPlaces,
    wed: DayPlaces,
    thu: DayPlaces,
    fri: DayPlaces,
    sat: DayPlaces,
    sun: DayPlaces,
  }),
  exceptions: z
    .array(z.strictObject({ span: DaySpan, ranges: DayPlaces }))
    .max(100)
    .default([]),
});

/**
 * The times that an office offers for appointments. A plan without a share for people who come without an appointment is refused (Llei
 * 9/2025).
 */
export const BookingPlan = z
  .strictObject({
    step: z.int().min(5).max(60),
    services: z
      .array(z.strictObject({ serviceId: ServiceId, minutes: z.int().min(5).max(480) }))
      .min(1)
      .max(MOST_SERVICES),
    lines: z.array(PlanLine).min(1).max(MOST_LINES),
    ahead: z.strictObject({ mostDays: z.int().min(0).max(366), leastMinutes: z.int().min(0).max(10_080) }),
    shares: z.strictObject({
      walkIn: Percent,
      sameDay: Percent,
      telephone: Percent,
      help: Percent,
      unproven: Percent,
      desk: Percent.optional(),
    }),
    mostOpen: z.int().min(1).max(50),
    checksHolder: z.boolean().default(false),
    onWeb: z.boolean().optional(),
  })
  .superRefine((plan, context) => {
    for (const { path, detail } of problemsOf(plan))
      context.addIssue({ code: 'custom', path: [...path], message: detail });
  }) satisfies z.ZodType<rules.BookingPlan>;
export type BookingPlan = z.infer<typeof BookingPlan>;

export const PLAN_BODY: BodyBounds = { sent: 262_144 };

export const PlanDraft = z.strictObject({
  plan: z.unknown(),
  effectiveFrom: Day,
  /** The newest version that the author has seen, 0 if there was none. The draft is refused if a newer one has been published. */
  newest: z.int().nonnegative().optional(),
});

/** A draft of a plan for a preview; the centre does not store it. */
export const PlanPreviewOrder = z.strictObject({
  plan: z.unknown(),
  effectiveFrom: Day,
  /** The services of one visit; the preview shows its bookable times. Default: the first service of the plan. */
  errands: z.array(ServiceId).min(1).max(MOST_ERRANDS).optional(),
});

/**
 * A booking for which the office has no place any more, because of a closure, a new plan or too many bookings of other channels. No member
 * names a person.
 */
export const BookingHit = z.object({
  appointmentId: z.uuid(),
  serviceId: z.string(),
  start: Instant,
  /**
   * `closed`: the office is closed. `plan`: the plan offers no such time. `full`: more appointments are booked than the plan has places at
   * that time.
   */
  because: z.enum(['closed', 'plan', 'full']),
  /** Bookable times around `start`, the nearest first. */
  others: z.array(Instant),
});
export type BookingHit = z.infer<typeof BookingHit>;
export const MOST_HITS = 500;

export const PlanPublished = z.object({
  version: z.int().positive(),
  effectiveFrom: IsoDate,
  hits: z.array(BookingHit).max(MOST_HITS),
});

const PlanVersion = z.object({
  version: z.int().positive(),
  effectiveFrom: IsoDate,
  publishedAt: Instant,
  publishedBy: z.string(),
  plan: z.unknown(),
});

export const PlanVersions = z.object({
  today: IsoDate,
  /** The version that is valid today; `null`: none. */
  inEffect: z.int().positive().nullable(),
  /** Newest first, 50 at most. */
  versions: z.array(PlanVersion),
});

export const BookingHits = z.object({ hits: z.array(BookingHit).max(MOST_HITS) });

const BookableOffice = z.object({
  officeId: OfficeId,
  name: z.string(),
  address: z.string(),
  phone: z.string().nullable(),
  zone: z.string(),
  services: z.array(
    z.object({
      serviceId: ServiceId,
      name: LocalizedText,
      minutes: z.int().positive(),
      toBring: z.array(LocalizedText),
    }),
  ),
  desks: z.array(z.object({ deskId: z.string(), name: LocalizedText, services: z.array(z.string()) })),
});
export const BookableOffices = z.object({ offices: z.array(BookableOffice) });

const StaffDoor = z.enum(['telephone', 'desk']);

const Errands = z.array(ServiceId).min(1).max(MOST_ERRANDS);
const YesNo = z.enum(['true', 'false']);

export const FreeHoursQuery = z.object({
  /** Services, separated by commas, in the sequence of the visit. */
  errands: z
    .string()
    .transform((text) => text.split(','))
    .pipe(Errands),
  from: Day,
  days: z.coerce.number().pipe(z.int().min(1).max(42)),
  door: StaffDoor.default('telephone'),
  needsHelp: YesNo.default('false').transform((text) => text === 'true'),
  deskId: Slug.max(60).optional(),
});

const FreeDay = z.object({
  day: IsoDate,
  /** The reason why the day offers no appointment times; `null`: it offers some, though all may be taken. */
  closed: z
    .object({ because: z.enum(['holiday', 'closure', 'hours', 'plan']), reason: LocalizedText.nullable() })
    .nullable(),
  starts: z.array(Instant),
});
export const FreeHours = z.object({ days: z.array(FreeDay) });

export const PlanPreview = z.object({
  days: z.array(FreeDay),
  /** Bookings that have a place now and would have none under the draft. */
  hits: z.array(BookingHit).max(MOST_HITS),
});

/** The secret of a hold or a booking: 130 random bits. */
export const BookingSecret = z.string().regex(/^[A-Z2-7]{26}$/, 'expected 26 capitals and digits');

export const HoldOrder = z.strictObject({
  errands: Errands,
  start: Instant,
  door: StaffDoor.default('telephone'),
  needsHelp: z.boolean().default(false),
  language: TicketLanguage.default('ca'),
  deskId: Slug.max(60).optional(),
});

export const Held = z.object({ hold: BookingSecret, endsAt: Instant });

export const ReleaseOrder = z.strictObject({
  hold: BookingSecret,
  /**
   * True: a booking that was made from this hold is cancelled too. A page sends true if it confirmed the hold and received no answer,
   * because then the citizen cannot know whether there is a booking.
   */
  alsoBooked: z.boolean().default(false),
});

export const ConfirmOrder = z.strictObject({
  hold: BookingSecret,
  /** DNI, NIE, NIF or passport; hashed on arrival. `null`: the person has none of these. */
  documentNumber: z.string().min(4).max(40).nullable(),
});

const BookedState = z.enum(['booked', 'checked-in', 'cancelled', 'missed']);

export const StaffBooking = z.object({
  appointmentId: z.uuid(),
  officeId: OfficeId,
  officeName: z.string(),
  address: z.string(),
  zone: z.string(),
  errands: z.array(z.object({ serviceId: ServiceId, name: LocalizedText })),
  start: Instant,
  end: Instant,
  locator: z.string().nullable(),
  state: BookedState,
  /** Whether the booking was made at this centre. If not, only the other system that made it can change it. */
  isOurs: z.boolean(),
  /** Bookable times to choose from if a future booking has no place any more (`BookingHit.because`); else `null`. */
  others: z.array(Instant).nullable(),
});

/** The answer to a confirmation. No other answer contains `token`, the secret of the booking's page. */
export const StaffBooked = StaffBooking.extend({ token: BookingSecret, qr: z.string() });

export const BookingSearch = z.union([
  z.strictObject({ locator: z.string().min(1).max(40) }),
  z.strictObject({ documentNumber: z.string().min(4).max(40) }),
]);
export const BookingsFound = z.object({ bookings: z.array(StaffBooking) });

export const MoveOrder = z.strictObject({ start: Instant, door: StaffDoor.default('telephone') });

/**
 * The address of a desk's calendar. It is absolute if `followPage` of the office's profile gives the centre's public address, otherwise
 * only the path.
 */
export const DeskCalendar = z.object({ address: z.string() });
