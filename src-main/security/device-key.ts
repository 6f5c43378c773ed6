import { type Result, refuse, succeed } from '../contract/result.ts';
import { keyFromPem, keyToPem, type SigningKey } from './keys.ts';
import { openSecretPlace, type SecretPlaceName } from './secret-place.ts';

const CREDENTIAL = 'torn-device-key';

export type KeyPlace = SecretPlaceName;

export interface KeptKey {
  key: SigningKey;
  place: KeyPlace;
}

export type KeyFault =
  /** Others can read the file: it is not used. */
  { kind: 'device-key-exposed'; detail: string } | { kind: 'device-key-unreadable'; detail: string };

/** A kiosk's private key in its `SecretPlace`. One `next` key may lie beside it, while the centre changes over. */
export interface DeviceKey {
  /** `null` when there is none. */
  read(which?: WhichKey): Promise<Result<KeptKey | null, KeyFault>>;
  /** On disk when it settles. Rejects with what the disk says. */
  keep(key: SigningKey, which?: WhichKey): Promise<KeyPlace>;
  /** The next key becomes the key. */
  promoteNext(): Promise<void>;
  /** Both are gone. */
  wipe(): void;
}
export type WhichKey = 'current' | 'next';

export interface DeviceKeyParts {
  /** The kiosk's data folder. */
  folder: string;
  environment: NodeJS.ProcessEnv;
  /** Of the machine, made by systemd at its first start; without it nothing can be encrypted for it. */
  hostKeyFile?: string;
  tool?: string;
}

export function openDeviceKey(parts: DeviceKeyParts): DeviceKey {
  const places = {
    current: openSecretPlace({ ...parts, name: CREDENTIAL, extension: '.pem' }),
    next: openSecretPlace({ ...parts, name: `${CREDENTIAL}-next`, extension: '.pem' }),
  };

  async function read(which: WhichKey = 'current'): Promise<Result<KeptKey | null, KeyFault>> {
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
  const keep = (key: SigningKey, which: WhichKey = 'current'): Promise<KeyPlace> => places[which].keep(keyToPem(key));

  return {
    read,
    keep,
    async promoteNext() {
      const next = await read('next');
      if (!next.ok || next.value === null) return;
      await keep(next.value.key);
      places.next.wipe();
    },
    wipe() {
      places.current.wipe();
      places.next.wipe();
    },
  };
}
