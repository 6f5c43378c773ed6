import { z } from 'zod';

/** Languages the kiosk speaks, BCP 47, Catalan first. */
export const LANGUAGES = ['ca', 'es', 'en'] as const;
export const Language = z.enum(LANGUAGES);
export type Language = z.infer<typeof Language>;

/** Languages that paper speaks: those of the screens and more. */
export const TICKET_LANGUAGES = [...LANGUAGES, 'fr', 'ar', 'ur', 'ro', 'uk', 'zh-Hans'] as const;
export const TicketLanguage = z.enum(TICKET_LANGUAGES);
export type TicketLanguage = z.infer<typeof TicketLanguage>;
