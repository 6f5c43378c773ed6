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
import { city, inRole, office } from './operation-parts.ts';

const desk = office.extend({ deskId: Slug });
const booking = city.extend({ appointmentId: z.uuid() });

/**
 * Operations with which a city's people publish bookable hours and manage bookings. They are part of `OPERATIONS`, which checks their
 * types.
 */
export const BOOKING_OPERATIONS = {
  listBookable: {
    method: 'GET',
    path: '/v1/cities/{cityId}/admin/bookable',
    summary: 'The offices with bookable hours: their bookable services, the minutes of each, and what to bring',
    credential: 'token',
    params: city,
    answer: { status: 200, body: BookableOffices },
    problems: inRole,
  },
  publishPlan: {
    method: 'POST',
    path: '/v1/cities/{cityId}/admin/offices/{officeId}/booking-plans',
    summary:
      'Publishes a new version of the hours that an office offers, valid from a given day. The answer lists the bookings that it leaves without a place',
    credential: 'token',
    params: office,
    body: PlanDraft,
    bounds: PLAN_BODY,
    answer: { status: 201, body: PlanPublished },
    problems: [...inRole, 'invalid-plan', 'not-found', 'does-not-apply'],
  },
  previewPlan: {
    method: 'POST',
    path: '/v1/cities/{cityId}/admin/offices/{officeId}/booking-plans/preview',
    summary:
      'The free hours of a week under a draft, and the bookings that it would leave without a place; nothing is stored',
    credential: 'token',
    params: office,
    body: PlanPreviewOrder,
    bounds: PLAN_BODY,
    answer: { status: 200, body: PlanPreview },
    problems: [...inRole, 'invalid-plan', 'not-found'],
  },
  readPlan: {
    method: 'GET',
    path: '/v1/cities/{cityId}/admin/offices/{officeId}/booking-plans',
    summary: 'The versions of the hours that an office offers; newest first, 50 at most',
    credential: 'token',
    params: office,
    answer: { status: 200, body: PlanVersions },
    problems: [...inRole, 'not-found'],
  },
  listBookingHits: {
    method: 'GET',
    path: '/v1/cities/{cityId}/admin/offices/{officeId}/booking-hits',
    summary:
      'Future bookings without a place, because of a closure, a new plan, or more bookings of other channels than places; each with free hours to choose instead',
    credential: 'token',
    params: office,
    answer: { status: 200, body: BookingHits },
    problems: [...inRole, 'not-found'],
  },
  readFreeHours: {
    method: 'GET',
    path: '/v1/cities/{cityId}/admin/offices/{officeId}/free-hours',
    summary: 'The free hours of some days for one errand or several in one visit',
    credential: 'token',
    params: office,
    query: FreeHoursQuery,
    answer: { status: 200, body: FreeHours },
    problems: [...inRole, 'not-found'],
  },
  holdHour: {
    method: 'POST',
    path: '/v1/cities/{cityId}/admin/offices/{officeId}/holds',
    summary: 'Holds an hour for ten minutes, while the clerk asks the citizen for the remaining data',
    credential: 'token',
    params: office,
    body: HoldOrder,
    bounds: SMALL_BODY,
    answer: { status: 201, body: Held },
    problems: [...inRole, 'not-found', 'hour-gone'],
  },
  releaseHold: {
    method: 'POST',
    path: '/v1/cities/{cityId}/admin/offices/{officeId}/holds/release',
    summary:
      'Releases a held hour before its ten minutes end. If the hold has become a booking, the request is refused, or cancels the booking if the order says so',
    credential: 'token',
    params: office,
    body: ReleaseOrder,
    bounds: SMALL_BODY,
    answer: { status: 204, body: null },
    problems: [...inRole, 'already-booked', 'already-checked-in'],
  },
  confirmHour: {
    method: 'POST',
    path: '/v1/cities/{cityId}/admin/offices/{officeId}/holds/confirm',
    summary: 'Turns a held hour into a booking; a repeated request returns the same booking',
    credential: 'token',
    params: office,
    body: ConfirmOrder,
    bounds: SMALL_BODY,
    answer: { status: 201, body: StaffBooked },
    problems: [...inRole, 'hour-gone', 'invalid-appointment'],
  },
  findBookings: {
    method: 'POST',
    path: '/v1/cities/{cityId}/admin/bookings/find',
    summary:
      'Future bookings by locator or by document number; audited. Searches by document number are limited in number and omit sensitive services',
    credential: 'token',
    params: city,
    body: BookingSearch,
    bounds: SMALL_BODY,
    answer: { status: 200, body: BookingsFound },
    problems: [...inRole, 'too-many-tries'],
  },
  moveBooking: {
    method: 'PUT',
    path: '/v1/cities/{cityId}/admin/bookings/{appointmentId}/start',
    summary: 'Moves a booking to another free hour of its office, for the same holder',
    credential: 'token',
    params: booking,
    body: MoveOrder,
    bounds: SMALL_BODY,
    answer: { status: 200, body: StaffBooking },
    problems: [...inRole, 'not-found', 'hour-gone', 'already-checked-in'],
  },
  renewDeskCalendar: {
    method: 'POST',
    path: '/v1/cities/{cityId}/admin/offices/{officeId}/desks/{deskId}/calendar',
    summary:
      'Makes a new secret address of a desk’s calendar (iCalendar, without personal data) and ends the previous address; only this answer contains it',
    credential: 'token',
    params: desk,
    answer: { status: 201, body: DeskCalendar },
    problems: [...inRole, 'not-found'],
  },
  endDeskCalendar: {
    method: 'DELETE',
    path: '/v1/cities/{cityId}/admin/offices/{officeId}/desks/{deskId}/calendar',
    summary: 'Ends the secret address of a desk’s calendar',
    credential: 'token',
    params: desk,
    answer: { status: 204, body: null },
    problems: inRole,
  },
  cancelBooking: {
    method: 'DELETE',
    path: '/v1/cities/{cityId}/admin/bookings/{appointmentId}',
    summary:
      'Cancels a booking made at a door of this centre (web, telephone, Seu electrònica, desk or kiosk), not one of a booking system',
    credential: 'token',
    params: booking,
    answer: { status: 204, body: null },
    problems: [...inRole, 'not-found', 'already-checked-in'],
  },
} as const;
