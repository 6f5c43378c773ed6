import { z } from 'zod';
import { ServiceId } from '../../shared/ids.ts';
import { Pictogram } from '../../shared/services.ts';
import type { ScreenRow } from './row.ts';
import { SlipState } from './ticket.ts';

/** What lies over another screen until "back". */
export const OverlayScreen = z.discriminatedUnion('screen', [
  z.strictObject({ screen: z.literal('language') }),
  z.strictObject({ screen: z.literal('access') }),
  z.strictObject({
    screen: z.literal('help'),
    phone: z.string().nullable(),
    /** Where the desk is; `null` when the office has not said. */
    desk: z.string().nullable(),
    /** "I need help", once for each person; `null` where nobody hears it, or nobody does at this moment. */
    call: z.enum(['offered', 'asked', 'acknowledged']).nullable(),
    /** Lists of documents to bring: the only one is printed from here; `null` where no service has one. */
    documents: z
      .discriminatedUnion('lists', [
        z.strictObject({ lists: z.literal('one'), serviceId: ServiceId, paper: SlipState.nullable() }),
        z.strictObject({ lists: z.literal('several') }),
      ])
      .nullable(),
  }),
  /** Services with a list of documents to bring; each prints at a touch. */
  z.strictObject({
    screen: z.literal('documents'),
    choices: z.array(
      z.strictObject({ serviceId: ServiceId, name: z.string(), pictogram: Pictogram, paper: SlipState.nullable() }),
    ),
  }),
]);

export const OVERLAY_ROWS = {
  language: { kind: 'overlay', back: 'under', code: 'anybody', time: 'step', loses: null, heard: 'anybody' },
  access: { kind: 'overlay', back: 'under', code: 'anybody', time: 'step', loses: null, heard: 'private' },
  help: { kind: 'overlay', back: 'under', code: 'anybody', time: 'step', loses: null, heard: 'anybody' },
  documents: { kind: 'overlay', back: 'under', code: 'anybody', time: 'step', loses: null, heard: 'anybody' },
} as const satisfies Record<z.infer<typeof OverlayScreen>['screen'], ScreenRow>;
