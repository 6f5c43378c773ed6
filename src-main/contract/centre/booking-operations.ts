import { z } from 'zod';
import { Slug } from '../shared/ids.ts';
import { SMALL_BODY } from './body-bounds.ts';
import {
  BookableOffices,
  BookingHits,
  BookingSearch,
  BookingsFound,
  ConfirmOrder,
  DeskCalendar,
  FreeHours,
  FreeHoursQuery,
  Held,
  HoldOrder,
  MoveOrder,
  PLAN_BODY,
  PlanDraft,
  PlanPreview,
  PlanPreviewOrder,
  PlanPublished,
  PlanVersions,
  ReleaseOrder,
  StaffBooked,
  StaffBooking,
} from './booking.ts';
import { byToken, city, office } from './operation-parts.ts';

const desk = office.extend({ deskId: Slug });
const booking = city.extend({ appointmentId: z.uuid() });

/**
 * Operations with which a city's people publish bookable times and manage bookings. They are part of `OPERATIONS`, which checks their
 * types.
 */
export const BOOKING_OPERATIONS = {
  listBookable: {
    method: 'GET',
    path: '/v1/cities/{cityId}/admin/bookable',
    summary: 'The offices with bookable hours: their bookable services, the minutes of each, and what to bring',
    ...byToken(city),
    answer: { status: 200, body: BookableOffices },
  },
  publishPlan: {
    method: 'POST',
    path: '/v1/cities/{cityId}/admin/offices/{officeId}/booking-plans',
    summary:
      'Publishes a new version of the hours that an office offers, valid from a given day. The answer lists the bookings that it leaves without a place',
    ...byToken(office, 'invalid-plan', 'not-found', 'does-not-apply'),
    body: PlanDraft,
    bounds: PLAN_BODY,
    answer: { status: 201, body: PlanPublished },
  },
  previewPlan: {
    method: 'POST',
    path: '/v1/cities/{cityId}/admin/offices/{officeId}/booking-plans/preview',
    summary:
      'The free hours of a week under a draft, and the bookings that it would leave without a place; nothing is stored',
    ...byToken(office, 'invalid-plan', 'not-found'),
    body: PlanPreviewOrder,
    bounds: PLAN_BODY,
    answer: { status: 200, body: PlanPreview },
  },
  readPlan: {
    method: 'GET',
    path: '/v1/cities/{cityId}/admin/offices/{officeId}/booking-plans',
    summary: 'The versions of the hours that an office offers; newest first, 50 at most',
    ...byToken(office, 'not-found'),
    answer: { status: 200, body: PlanVersions },
  },
  listBookingHits: {
    method: 'GET',
    path: '/v1/cities/{cityId}/admin/offices/{officeId}/booking-hits',
    summary:
      'Future bookings without a place, because of a closure, a new plan, or more bookings of other channels than places; each with free hours to choose instead',
    ...byToken(office, 'not-found'),
    answer: { status: 200, body: BookingHits },
  },
  readFreeHours: {
    method: 'GET',
    path: '/v1/cities/{cityId}/admin/offices/{officeId}/free-hours',
    summary: 'The free hours of some days for one errand or several in one visit',
    ...byToken(office, 'not-found'),
    query: FreeHoursQuery,
    answer: { status: 200, body: FreeHours },
  },
  holdHour: {
    method: 'POST',
    path: '/v1/cities/{cityId}/admin/offices/{officeId}/holds',
    summary: 'Holds an hour for ten minutes, while the clerk asks the citizen for the remaining data',
    ...byToken(office, 'not-found', 'hour-gone'),
    body: HoldOrder,
    bounds: SMALL_BODY,
    answer: { status: 201, body: Held },
  },
  releaseHold: {
    method: 'POST',
    path: '/v1/cities/{cityId}/admin/offices/{officeId}/holds/release',
    summary:
      'Releases a held hour before its ten minutes end. If the hold has become a booking, the request is refused, or cancels the booking if the order says so',
    ...byToken(office, 'already-booked', 'already-checked-in'),
    body: ReleaseOrder,
    bounds: SMALL_BODY,
    answer: { status: 204, body: null },
  },
  confirmHour: {
    method: 'POST',
    path: '/v1/cities/{cityId}/admin/offices/{officeId}/holds/confirm',
    summary: 'Turns a held hour into a booking; a repeated request returns the same booking',
    ...byToken(office, 'hour-gone', 'invalid-appointment'),
    body: ConfirmOrder,
    bounds: SMALL_BODY,
    answer: { status: 201, body: StaffBooked },
  },
  findBookings: {
    method: 'POST',
    path: '/v1/cities/{cityId}/admin/bookings/find',
    summary:
      'Future bookings by locator or by document number; audited. Searches by document number are limited in number and omit sensitive services',
    ...byToken(city, 'too-many-tries'),
    body: BookingSearch,
    bounds: SMALL_BODY,
    answer: { status: 200, body: BookingsFound },
  },
  moveBooking: {
    method: 'PUT',
    path: '/v1/cities/{cityId}/admin/bookings/{appointmentId}/start',
    summary: 'Moves a booking to another free hour of its office, for the same holder',
    ...byToken(booking, 'not-found', 'hour-gone', 'already-checked-in'),
    body: MoveOrder,
    bounds: SMALL_BODY,
    answer: { status: 200, body: StaffBooking },
  },
  renewDeskCalendar: {
    method: 'POST',
    path: '/v1/cities/{cityId}/admin/offices/{officeId}/desks/{deskId}/calendar',
    summary:
      'Makes a new secret address of a desk’s calendar (iCalendar, without personal data) and ends the previous address; only this answer contains it',
    ...byToken(desk, 'not-found'),
    answer: { status: 201, body: DeskCalendar },
  },
  endDeskCalendar: {
    method: 'DELETE',
    path: '/v1/cities/{cityId}/admin/offices/{officeId}/desks/{deskId}/calendar',
    summary: 'Ends the secret address of a desk’s calendar',
    ...byToken(desk),
    answer: { status: 204, body: null },
  },
  cancelBooking: {
    method: 'DELETE',
    path: '/v1/cities/{cityId}/admin/bookings/{appointmentId}',
    summary:
      'Cancels a booking made at a door of this centre (web, telephone, Seu electrònica, desk or kiosk), not one of a booking system',
    ...byToken(booking, 'not-found', 'already-checked-in'),
    answer: { status: 204, body: null },
  },
} as const;
