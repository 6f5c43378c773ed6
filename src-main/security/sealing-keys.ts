import { randomBytes } from 'node:crypto';
import type { SealingKeys } from '../ports/appointments.ts';
import { namesOfSecrets, openSecretPlace, type SecretPlace } from './secret-place.ts';

const KEY_BYTES = 32;
const PREFIX = 'torn-appointments-';
const EXTENSION = '.key';

export interface SealingKeysParts {
  /** The kiosk's data folder. */
  folder: string;
  environment: NodeJS.ProcessEnv;
}

/** Keys of AES-256, each in a `SecretPlace` of its own, so that one can be destroyed without touching another. */
export function openSealingKeys({ folder, environment }: SealingKeysParts): SealingKeys {
  const atHand = new Map<string, Uint8Array>();
  const placeOf = (name: string): SecretPlace =>
    openSecretPlace({ folder, environment, name: `${PREFIX}${name}`, extension: EXTENSION });

  async function prepareOne(name: string): Promise<void> {
    if (atHand.has(name)) return;
    const place = placeOf(name);
    const kept = await place.read();
    const found = kept.ok && kept.value !== null ? Buffer.from(kept.value.text, 'base64url') : null;
    if (found?.length === KEY_BYTES) {
      atHand.set(name, found);
      return;
    }
    // What was sealed with one that cannot be read comes again from the centre.
    const fresh = randomBytes(KEY_BYTES);
    await place.keep(fresh.toString('base64url'));
    atHand.set(name, fresh);
  }

  return {
    async prepare(names) {
      for (const name of names) await prepareOne(name);
    },
    key: (name) => atHand.get(name) ?? null,
    names: () =>
      namesOfSecrets(folder, EXTENSION)
        .filter((name) => name.startsWith(PREFIX))
        .map((name) => name.slice(PREFIX.length)),
    destroy(name) {
      atHand.get(name)?.fill(0);
      atHand.delete(name);
      placeOf(name).wipe();
    },
  };
}
