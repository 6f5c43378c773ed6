import { z } from 'zod';
import type { TicketLanguage } from './languages.ts';

/** Catalan is always there; another language falls back to it. */
export const LocalizedText = localized(200);
export type LocalizedText = z.infer<typeof LocalizedText>;

export function localized(maxCharacters: number) {
  const text = z.string().min(1).max(maxCharacters);
  return z.strictObject({
    ca: text,
    es: text.optional(),
    en: text.optional(),
    fr: text.optional(),
    ar: text.optional(),
    ur: text.optional(),
    ro: text.optional(),
    uk: text.optional(),
    'zh-Hans': text.optional(),
  } satisfies Record<TicketLanguage, z.ZodType>);
}
