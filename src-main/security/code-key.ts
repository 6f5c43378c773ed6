import { randomBytes, timingSafeEqual } from 'node:crypto';
import { messageOf, type Result, refuse, succeed } from '../domain/result.ts';
import { hashLike, machineHash } from '../signing/named-code.ts';
import { openSecretPlace, type SecretsPlace } from './secret-place.ts';

const NAME = 'torn-technician-codes';
const KEY_BYTES = 32;

/**
 * The key of this machine that seals the hashes of personal codes of technicians and staff (`NamedCode`), in a `SecretPlace` beside the
 * database.
 */
export interface CodeKey {
  /**
   * Loads the key once, or makes one. `isNew`: codes sealed with an earlier key cannot be checked any more, so the centre must send them
   * again.
   */
  prepare(): Promise<Result<{ isNew: boolean }, { kind: 'store-failed'; detail: string }>>;
  /** The form in which a hash from the centre is stored: sealed with the machine's key. `null` before `prepare`, and for malformed text. */
  keyed(hash: string): string | null;
  /** Whether `secret` belongs to the sealed hash, which the centre made for this kiosk. */
  matches(secret: string, sealed: string, kioskId: string): Promise<boolean>;
}

export function openCodeKey(secrets: SecretsPlace): CodeKey {
  const place = openSecretPlace(secrets, NAME, '.key');
  let key: Uint8Array | null = null;
  let preparing: ReturnType<CodeKey['prepare']> | null = null;

  async function load(): ReturnType<CodeKey['prepare']> {
    try {
      const kept = await place.read();
      const found = kept.ok && kept.value !== null ? Buffer.from(kept.value.text, 'base64url') : null;
      const isNew = found?.length !== KEY_BYTES;
      const used = found?.length === KEY_BYTES ? found : randomBytes(KEY_BYTES);
      if (isNew) await place.keep(used.toString('base64url'));
      key = used;
      return succeed({ isNew });
    } catch (error) {
      preparing = null;
      return refuse({ kind: 'store-failed', detail: messageOf(error) });
    }
  }
  // All callers share one call of `load`, so that two of them do not both make a key.
  function prepare(): ReturnType<CodeKey['prepare']> {
    preparing ??= load();
    return preparing;
  }

  return {
    prepare,
    keyed: (hash) => (key === null ? null : machineHash(hash, key)),
    async matches(secret, sealed, kioskId) {
      // A technician may type a code while a slow TPM is still loading the key, so `matches` waits for the key.
      const prepared = await prepare();
      const hash = prepared.ok ? await hashLike(secret, sealed, kioskId) : null;
      const made = hash === null || key === null ? null : machineHash(hash, key);
      return made !== null && made.length === sealed.length && timingSafeEqual(Buffer.from(made), Buffer.from(sealed));
    },
  };
}
