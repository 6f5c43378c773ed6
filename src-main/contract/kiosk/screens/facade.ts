import { z } from 'zod';
import { NO_TURN_CAUSES } from '../../../domain/no-turn.ts';
import { TimeOfDay } from '../../shared/times.ts';
import { VisitType } from '../../shared/visit-type.ts';
import { WelcomeScreen } from './first-run.ts';
import { LocalMoment } from './parts.ts';
import type { ScreenRow } from './row.ts';

/** What the kiosk shows to whoever comes. */
export const FacadeScreen = z.discriminatedUnion('screen', [
  /** The façade: one door per way in. `openUntil` is today's closing time. */
  z.strictObject({
    screen: z.literal('idle'),
    entries: z.array(VisitType).min(1),
    openUntil: TimeOfDay.nullable(),
    /** A code held before the reader is read now. */
    scans: z.boolean(),
  }),
  z.strictObject({
    screen: z.literal('closed'),
    reason: z.string().nullable(),
    reopens: LocalMoment.nullable(),
    /** The nearest office open now. */
    elsewhere: z.strictObject({ name: z.string(), address: z.string(), until: TimeOfDay.nullable() }).nullable(),
    phone: z.string().nullable(),
  }),
  /** The panel is dark: the office is closed, and nobody is expected at this hour. Any touch lights it. */
  z.strictObject({ screen: z.literal('night') }),
  /** No number can be made durable: people go to the desk. */
  z.strictObject({ screen: z.literal('out-of-service'), cause: z.enum(NO_TURN_CAUSES) }),
  WelcomeScreen,
]);

export const FACADE_ROWS = {
  /** Nobody is warned who has changed nothing. */
  idle: { kind: 'facade', back: null, code: 'anybody', time: 'facade', loses: 'settings', heard: 'anybody' },
  /** What `idle` looks like while the office takes no turns. */
  closed: { kind: 'facade', back: null, code: 'anybody', time: 'facade', loses: 'settings', heard: 'anybody' },
  /** What `closed` looks like after a while at night. */
  night: { kind: 'facade', back: null, code: 'anybody', time: 'facade', loses: 'settings', heard: 'anybody' },
  'out-of-service': { kind: 'facade', back: null, code: null, time: 'facade', loses: 'start', heard: 'anybody' },
  /** What `idle` looks like while nobody has set the kiosk up. */
  'technician-welcome': { kind: 'facade', back: null, code: null, time: 'facade', loses: 'start', heard: 'anybody' },
} as const satisfies Record<z.infer<typeof FacadeScreen>['screen'], ScreenRow>;
