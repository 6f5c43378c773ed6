import { z } from 'zod';
import { LANGUAGES, TICKET_LANGUAGES } from '../../domain/languages.ts';

/** Languages the kiosk's screens speak, BCP 47, Catalan first. */
export const Language = z.enum(LANGUAGES);
export type Language = z.infer<typeof Language>;

/** Languages that paper speaks: those of the screens and more. */
export const TicketLanguage = z.enum(TICKET_LANGUAGES);
export type TicketLanguage = z.infer<typeof TicketLanguage>;
