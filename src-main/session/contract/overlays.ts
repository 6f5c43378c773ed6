import { z } from 'zod';
import { ServiceId } from '../../contract/shared/ids.ts';
import { Pictogram } from '../../contract/shared/services.ts';
import { TimeOfDay } from '../../contract/shared/times.ts';
import { FACES } from '../../domain/faces.ts';
import { SlipState } from '../../tickets/contract/ticket.ts';
import type { ScreenRow } from './row.ts';

export const OverlayScreen = z.discriminatedUnion('screen', [
  z.strictObject({ screen: z.literal('language') }),
  z.strictObject({ screen: z.literal('access') }),
  z.strictObject({
    screen: z.literal('help'),
    phone: z.string().nullable(),
    /** Place of the help desk; `null` if the office's profile does not name it. */
    desk: z.string().nullable(),
    /**
     * The citizen's call for a clerk ("I need help"); `null` if the office's profile allows no call, or no desk, kiosk or centre would show
     * it now.
     */
    call: z
      .discriminatedUnion('state', [
        z.strictObject({ state: z.literal('offered') }),
        /** The call was sent, but no screen of staff shows it yet. */
        z.strictObject({ state: z.literal('asked'), askedAt: TimeOfDay }),
        /** The call is shown at a desk, in the staff's view or at another kiosk. */
        z.strictObject({ state: z.literal('heard'), askedAt: TimeOfDay, heardAt: TimeOfDay }),
        /** The only state in which the screen says that a clerk is coming; `from`: the clerk's desk. */
        z.strictObject({
          state: z.literal('coming'),
          askedAt: TimeOfDay,
          heardAt: TimeOfDay.nullable(),
          from: z.string().nullable(),
        }),
        /** No answer came in time, or no screen of staff shows the call any more. */
        z.strictObject({ state: z.literal('unanswered'), askedAt: TimeOfDay }),
      ])
      .nullable(),
    /**
     * The services' lists of documents to bring. A single list is printed from this screen; several are offered on the screen `documents`.
     * `null`: no service has a list.
     */
    documents: z
      .discriminatedUnion('lists', [
        z.strictObject({ lists: z.literal('one'), serviceId: ServiceId, paper: SlipState.nullable() }),
        z.strictObject({ lists: z.literal('several') }),
      ])
      .nullable(),
  }),
  /** The question after a visit, with five faces, and the thanks for a rating. */
  z.strictObject({ screen: z.literal('word'), faces: z.array(z.enum(FACES)) }),
  z.strictObject({ screen: z.literal('word-thanks') }),
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
  word: { kind: 'overlay', back: 'under', code: 'anybody', time: 'step', loses: null, heard: 'anybody' },
  'word-thanks': { kind: 'overlay', back: 'under', code: 'anybody', time: 'step', loses: null, heard: 'anybody' },
  documents: { kind: 'overlay', back: 'under', code: 'anybody', time: 'step', loses: null, heard: 'anybody' },
} as const satisfies Record<z.infer<typeof OverlayScreen>['screen'], ScreenRow>;
