import { z } from 'zod';

/** One line of whole characters: no control character and no half of a surrogate pair, which databases do not take. */
export const PlainText = z.string().regex(/^[^\p{Cc}\p{Cs}]*$/u, 'expected a text without control characters');
