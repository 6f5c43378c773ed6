import { z } from 'zod';
import { HallMessage } from '../shared/hall-message.ts';
import { ServiceId, Slug } from '../shared/ids.ts';
import { TicketLanguage } from '../shared/languages.ts';
import { LocalizedText } from '../shared/localized-text.ts';
import { TimeOfDay } from '../shared/times.ts';

/** So many calls a hall screen is told of, the newest first. */
export const MOST_HALL_CALLS = 12;

/** One number that is called now, or was a short while ago; never one of a sensitive service, and no name. */
export const HallCall = z.object({
  /** Of the last time it was called: another one each time, so that whoever has shown it knows. */
  id: z.uuid(),
  /** As on paper: `A057`. */
  number: z.string(),
  deskId: Slug,
  /** The desk's name, as a person reads and hears it. */
  desk: LocalizedText,
  /** For screens that show some services alone. The service's name is not sent: a hall gets numbers and desks. */
  serviceId: ServiceId,
  /** Of the ticket: it is called in Catalan and in this one. */
  language: TicketLanguage,
  /** The last time, milliseconds since 1970 by the hub's clock. */
  calledAtMs: z.number(),
  /** How often so far, from 1. */
  times: z.int().positive(),
  isRecall: z.boolean(),
  /** The person did not come: it is listed for who comes late, and never the large one. */
  isOver: z.boolean(),
});
export type HallCall = z.infer<typeof HallCall>;

/** One event `hall` of the feed: the whole, each time. It comes with each change, and at least every third of `staleAfterS`. */
export const HallFeed = z.object({
  officeName: z.string(),
  /** When this was so, milliseconds since 1970 by the hub's clock. */
  asOfMs: z.number(),
  /** So many seconds after it was received, nobody knows any more whether it holds. */
  staleAfterS: z.int().positive(),
  /** The hour of the office. */
  time: TimeOfDay,
  message: HallMessage.nullable(),
  /** Newest first, each number once, at most `MOST_HALL_CALLS`. */
  calls: z.array(HallCall),
});
export type HallFeed = z.infer<typeof HallFeed>;

/** How a call sounds: `?call=` its id, `&language=` Catalan or its ticket's; sound as WAV, 404 where nothing speaks it. For paired halls alone. */
export const HALL_SPEECH_PATH = '/api/hall/speech';
