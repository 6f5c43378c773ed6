import { z } from 'zod';
import { ServiceId } from '../../contract/shared/ids.ts';
import { Pictogram } from '../../contract/shared/services.ts';
import { LocalMoment } from '../../session/contract/parts.ts';
import type { ScreenRow } from '../../session/contract/row.ts';
import { SlipState } from '../../tickets/contract/ticket.ts';

/** The screens on which a citizen books an appointment on another day. They work only while the centre answers. */
export const BookingScreen = z.discriminatedUnion('screen', [
  z.strictObject({
    screen: z.literal('book-errand'),
    choices: z.array(z.strictObject({ serviceId: ServiceId, name: z.string(), pictogram: Pictogram })),
  }),
  /**
   * The first free appointment times. `none`: no time is free. `slow`, `offline`: the centre has not answered, and the citizen may ask
   * again.
   */
  z.strictObject({
    screen: z.literal('book-hour'),
    service: z.string(),
    state: z.enum(['asking', 'hours', 'none', 'slow', 'offline']),
    /** The command `chooseHour` contains the `start` of the chosen appointment time. */
    hours: z.array(z.strictObject({ start: z.iso.datetime(), at: LocalMoment })).max(6),
    /** True if an appointment time that this citizen chose is not free any more, or its reservation has expired. */
    wasGone: z.boolean(),
    phone: z.string().nullable(),
  }),
  /**
   * The citizen confirms the chosen appointment time. `holding`: the centre has not reserved it yet. `unknown`: the centre has not answered
   * the confirmation, which may be repeated.
   */
  z.strictObject({
    screen: z.literal('book-sure'),
    service: z.string(),
    at: LocalMoment,
    state: z.enum(['holding', 'sure', 'confirming', 'unknown']),
  }),
  z.strictObject({
    screen: z.literal('booked'),
    service: z.string(),
    at: LocalMoment,
    locator: z.string(),
    paper: SlipState,
    place: z.string().nullable(),
    canPrintAgain: z.boolean(),
  }),
]);

export const BOOKING_ROWS = {
  /** "Back" leads to the list of services if the citizen came from it; otherwise it ends the session (`leave`). */
  'book-errand': { kind: 'step', back: 'leave', code: 'anybody', time: 'step', loses: 'choices', heard: 'anybody' },
  'book-hour': { kind: 'step', back: 'leave', code: 'anybody', time: 'step', loses: 'choices', heard: 'private' },
  'book-sure': { kind: 'step', back: 'leave', code: 'anybody', time: 'step', loses: 'choices', heard: 'private' },
  /**
   * `rowOf` (`session/steps/session`) takes `code` and `time` from the row of the ticket screen in the same print state. The values here
   * are those for paper that is out.
   */
  booked: { kind: 'step', back: null, code: 'after', time: 'ticket', loses: 'start', heard: 'private' },
} as const satisfies Record<z.infer<typeof BookingScreen>['screen'], ScreenRow>;
