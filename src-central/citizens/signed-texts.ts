import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import type { z } from 'zod';
import type { SigningKey } from '../../src-main/signing/keys.ts';

const KEY_BYTES = 32;

/**
 * What a page gives its browser to bring back: readable, but made by this centre and unaltered. Every replica opens it, so nothing is kept
 * for strangers.
 */
export interface SignedTexts {
  sign(kind: SignedKind, value: object): string;
  /** `null`: not made here, altered, or of another kind. */
  open<T>(kind: SignedKind, text: string | null | undefined, schema: z.ZodType<T>): T | null;
  newName(): string;
}

type SignedKind = 'form' | 'hold' | 'line';

export function createSignedTexts({ privateKey }: SigningKey): SignedTexts {
  const der = privateKey.export({ format: 'der', type: 'pkcs8' });
  const key = Buffer.from(hkdfSync('sha256', der, '', 'torn-citizens-text-v1', KEY_BYTES));
  const macOf = (text: string): Buffer => createHmac('sha256', key).update(text).digest();
  return {
    sign(kind, value) {
      const text = Buffer.from(JSON.stringify(value)).toString('base64url');
      return `${text}.${macOf(`${kind}.${text}`).toString('base64url')}`;
    },
    open(kind, signed, schema) {
      const [, text = '', mac = ''] = /^([\w-]{1,1200})\.([\w-]{43})$/.exec(signed ?? '') ?? [];
      const [given, right] = [Buffer.from(mac, 'base64url'), macOf(`${kind}.${text}`)];
      if (given.length !== right.length || !timingSafeEqual(given, right)) return null;
      return schema.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))).data ?? null;
    },
    newName: () => randomBytes(12).toString('base64url'),
  };
}
