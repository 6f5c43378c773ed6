import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import type { z } from 'zod';
import type { SigningKey } from '../../src-main/signing/keys.ts';

const KEY_BYTES = 32;

/**
 * What a page gives its browser to bring back: readable, but made by this centre and unaltered. Every replica opens it, so nothing is kept
 * for strangers.
 */
export interface Seals {
  seal(kind: SealKind, value: object): string;
  /** `null`: not made here, altered, or of another kind. */
  open<T>(kind: SealKind, text: string | null | undefined, schema: z.ZodType<T>): T | null;
  newName(): string;
}

type SealKind = 'form' | 'hold' | 'line';

export function createSeals({ privateKey }: SigningKey): Seals {
  const der = privateKey.export({ format: 'der', type: 'pkcs8' });
  const key = Buffer.from(hkdfSync('sha256', der, '', 'torn-citizens-seal-v1', KEY_BYTES));
  const macOf = (text: string): Buffer => createHmac('sha256', key).update(text).digest();
  return {
    seal(kind, value) {
      const text = Buffer.from(JSON.stringify(value)).toString('base64url');
      return `${text}.${macOf(`${kind}.${text}`).toString('base64url')}`;
    },
    open(kind, sealed, schema) {
      const [, text = '', mac = ''] = /^([\w-]{1,1200})\.([\w-]{43})$/.exec(sealed ?? '') ?? [];
      const [given, right] = [Buffer.from(mac, 'base64url'), macOf(`${kind}.${text}`)];
      if (given.length !== right.length || !timingSafeEqual(given, right)) return null;
      return schema.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))).data ?? null;
    },
    newName: () => randomBytes(12).toString('base64url'),
  };
}
