import { z } from 'zod';
import { instantOf } from '../clock.ts';
import { isStorableInstant } from '../database/storable.ts';

/** Lower case, as PostgreSQL writes it, so that one id is one key here too. */
export const Id = z.uuid().toLowerCase();
export const Text = z.string().min(1).max(100);
/** Converted to UTC with milliseconds, because PostgreSQL reads neither every offset nor as many decimals. */
export const Instant = z.iso
  .datetime({ offset: true })
  .refine((text) => isStorableInstant(Date.parse(text)))
  .transform((text) => instantOf(Date.parse(text)));
