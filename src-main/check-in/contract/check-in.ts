import { z } from 'zod';
import { CheckInMethod, DocumentOffered } from '../../contract/shared/check-in.ts';
import { ServiceId } from '../../contract/shared/ids.ts';
import { TimeOfDay } from '../../contract/shared/times.ts';
import { LocalMoment, TextPair } from '../../session/contract/parts.ts';
import type { ScreenRow } from '../../session/contract/row.ts';
import { SlipState } from '../../tickets/contract/ticket.ts';
import { NEXT_ACTIONS, SHOWN_RESULTS } from '../rules/check-in.ts';

export const ShownResult = z.enum(SHOWN_RESULTS);
export type ShownResult = z.infer<typeof ShownResult>;

/**
 * The action that a button under a result starts, with the method that it calls. `walk-in`: `takeWalkIn`, a ticket without an appointment.
 * `another-ticket`: `askAnotherTicket`, for a citizen who has a ticket. `reprint`: `reprintCheckIn`. `choose-service`: `continueCheckIn`.
 * `try-again`: `back`. `other-office`: `goToOtherOffice`. `come-back`, `desk`: `finish`.
 */
export const NextAction = z.enum(NEXT_ACTIONS);
export type NextAction = z.infer<typeof NextAction>;

export const CheckInScreen = z.discriminatedUnion('screen', [
  /**
   * `methods`: the check-in methods that work now, in the sequence of the office's profile; a code may be scanned at any time. `fromHome`:
   * the typed code may also belong to a number taken at home.
   */
  z.strictObject({
    screen: z.literal('check-in'),
    methods: z.array(CheckInMethod),
    scans: z.boolean(),
    fromHome: z.boolean(),
  }),
  /** `notice`: the typed text is not a code, and no code was looked up. `fromHome`: as on `check-in`. */
  z.strictObject({
    screen: z.literal('locator-keypad'),
    notice: z.literal('mistyped').nullable(),
    scans: z.boolean(),
    fromHome: z.boolean(),
  }),
  /**
   * A privacy notice is shown above the keys. `notice`: the typed text is no document number of the chosen kind, and no number was looked
   * up.
   */
  z.strictObject({
    screen: z.literal('document-keypad'),
    kinds: z.array(DocumentOffered).min(1),
    notice: z.literal('mistyped').nullable(),
  }),
  /** Asks a citizen without a code for the time of the appointment. Answered by `checkInUnverified`. */
  z.strictObject({
    screen: z.literal('appointment-hour'),
    serviceId: ServiceId,
    service: TextPair,
    /** The times to choose from, the earliest first; the citizen may also answer that the time is unknown. */
    hours: z.array(TimeOfDay).max(12),
  }),
  z.strictObject({
    screen: z.literal('check-in-result'),
    result: ShownResult,
    /** Date and time of the appointment, only for a citizen who showed its confirmation. */
    when: LocalMoment.nullable(),
    from: TimeOfDay.nullable(),
    /** The appointment's office, for `wrong-office`; `null` if the kiosk does not know it. */
    where: z.strictObject({ name: z.string(), address: z.string() }).nullable(),
    /**
     * The number of the ticket that the citizen has, for `already-checked-in` and `arrived-from-home`; `null` if another kiosk issued it.
     */
    label: z.string().nullable(),
    /** The most useful action first. */
    nextActions: z.array(NextAction).min(1),
    /** Place of the help desk; `null` if the office's profile does not say. */
    desk: z.string().nullable(),
    /** The effect of `walk-in`: a number at once, or the list of services. */
    walkIn: z.enum(['ticket', 'services']),
  }),
  /**
   * Asks before a citizen with a ticket gets another one: `takeWalkIn` leads to the list of services, or issues the number if there is only
   * one; `back` leads to the result. `label`: the number of the present ticket, `null` if another kiosk issued it.
   */
  z.strictObject({ screen: z.literal('another-ticket'), label: z.string().nullable() }),
  /** Shows address and opening hours of another office; the citizen may have them printed. */
  z.strictObject({
    screen: z.literal('other-office'),
    name: z.string(),
    address: z.string(),
    /** The day of the citizen's appointment there, else today. */
    day: z.iso.date(),
    /** Opening hours on that day, empty if the office is closed; `null` if unknown. */
    hours: z.array(z.strictObject({ from: TimeOfDay, to: TimeOfDay })).nullable(),
    directions: z.string().nullable(),
    /** State of the printed directions; `null` until the citizen asks for them. */
    paper: SlipState.nullable(),
    place: z.string().nullable(),
  }),
  /** The citizen scanned the ticket on leaving, and a proof of attendance is printed. `place` as on `take-ticket`. */
  z.strictObject({
    screen: z.literal('attendance-proof'),
    label: z.string(),
    from: TimeOfDay,
    to: TimeOfDay,
    paper: SlipState,
    place: z.string().nullable(),
  }),
]);

const STEP = {
  kind: 'step',
  back: 'check-in',
  code: 'anybody',
  time: 'step',
  loses: 'check-in',
  heard: 'private',
} as const;

export const CHECK_IN_ROWS = {
  'check-in': { ...STEP, back: 'leave' },
  'locator-keypad': { ...STEP, time: 'typing' },
  'document-keypad': { ...STEP, time: 'typing' },
  'appointment-hour': STEP,
  'check-in-result': { ...STEP, code: 'next' },
  'another-ticket': { ...STEP, back: 'check-in-result', code: 'next' },
  'other-office': { ...STEP, code: 'after', loses: 'choices' },
  /**
   * `rowOf` (`session/steps/session`) takes `code` and `time` from the row of the ticket screen in the same print state. The values here
   * are those for paper that is out.
   */
  'attendance-proof': { ...STEP, back: null, code: 'after', time: 'ticket', loses: 'proof' },
} as const satisfies Record<z.infer<typeof CheckInScreen>['screen'], ScreenRow>;
