import { z } from 'zod';
import { instantOf } from '../clock.ts';
import { isStorableInstant } from '../database/storable.ts';

/** As PostgreSQL writes it, so that one id is one key here too. */
export const Id = z.uuid().toLowerCase();
export const Text = z.string().min(1).max(100);
/** Written anew: PostgreSQL reads neither every offset nor as many decimals. */
export const Instant = z.iso
  .datetime({ offset: true })
  .refine((text) => isStorableInstant(Date.parse(text)))
  .transform((text) => instantOf(Date.parse(text)));
