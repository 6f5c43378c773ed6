import { z } from 'zod';
import { TimeOfDay } from '../../contract/shared/times.ts';
import { VisitType } from '../../contract/shared/visit-type.ts';
import { WelcomeScreen } from '../../technician/contract/first-run.ts';
import { NO_TURN_CAUSES } from '../../tickets/rules/no-turn.ts';
import { LocalMoment } from './parts.ts';
import type { ScreenRow } from './row.ts';

export const FacadeScreen = z.discriminatedUnion('screen', [
  /** The start screen: one button per visit type. `openUntil` is today's closing time. */
  z.strictObject({
    screen: z.literal('idle'),
    entries: z.array(VisitType).min(1),
    openUntil: TimeOfDay.nullable(),
    scans: z.boolean(),
    /** Present while the screen asks citizens for a rating of their visit. */
    asksWord: z.literal(true).optional(),
  }),
  z.strictObject({
    screen: z.literal('closed'),
    reason: z.string().nullable(),
    reopens: LocalMoment.nullable(),
    /** The nearest other office that is open now; `null`: there is none. */
    elsewhere: z.strictObject({ name: z.string(), address: z.string(), until: TimeOfDay.nullable() }).nullable(),
    phone: z.string().nullable(),
    /** Present while citizens can book an appointment on another day (`openBooking`). */
    books: z.literal(true).optional(),
  }),
  /** The panel is dark, because the office is closed at night. Any touch lights it. */
  z.strictObject({ screen: z.literal('night') }),
  /** Shown while no number can be issued: it sends citizens to the desk. */
  z.strictObject({ screen: z.literal('out-of-service'), cause: z.enum(NO_TURN_CAUSES) }),
  WelcomeScreen,
]);

export const FACADE_ROWS = {
  /** The start screen has no time limit while the citizen has changed no settings (`isPristine`). */
  idle: { kind: 'facade', back: null, code: 'anybody', time: 'facade', loses: 'settings', heard: 'anybody' },
  closed: { kind: 'facade', back: null, code: 'anybody', time: 'facade', loses: 'settings', heard: 'anybody' },
  /** Shown instead of `closed` after a while at night. */
  night: { kind: 'facade', back: null, code: 'anybody', time: 'facade', loses: 'settings', heard: 'anybody' },
  'out-of-service': { kind: 'facade', back: null, code: null, time: 'facade', loses: 'start', heard: 'anybody' },
  'technician-welcome': { kind: 'facade', back: null, code: null, time: 'facade', loses: 'start', heard: 'anybody' },
} as const satisfies Record<z.infer<typeof FacadeScreen>['screen'], ScreenRow>;
