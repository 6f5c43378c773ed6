import { z } from 'zod';
import { ServiceId, Slug } from '../shared/ids.ts';
import { TicketLanguage } from '../shared/languages.ts';
import { Day, Instant, IsoDate } from '../shared/times.ts';
import { SMALL_BODY } from './body-bounds.ts';
import { BookingSecret, Held } from './booking.ts';
import { byKiosk, kiosk } from './operation-parts.ts';

/** The citizen for whom a kiosk asks: `kiosk`: a citizen at its screen; `desk`: a citizen at a desk that the kiosk serves. */
export const KioskDoor = z.enum(['kiosk', 'desk']);
export type KioskDoor = z.infer<typeof KioskDoor>;

export const MOST_HOUR_DAYS = 10;

/**
 * A request for bookable times. It is sent as the body of a `POST` to save time, because a person at the screen waits for the answer:
 * before a signed `GET` the kiosk must write a count (`Torn-Request`) to disk.
 */
const KioskHoursAsked = z.strictObject({
  door: KioskDoor,
  /** The service; if it is absent, the answer has no `days`. */
  errand: ServiceId.optional(),
  /** The first day; default: today. */
  from: Day.optional(),
  /** The specialist's desk whose own appointment times are asked for; only with the door `desk`. */
  deskId: Slug.max(60).optional(),
});

/** The appointment times that the kiosk's own office offers, without any personal data. */
export const KioskHours = z.object({
  services: z.array(z.object({ serviceId: ServiceId, minutes: z.int().positive() })),
  /** The desks of specialists with appointment times of their own; empty for the door `kiosk`. */
  desks: z.array(z.object({ deskId: z.string(), services: z.array(z.string()) })),
  /** The first days with bookable times; `starts`: those times. */
  days: z.array(z.object({ day: IsoDate, starts: z.array(Instant) })).max(MOST_HOUR_DAYS),
});
export type KioskHours = z.infer<typeof KioskHours>;

const KioskHoldOrder = z.strictObject({
  door: KioskDoor,
  errand: ServiceId,
  start: Instant,
  language: TicketLanguage,
  deskId: Slug.max(60).optional(),
  /**
   * The hold's secret, made by the kiosk. If a call is repeated with this secret, the centre answers with the first call's hold, or, if
   * that hold was booked, with a hold that has ended. Therefore a kiosk that never received the answer makes no second booking.
   */
  hold: BookingSecret.optional(),
});

const KioskHold = z.strictObject({ hold: BookingSecret });

/** The data printed on the citizen's paper. The paper is anonymous: it has no document number and no contact. */
const KioskBooked = z.object({
  start: Instant,
  end: Instant,
  locator: z.string(),
  qr: z.string().max(600),
});

/**
 * Operations with which a kiosk books appointments at its own office for another day: it asks for bookable times, and holds, books and
 * releases them. It can read only bookings made from holds of its office's kiosks, by the hold's secret. These operations are part of
 * `OPERATIONS`.
 */
export const KIOSK_HOUR_OPERATIONS = {
  askKioskHours: {
    method: 'POST',
    path: '/v1/cities/{cityId}/kiosks/{kioskId}/hours',
    summary:
      'The services of the kiosk’s office that may be booked, and the first days with free hours for one of them',
    ...byKiosk(kiosk, 'too-many-tries'),
    body: KioskHoursAsked,
    bounds: SMALL_BODY,
    answer: { status: 200, body: KioskHours },
  },
  holdKioskHour: {
    method: 'POST',
    path: '/v1/cities/{cityId}/kiosks/{kioskId}/hours/holds',
    summary: 'Holds an hour for ten minutes, while the person at the kiosk or desk decides',
    ...byKiosk(kiosk, 'not-found', 'hour-gone', 'too-many-tries'),
    body: KioskHoldOrder,
    bounds: SMALL_BODY,
    answer: { status: 201, body: Held },
  },
  confirmKioskHour: {
    method: 'POST',
    path: '/v1/cities/{cityId}/kiosks/{kioskId}/hours/holds/confirm',
    summary:
      'Turns an hour that this office’s kiosks hold into an anonymous booking; a repeated request returns the same booking',
    ...byKiosk(kiosk, 'hour-gone', 'too-many-tries'),
    body: KioskHold,
    bounds: SMALL_BODY,
    answer: { status: 201, body: KioskBooked },
  },
  releaseKioskHour: {
    method: 'POST',
    path: '/v1/cities/{cityId}/kiosks/{kioskId}/hours/holds/release',
    summary:
      'Releases a held hour; if it has become a booking because the kiosk never received the answer, the booking is cancelled',
    ...byKiosk(kiosk),
    body: KioskHold,
    bounds: SMALL_BODY,
    answer: { status: 204, body: null },
  },
} as const;
