import { z } from 'zod';
import { LANGUAGES, TICKET_LANGUAGES } from '../../../config/languages.ts';

export const Language = z.enum(LANGUAGES);
export type Language = z.infer<typeof Language>;

export const TicketLanguage = z.enum(TICKET_LANGUAGES);
export type TicketLanguage = z.infer<typeof TicketLanguage>;
