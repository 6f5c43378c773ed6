import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Encrypts with AES-256-GCM, bound to the context `of`; returns initialisation vector, encrypted text and tag. */
export function encrypt(key: Uint8Array, of: string, value: unknown): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(of));
  const text = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
  return Buffer.concat([iv, text, cipher.getAuthTag()]);
}

/** Decrypts a value; `null` for another key, another context, or a changed byte. */
export function decrypt(key: Uint8Array, of: string, encrypted: Buffer): unknown {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, encrypted.subarray(0, IV_BYTES))
      .setAAD(Buffer.from(of))
      .setAuthTag(encrypted.subarray(-TAG_BYTES));
    const text = Buffer.concat([decipher.update(encrypted.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]);
    return JSON.parse(text.toString('utf8'));
  } catch {
    return null;
  }
}
