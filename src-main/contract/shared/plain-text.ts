import { z } from 'zod';

/** One line without control characters or lone surrogates, which databases refuse. */
export const PlainText = z.string().regex(/^[^\p{Cc}\p{Cs}]*$/u, 'expected a text without control characters');
