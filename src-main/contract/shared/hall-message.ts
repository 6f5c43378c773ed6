import { z } from 'zod';
import { localized } from './localized-text.ts';
import { Pictogram } from './services.ts';

/** Longest title and text, characters. Longer texts would be too small to be read from the back of a hall. */
export const HALL_TITLE_MOST = 40;
export const HALL_TEXT_MOST = 90;

/** The message that hall screens show while no number is called: the city's words, and one of the pictograms of services. */
export const HallMessage = z.strictObject({
  title: localized(HALL_TITLE_MOST),
  text: localized(HALL_TEXT_MOST).optional(),
  pictogram: Pictogram.optional(),
});
