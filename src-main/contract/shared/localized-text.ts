import { z } from 'zod';
import { forEachLanguage, TICKET_LANGUAGES } from '../../../config/languages.ts';

const OTHERS = TICKET_LANGUAGES.flatMap((language) => (language === 'ca' ? [] : language));

export function localized(maxCharacters: number) {
  const text = z.string().min(1).max(maxCharacters);
  return z.strictObject({ ca: text, ...forEachLanguage(OTHERS, () => text.optional()) });
}

/** Catalan is required; other languages fall back to it. */
export const LocalizedText = localized(200);
export type LocalizedText = z.infer<typeof LocalizedText>;
