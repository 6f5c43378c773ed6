import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import type { z } from 'zod';
import type { SigningKey } from '../../src-main/signing/keys.ts';

const KEY_BYTES = 32;
const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

export type SignedTexts = ReturnType<typeof createSignedTexts>;

type SignedKind = 'form' | 'hold' | 'line' | 'citizen' | 'ask' | 'mine' | 'turn' | 'turn-line';

/**
 * Signs texts that a page gives to its browser and gets back. The browser can read a text, but neither alter nor forge it. Every replica
 * can check them, so the centre stores nothing for strangers.
 */
export function createSignedTexts({ privateKey }: SigningKey) {
  const der = privateKey.export({ format: 'der', type: 'pkcs8' });
  const derived = (use: string): Buffer => Buffer.from(hkdfSync('sha256', der, '', use, KEY_BYTES));
  const [key, hidingKey] = [derived('torn-citizens-text-v1'), derived('torn-citizens-hide-v1')];
  const macOf = (text: string): Buffer => createHmac('sha256', key).update(text).digest();
  return {
    sign(kind: SignedKind, value: object): string {
      const text = Buffer.from(JSON.stringify(value)).toString('base64url');
      return `${text}.${macOf(`${kind}.${text}`).toString('base64url')}`;
    },
    /**
     * Returns the value of a signed text. `null`: this centre did not sign the text, the text was altered or is of another kind, or its
     * value does not fit `schema`.
     */
    open<T>(kind: SignedKind, signed: string | null | undefined, schema: z.ZodType<T>): T | null {
      const [, text = '', mac = ''] = /^([\w-]{1,1200})\.([\w-]{43})$/.exec(signed ?? '') ?? [];
      const [given, right] = [Buffer.from(mac, 'base64url'), macOf(`${kind}.${text}`)];
      if (given.length !== right.length || !timingSafeEqual(given, right)) return null;
      return schema.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))).data ?? null;
    },
    /** Encrypts a value, so that neither the browser nor a log can read it, and authenticates it, so that it cannot be altered. */
    hide(kind: SignedKind, value: object): string {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv(CIPHER, hidingKey, iv).setAAD(Buffer.from(kind));
      const hidden = [iv, cipher.update(JSON.stringify(value)), cipher.final(), cipher.getAuthTag()];
      return Buffer.concat(hidden).toString('base64url');
    },
    reveal<T>(kind: SignedKind, text: string | null | undefined, schema: z.ZodType<T>): T | null {
      const hidden = Buffer.from(/^[\w-]{40,1200}$/.exec(text ?? '')?.[0] ?? '', 'base64url');
      if (hidden.length <= IV_BYTES + TAG_BYTES) return null;
      try {
        const opening = createDecipheriv(CIPHER, hidingKey, hidden.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
          .setAAD(Buffer.from(kind))
          .setAuthTag(hidden.subarray(-TAG_BYTES));
        const clear = Buffer.concat([opening.update(hidden.subarray(IV_BYTES, -TAG_BYTES)), opening.final()]);
        return schema.safeParse(JSON.parse(clear.toString('utf8'))).data ?? null;
      } catch {
        return null;
      }
    },
    newName: (): string => randomBytes(12).toString('base64url'),
  };
}
