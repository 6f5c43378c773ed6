import { z } from 'zod';
import { localized } from './localized-text.ts';
import { Pictogram } from './services.ts';

/** So much of each is read from the back of a hall. */
export const HALL_TITLE_MOST = 40;
export const HALL_TEXT_MOST = 90;

/** What a hall screen shows while no number is called: the city's words, and a picture of those that services have. */
export const HallMessage = z.strictObject({
  title: localized(HALL_TITLE_MOST),
  text: localized(HALL_TEXT_MOST).optional(),
  pictogram: Pictogram.optional(),
});
export type HallMessage = z.infer<typeof HallMessage>;
