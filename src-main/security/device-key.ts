import type { KeyPlace } from '../contract/shared/key-place.ts';
import { messageOf, type Result, refuse, succeed } from '../domain/result.ts';
import { keyFromPem, keyToPem, type SigningKey } from '../signing/keys.ts';
import { openSecretPlace, type SecretsPlace } from './secret-place.ts';

const CREDENTIAL = 'torn-device-key';

export interface KeptKey {
  key: SigningKey;
  place: KeyPlace;
}

/** `device-key-exposed`: other users can read the file, so the key is not used. */
export type KeyFault = { kind: 'device-key-exposed' | 'device-key-unreadable'; detail: string };

export type KeyNotKept = { kind: 'store-failed'; detail: string };

/** A kiosk's private key in its `SecretPlace`. A `next` key may be stored beside it during a rotation. */
export interface DeviceKey {
  read(which?: WhichKey): Promise<Result<KeptKey | null, KeyFault>>;
  /** Saves a key; it is on disk when the promise resolves with success. */
  keep(key: SigningKey, which?: WhichKey): Promise<Result<KeyPlace, KeyNotKept>>;
  promoteNext(): Promise<Result<null, KeyFault | KeyNotKept>>;
  wipe(): Result<null, KeyNotKept>;
}
export type WhichKey = 'current' | 'next';

export function openDeviceKey(secrets: SecretsPlace): DeviceKey {
  const places = {
    current: openSecretPlace(secrets, CREDENTIAL, '.pem'),
    next: openSecretPlace(secrets, `${CREDENTIAL}-next`, '.pem'),
  };

  async function readNow(which: WhichKey): Promise<Result<KeptKey | null, KeyFault>> {
    const found = await places[which].read();
    if (!found.ok) {
      const { kind, detail } = found.error;
      return refuse({ kind: kind === 'exposed' ? 'device-key-exposed' : 'device-key-unreadable', detail });
    }
    if (found.value === null) return succeed(null);
    const { text, place } = found.value;
    const key = keyFromPem(text);
    return key ? succeed({ key, place }) : refuse({ kind: 'device-key-unreadable', detail: place });
  }
  const read = (which: WhichKey = 'current'): Promise<Result<KeptKey | null, KeyFault>> =>
    readNow(which).catch((error: unknown) => refuse({ kind: 'device-key-unreadable', detail: messageOf(error) }));
  const keep = (key: SigningKey, which: WhichKey = 'current'): Promise<Result<KeyPlace, KeyNotKept>> =>
    places[which].keep(keyToPem(key)).then(succeed, notKept);
  function wipe(...which: readonly WhichKey[]): Result<null, KeyNotKept> {
    try {
      for (const name of which) places[name].wipe();
      return succeed(null);
    } catch (error) {
      return notKept(error);
    }
  }

  return {
    read,
    keep,
    async promoteNext() {
      const next = await read('next');
      if (!next.ok) return next;
      if (next.value === null) return succeed(null);
      const kept = await keep(next.value.key);
      return kept.ok ? wipe('next') : kept;
    },
    wipe: () => wipe('current', 'next'),
  };
}

const notKept = (error: unknown) => refuse({ kind: 'store-failed' as const, detail: messageOf(error) });
