import { z } from 'zod';
import { CheckInMethod, DocumentOffered } from '../../contract/shared/check-in.ts';
import { ServiceId } from '../../contract/shared/ids.ts';
import { TimeOfDay } from '../../contract/shared/times.ts';
import { LocalMoment, TextPair } from '../../session/contract/parts.ts';
import type { ScreenRow } from '../../session/contract/row.ts';
import { SlipState } from '../../tickets/contract/ticket.ts';
import { SHOWN_RESULTS } from '../rules/check-in.ts';

/** The result of a check-in that does not issue a ticket. */
export const ShownResult = z.enum(SHOWN_RESULTS);
export type ShownResult = z.infer<typeof ShownResult>;

/**
 * The action of a result; the last one is a ticket without an appointment. `walk-in`: `takeWalkIn`. `another-ticket`: `askAnotherTicket`,
 * for a citizen with a number. `reprint`: `reprintCheckIn`. `choose-service`: `continueCheckIn`. `try-again`: `back`. `other-office`:
 * `goToOtherOffice`. `come-back`, `desk`: `finish`.
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

export const CheckInScreen = z.discriminatedUnion('screen', [
  /**
   * The choice of a check-in method. `methods`: the methods that work now, in the office's order; a code may be scanned at any time.
   * `fromHome`: the typed code may also belong to a number taken at home.
   */
  z.strictObject({
    screen: z.literal('check-in'),
    methods: z.array(CheckInMethod),
    scans: z.boolean(),
    fromHome: z.boolean(),
  }),
  /** `notice`: the typed text is not a code, and nothing was looked up. `fromHome`: as on `check-in`. */
  z.strictObject({
    screen: z.literal('locator-keypad'),
    notice: z.literal('mistyped').nullable(),
    scans: z.boolean(),
    fromHome: z.boolean(),
  }),
  /** A privacy notice is shown above the keys. `notice`: the typed text is no number of that kind; nothing was looked up. */
  z.strictObject({
    screen: z.literal('document-keypad'),
    kinds: z.array(DocumentOffered).min(1),
    notice: z.literal('mistyped').nullable(),
  }),
  /** "I have no code": the hour of the appointment, as the citizen says it. Answered by `checkInUnverified`. */
  z.strictObject({
    screen: z.literal('appointment-hour'),
    serviceId: ServiceId,
    service: TextPair,
    /** The hours to choose from, in order; the citizen may also not know the hour. */
    hours: z.array(TimeOfDay).max(12),
  }),
  z.strictObject({
    screen: z.literal('check-in-result'),
    result: ShownResult,
    /** The appointment's moment, for the holder of its confirmation. */
    when: LocalMoment.nullable(),
    /** Time at which check-in opens, for `too-early`. */
    from: TimeOfDay.nullable(),
    /** The appointment's office, for `wrong-office`; `null` if the kiosk does not know it. */
    where: z.strictObject({ name: z.string(), address: z.string() }).nullable(),
    /** The number issued already, for `already-checked-in` and `arrived-from-home`; `null` if another kiosk issued it. */
    label: z.string().nullable(),
    /** The most useful action first. */
    nextActions: z.array(NextAction).min(1),
    /** Place of the desk; `null` if the office's profile does not say. */
    desk: z.string().nullable(),
    /** The outcome of `walk-in`: a number at once, or the list of services. */
    walkIn: z.enum(['ticket', 'services']),
  }),
  /**
   * Asks before a citizen with a number gets another one: `takeWalkIn` leads to the list of services, `back` to the result. `label`: the
   * present number, `null` if another kiosk issued it.
   */
  z.strictObject({ screen: z.literal('another-ticket'), label: z.string().nullable() }),
  /** Address and opening hours of another office, also printed on request. */
  z.strictObject({
    screen: z.literal('other-office'),
    name: z.string(),
    address: z.string(),
    /** The day of the appointment there, else today. */
    day: z.iso.date(),
    /** Hours on that day, empty if it is closed; `null` if unknown. */
    hours: z.array(z.strictObject({ from: TimeOfDay, to: TimeOfDay })).nullable(),
    directions: z.string().nullable(),
    /** Print state of the slip; `null` until it is requested. */
    paper: SlipState.nullable(),
    /** Place where the paper comes out, as on `take-ticket`. */
    place: z.string().nullable(),
  }),
  /** A ticket was scanned on leaving, and a proof of attendance is printed. `place` as on `take-ticket`. */
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
  /** "Back" leads to the screen from which it was opened. */
  'other-office': { kind: 'step', back: 'check-in', code: 'after', time: 'step', loses: 'choices', heard: 'private' },
  /** The row for a proof whose paper is out; until then the row of a ticket in the same print state. */
  'attendance-proof': { kind: 'step', back: null, code: 'after', time: 'ticket', loses: 'proof', heard: 'private' },
} as const satisfies Record<z.infer<typeof CheckInScreen>['screen'], ScreenRow>;
