import { randomBytes } from 'node:crypto';
import type { EncryptionKeys } from '../check-in/ports/appointments.ts';
import type { KeyPlace } from '../contract/shared/key-place.ts';
import { messageOf, refuse, succeed } from '../domain/result.ts';
import { namesOfSecrets, openSecretPlace, type SecretPlace, type SecretsPlace } from './secret-place.ts';

const KEY_BYTES = 32;
const PREFIX = 'torn-appointments-';
const EXTENSION = '.key';

/** Opens AES-256 keys, each in its own `SecretPlace`, so that a single key can be destroyed. */
export function openEncryptionKeys(secrets: SecretsPlace): EncryptionKeys {
  const atHand = new Map<string, { key: Uint8Array; place: KeyPlace }>();
  const placeOf = (name: string): SecretPlace => openSecretPlace(secrets, `${PREFIX}${name}`, EXTENSION);

  async function prepareOne(name: string): Promise<void> {
    if (atHand.has(name)) return;
    const place = placeOf(name);
    const kept = await place.read();
    if (kept.ok && kept.value !== null) {
      const key = Buffer.from(kept.value.text, 'base64url');
      if (key.length === KEY_BYTES) {
        atHand.set(name, { key, place: kept.value.place });
        return;
      }
    }
    // A key that cannot be read is replaced; the centre then sends again the data that was encrypted with it.
    const fresh = randomBytes(KEY_BYTES);
    atHand.set(name, { place: await place.keep(fresh.toString('base64url')), key: fresh });
  }

  return {
    async prepare(names) {
      try {
        for (const name of names) await prepareOne(name);
        return succeed(null);
      } catch (error) {
        return notDone(error);
      }
    },
    place: (name) => atHand.get(name)?.place ?? null,
    key: (name) => atHand.get(name)?.key ?? null,
    names() {
      try {
        const ours = namesOfSecrets(secrets.folder, EXTENSION).filter((name) => name.startsWith(PREFIX));
        return succeed(ours.map((name) => name.slice(PREFIX.length)));
      } catch (error) {
        return notDone(error);
      }
    },
    destroy(name) {
      atHand.get(name)?.key.fill(0);
      atHand.delete(name);
      try {
        placeOf(name).wipe();
        return succeed(null);
      } catch (error) {
        return notDone(error);
      }
    },
  };
}

const notDone = (error: unknown) => refuse({ kind: 'store-failed' as const, detail: messageOf(error) });
