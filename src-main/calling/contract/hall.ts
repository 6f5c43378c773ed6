import { z } from 'zod';
import { HallMessage } from '../../contract/shared/hall-message.ts';
import { HallPicture } from '../../contract/shared/hall-picture.ts';
import { ServiceId, Slug } from '../../contract/shared/ids.ts';
import { TicketLanguage } from '../../contract/shared/languages.ts';
import { LocalizedText } from '../../contract/shared/localized-text.ts';
import { TimeOfDay } from '../../contract/shared/times.ts';

export const MOST_HALL_CALLS = 12;

/** A number that is called now or was called recently. Sensitive services are left out, and no name is sent. */
export const HallCall = z.object({
  /** Id of the last call of the number; it is new with each call, so a screen recognises calls that it has shown. */
  id: z.uuid(),
  number: z.string(),
  deskId: Slug,
  desk: LocalizedText,
  /** The service, for screens that show only some services. Its name is not sent, because a hall shows only numbers and desks. */
  serviceId: ServiceId,
  /** The language of the ticket: the number is called in Catalan and in this language. */
  language: TicketLanguage,
  /** Time of the last call, milliseconds since 1970 by the clock of the kiosk that carried the call out. */
  calledAtMs: z.number(),
  times: z.int().positive(),
  isRecall: z.boolean(),
  /** True if the citizen did not come: the call is listed for latecomers, never shown large. */
  isOver: z.boolean(),
});
export type HallCall = z.infer<typeof HallCall>;

/**
 * The data of an event `hall` in a hall's feed; it is always the whole view. An event is sent at each change, and otherwise at least every
 * `staleAfterS` / 3 seconds.
 */
export const HallFeed = z.object({
  officeName: z.string(),
  /** The moment of this view, milliseconds since 1970 by the clock of the kiosk that serves the hall. */
  asOfMs: z.number(),
  /** The view is out of date this many seconds after it was received. */
  staleAfterS: z.int().positive(),
  time: TimeOfDay,
  /** Closing time of today; `null` while closed or open-ended. */
  openUntil: TimeOfDay.nullable(),
  message: HallMessage.nullable(),
  /** The picture shown instead of a message; `id` changes with the picture. */
  picture: z.object({ id: z.string(), text: HallPicture.shape.text }).nullable(),
  /** Newest first, each number once, at most `MOST_HALL_CALLS`. */
  calls: z.array(HallCall),
});
export type HallFeed = z.infer<typeof HallFeed>;
