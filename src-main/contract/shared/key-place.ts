import { z } from 'zod';

/**
 * The places where a kiosk's keys are stored, the safest first.
 * - `tpm`: encrypted for the TPM of this machine, so that a copied or stolen disk cannot decrypt them.
 * - `host`: encrypted with a key of the machine on the same disk.
 * - `file`: in files that only the kiosk's user can read.
 */
export const KEY_PLACES = ['tpm', 'host', 'file'] as const;
export const KeyPlace = z.enum(KEY_PLACES);
export type KeyPlace = z.infer<typeof KeyPlace>;

export const isAsGoodAs = (place: KeyPlace, required: KeyPlace): boolean =>
  KEY_PLACES.indexOf(place) <= KEY_PLACES.indexOf(required);
