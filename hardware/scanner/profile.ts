import { z } from 'zod';
import { PROFILE_ID } from '../profile-id.ts';
import { Seen } from '../seen.ts';
import type { Framing } from './framing.ts';

const Hex = z
  .string()
  .regex(/^([0-9a-f]{2})+$/)
  .max(32);

/** The format and commands of one scanner model. The README of `config` names their sources. */
export const ScannerProfile = z
  .strictObject({
    profileId: z.string().regex(PROFILE_ID),
    maker: z.string().min(1),
    model: z.string().min(1),
    framing: z.strictObject({
      end: z.enum(['suffix', 'silence']),
      /** `null`: codes have no prefix. */
      prefixHex: Hex.nullable(),
      suffixesHex: z.array(Hex).max(4),
      silenceMs: z.int().min(10).max(2_000),
      /** Longest code in bytes. A QR code has at most 2,953. */
      maxBytes: z.int().min(64).max(8_192),
    }),
    trigger: z.strictObject({ onHex: Hex, offHex: Hex }).nullable(),
    seen: Seen,
    /** Fields above whose values no source supports, so a technician confirms them at installation. */
    toConfirm: z.array(z.enum(['framing', 'trigger'])),
  })
  .superRefine(({ framing }, context) => {
    if (framing.end === 'suffix' && framing.suffixesHex.length === 0)
      context.addIssue({
        code: 'custom',
        path: ['framing', 'suffixesHex'],
        message: 'must name at least one suffix that ends a code',
      });
  });
export type ScannerProfile = z.infer<typeof ScannerProfile>;

export const bytesOfHex = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));

export function framingOf({ framing }: ScannerProfile): Framing {
  const { end, prefixHex, suffixesHex, silenceMs, maxBytes } = framing;
  return { end, silenceMs, maxBytes, prefix: bytesOfHex(prefixHex ?? ''), suffixes: suffixesHex.map(bytesOfHex) };
}
