import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto';
import { type Result, refuse, succeed } from '../../src-main/domain/result.ts';
import type { OfficePlace } from '../configuration/office-changes.ts';
import { readPrivateFile } from '../private-files.ts';
import type { BadSettings, KeyModule, Settings } from '../settings.ts';
import { unwrapKey } from './unwrap-key.ts';

/** A key that encrypts office keys and other values in the database, but is not in the database itself. */
export interface EncryptionKey {
  keyId: string;
  key: Buffer;
}

/** Identifies the row for which a value is encrypted. An encrypted value that was copied to another row cannot be decrypted. */
export type BoundTo = readonly [purpose: string, ...row: (string | number)[]];

export interface Keyring {
  /** The id of the key that encrypts. `null`: office keys are stored in the clear. */
  encryptsWith: string | null;
  /** Encrypts an office key. `null`: there is no key to encrypt with. */
  encrypt(place: OfficePlace, keyNo: number, key: string): string | null;
  /** @throws UnknownKey */
  decrypt(place: OfficePlace, keyNo: number, sealed: string): string;
  /** Encrypts a value. `null`: there is no key to encrypt with. */
  encryptValue(boundTo: BoundTo, clear: Buffer): string | null;
  /** @throws UnknownKey */
  decryptValue(boundTo: BoundTo, sealed: string): Buffer;
  /**
   * Returns keyed digests of a text, one digest for each key. The caller stores the first digest, and searches for all digests. Empty
   * without a key.
   */
  marks(purpose: string, text: string): string[];
}

/**
 * An encrypted value cannot be decrypted: this replica lacks the key, or the value is damaged or was copied from another row. If the value
 * is an office key, no hash can be made with that office key.
 */
export class UnknownKey extends Error {
  override name = 'UnknownKey';
}

/**
 * Returns the result of `read`. `null`: `read` threw `UnknownKey`, because its value cannot be decrypted any more. @throws any other error
 * of `read`
 */
export function unlessLost<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof UnknownKey) return null;
    throw error;
  }
}

const VERSION = 'v1';
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const CIPHER = 'aes-256-gcm';
const ID_CHARACTERS = 16;

export const encryptionKeyOf = (key: Buffer): EncryptionKey => ({
  key,
  keyId: createHash('sha256').update('torn-office-keys\n').update(key).digest('base64url').slice(0, ID_CHARACTERS),
});

const officeKeyRow = ({ cityId, officeId }: OfficePlace, keyNo: number): BoundTo => [
  'torn-office-key',
  cityId,
  officeId,
  keyNo,
];
const additionalData = ([purpose, ...row]: BoundTo, keyId: string): Buffer =>
  Buffer.from(JSON.stringify([purpose, VERSION, keyId, ...row]));

/** @param first the key that encrypts. The `others` only decrypt values that they encrypted earlier. */
export function createKeyring(first: EncryptionKey | null, ...others: readonly EncryptionKey[]): Keyring {
  const all = new Map([...(first ? [first] : []), ...others].map((one) => [one.keyId, one.key]));
  const keyring: Keyring = {
    encryptsWith: first?.keyId ?? null,
    encrypt: (place, keyNo, key) => keyring.encryptValue(officeKeyRow(place, keyNo), Buffer.from(key, 'base64url')),
    decrypt: (place, keyNo, sealed) => keyring.decryptValue(officeKeyRow(place, keyNo), sealed).toString('base64url'),
    encryptValue(boundTo, clear) {
      if (first === null) return null;
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv(CIPHER, first.key, iv).setAAD(additionalData(boundTo, first.keyId));
      const sealed = Buffer.concat([iv, cipher.update(clear), cipher.final(), cipher.getAuthTag()]);
      return [VERSION, first.keyId, sealed.toString('base64url')].join('.');
    },
    decryptValue(boundTo, text) {
      const [version, keyId = '', body = ''] = text.split('.');
      const key = version === VERSION ? all.get(keyId) : undefined;
      const where = boundTo.join(' ');
      if (key === undefined)
        throw new UnknownKey(`${where} is encrypted with the key ${keyId}, which this replica does not have`);
      const sealed = Buffer.from(body, 'base64url');
      try {
        const opening = createDecipheriv(CIPHER, key, sealed.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
          .setAAD(additionalData(boundTo, keyId))
          .setAuthTag(sealed.subarray(-TAG_BYTES));
        return Buffer.concat([opening.update(sealed.subarray(IV_BYTES, -TAG_BYTES)), opening.final()]);
      } catch {
        throw new UnknownKey(`${where} is damaged, or was encrypted for another row`);
      }
    },
    marks: (purpose, text) =>
      [...all.values()].map((key) =>
        createHmac('sha256', key)
          .update(JSON.stringify(['torn-mark', VERSION, purpose, text]))
          .digest('base64url'),
      ),
  };
  return keyring;
}

const wrong = (detail: string) => refuse({ kind: 'bad-settings' as const, detail });

/**
 * Reads 32 random bytes in base64 or base64url, as `openssl rand -base64 32` writes them. With `module` (PKCS #11), the file contains
 * encrypted bytes in base64, which the module decrypts.
 */
function readEncryptionKey(path: string, module: KeyModule | null): Result<EncryptionKey, BadSettings> {
  const text = readPrivateFile(path);
  if (!text.ok) return text;
  const words = text.value.replaceAll(/\s/g, '');
  const isWritten = /^[A-Za-z0-9+/_-]+={0,2}$/.test(words);
  const key = module === null ? succeed(Buffer.from(words, 'base64')) : unwrapKey(Buffer.from(words, 'base64'), module);
  if (!key.ok) return key;
  return isWritten && key.value.length === KEY_BYTES
    ? succeed(encryptionKeyOf(key.value))
    : wrong(`${path} contains no key for office keys: expected 32 bytes as made by openssl rand -base64 32`);
}

export function readKeyring({
  officeKeysKeyFile,
  officeKeysOtherKeyFile,
  officeKeysModule,
}: Pick<Settings, 'officeKeysKeyFile' | 'officeKeysOtherKeyFile' | 'officeKeysModule'>): Result<Keyring, BadSettings> {
  const read = (path: string | null) => (path === null ? succeed(null) : readEncryptionKey(path, officeKeysModule));
  const first = read(officeKeysKeyFile);
  if (!first.ok) return first;
  const other = read(officeKeysOtherKeyFile);
  if (!other.ok) return other;
  return succeed(createKeyring(first.value, ...(other.value ? [other.value] : [])));
}
