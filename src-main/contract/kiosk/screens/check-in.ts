import { z } from 'zod';
import { SHOWN_RESULTS } from '../../../domain/check-in.ts';
import { CheckInMethod, DocumentOffered } from '../../shared/check-in.ts';
import { ServiceId } from '../../shared/ids.ts';
import { TimeOfDay } from '../../shared/times.ts';
import { LocalMoment, TextPair } from './parts.ts';
import type { ScreenRow } from './row.ts';
import { SlipState } from './ticket.ts';

/** What somebody who says to have an appointment is told when it gives no ticket by itself. */
export const ShownResult = z.enum(SHOWN_RESULTS);
export type ShownResult = z.infer<typeof ShownResult>;

/**
 * Where a result leads; the last is a turn without an appointment. `walk-in`: `takeWalkIn`. `another-ticket`: `askAnotherTicket`, for
 * whoever has a number. `reprint`: `reprintCheckIn`. `choose-service`:
 * `continueCheckIn`. `try-again`: `back`. `other-office`: `goToOtherOffice`. `come-back`, `desk`: `finish`.
 */
export const NextAction = z.enum([
  'reprint',
  'choose-service',
  'try-again',
  'come-back',
  'other-office',
  'desk',
  'walk-in',
  'another-ticket',
]);
export type NextAction = z.infer<typeof NextAction>;

/** Behind the door of appointments. */
export const CheckInScreen = z.discriminatedUnion('screen', [
  /**
   * The inside of the door of appointments: how to say who one is. `methods` in the order of the office, those that work now; a scan is taken
   * at any time.
   */
  z.strictObject({ screen: z.literal('check-in'), methods: z.array(CheckInMethod), scans: z.boolean() }),
  /** `notice`: what was sent is no locator; nothing was looked up. */
  z.strictObject({ screen: z.literal('locator-keypad'), notice: z.literal('mistyped').nullable(), scans: z.boolean() }),
  /** A notice of privacy stands above the keys. `notice`: what was sent is no number of that kind; nothing was looked up. */
  z.strictObject({
    screen: z.literal('document-keypad'),
    kinds: z.array(DocumentOffered).min(1),
    notice: z.literal('mistyped').nullable(),
  }),
  /** "I have no code": the hour of the appointment, as the person says it. Answered by `checkInUnverified`. */
  z.strictObject({
    screen: z.literal('appointment-hour'),
    serviceId: ServiceId,
    service: TextPair,
    /** In order; besides them the person may not know. */
    hours: z.array(TimeOfDay).max(12),
  }),
  z.strictObject({
    screen: z.literal('check-in-result'),
    result: ShownResult,
    /** When the appointment is, for whoever holds its confirmation. */
    when: LocalMoment.nullable(),
    /** From when on it is taken, of `too-early`. */
    from: TimeOfDay.nullable(),
    /** Of `wrong-office`; `null` when the kiosk does not know the other office. */
    where: z.strictObject({ name: z.string(), address: z.string() }).nullable(),
    /** The number given already, of `already-checked-in`; `null` when another kiosk gave it. */
    label: z.string().nullable(),
    /** What serves the person best stands first. */
    nextActions: z.array(NextAction).min(1),
    /** Where the desk is; `null` when the office has not said. */
    desk: z.string().nullable(),
    /** What `walk-in` leads to: a number at once, or the list of services. */
    walkIn: z.enum(['ticket', 'services']),
  }),
  /**
   * Asks before whoever has a number is given another one: `takeWalkIn` leads to the list of services, `back` to the result. `label`: the number
   * they have, `null` when another kiosk gave it.
   */
  z.strictObject({ screen: z.literal('another-ticket'), label: z.string().nullable() }),
  /** The person goes to another office: where it is, and when it is open. A slip says the same on request. */
  z.strictObject({
    screen: z.literal('other-office'),
    name: z.string(),
    address: z.string(),
    /** The day of the appointment there, else today. */
    day: z.iso.date(),
    /** On that day, empty when it is closed; `null` where the kiosk does not know. */
    hours: z.array(z.strictObject({ from: TimeOfDay, to: TimeOfDay })).nullable(),
    directions: z.string().nullable(),
    /** How far the slip is; `null` until somebody asks for it. */
    paper: SlipState.nullable(),
    /** As on `take-ticket`. */
    place: z.string().nullable(),
  }),
  /** Somebody showed their ticket on leaving: a proof of attendance is printed. `place` as on `take-ticket`. */
  z.strictObject({
    screen: z.literal('attendance-proof'),
    label: z.string(),
    from: TimeOfDay,
    to: TimeOfDay,
    paper: SlipState,
    place: z.string().nullable(),
  }),
]);

export const CHECK_IN_ROWS = {
  'check-in': { kind: 'step', back: 'leave', code: 'anybody', time: 'step', loses: 'check-in', heard: 'private' },
  'locator-keypad': {
    kind: 'step',
    back: 'check-in',
    code: 'anybody',
    time: 'typing',
    loses: 'check-in',
    heard: 'private',
  },
  'document-keypad': {
    kind: 'step',
    back: 'check-in',
    code: 'anybody',
    time: 'typing',
    loses: 'check-in',
    heard: 'private',
  },
  'appointment-hour': {
    kind: 'step',
    back: 'check-in',
    code: 'anybody',
    time: 'step',
    loses: 'check-in',
    heard: 'private',
  },
  'check-in-result': {
    kind: 'step',
    back: 'check-in',
    code: 'next',
    time: 'step',
    loses: 'check-in',
    heard: 'private',
  },
  'another-ticket': {
    kind: 'step',
    back: 'check-in-result',
    code: 'next',
    time: 'step',
    loses: 'check-in',
    heard: 'private',
  },
  /** Back is the result that led here. */
  'other-office': { kind: 'step', back: 'check-in', code: 'after', time: 'step', loses: 'choices', heard: 'private' },
  /** Once its paper is out; until then it is as a ticket whose paper is as far. */
  'attendance-proof': { kind: 'step', back: null, code: 'after', time: 'ticket', loses: 'proof', heard: 'private' },
} as const satisfies Record<z.infer<typeof CheckInScreen>['screen'], ScreenRow>;
