import type { PublicKey } from '../contract/shared/ids.ts';
import { messageOf, type Result, refuse, succeed } from '../domain/result.ts';
import { keyFromPem, keyToPem, newSigningKey, type SigningKey } from '../signing/keys.ts';
import { openSecretPlace, type SecretsPlace } from './secret-place.ts';

const NAME = 'torn-office-key';

export type OfficeKeyFault = { kind: 'office-key-unusable'; detail: string };

/** The key with which a kiosk signs office files for other kiosks. It is not the device key, because the centre can revoke that key. */
export interface OfficeKey {
  /**
   * Returns the key, and creates and saves it at first use. A key that other users can read, or that cannot be opened, is neither used nor
   * replaced.
   */
  use(): Promise<Result<SigningKey, OfficeKeyFault>>;
  publicKey(): Promise<PublicKey | null>;
  /** Overwrites and deletes the key; the next use makes a new one. Throws disk errors. */
  forget(): void;
}

export function openOfficeKey(secrets: SecretsPlace): OfficeKey {
  const place = openSecretPlace(secrets, NAME, '.pem');
  let atHand: SigningKey | null = null;
  let using: Promise<unknown> = Promise.resolve();

  async function find(): Promise<Result<SigningKey | null, OfficeKeyFault>> {
    if (atHand !== null) return succeed(atHand);
    const kept = await place.read();
    if (!kept.ok) return unusable(kept.error.detail);
    if (kept.value === null) return succeed(null);
    atHand = keyFromPem(kept.value.text);
    return atHand === null ? unusable(`${NAME}: no key`) : succeed(atHand);
  }

  async function findOrMake(): Promise<Result<SigningKey, OfficeKeyFault>> {
    try {
      const found = await find();
      if (!found.ok) return found;
      if (found.value !== null) return succeed(found.value);
      const made = newSigningKey();
      await place.keep(keyToPem(made));
      atHand = made;
      return succeed(made);
    } catch (error) {
      return unusable(messageOf(error));
    }
  }

  return {
    // Calls run one after another, so that two calls do not both create a key.
    use() {
      const mine = using.then(findOrMake);
      using = mine;
      return mine;
    },
    forget() {
      place.wipe();
      atHand = null;
    },
    async publicKey() {
      const found = await find().catch(() => null);
      return found?.ok ? (found.value?.publicKey ?? null) : null;
    },
  };
}

const unusable = (detail: string) => refuse({ kind: 'office-key-unusable' as const, detail });
