import { createECDH, hkdfSync } from 'node:crypto';
import type { SigningKey } from '../../src-main/signing/keys.ts';

/** The order of the curve P-256. */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const SEED_BYTES = 48;
const KEY_BYTES = 32;

export interface VapidKeys {
  publicKey: string;
  privateKey: string;
}

/**
 * Derives the key pair with which this centre identifies itself to push services. Its source is the centre's signing key, so that every
 * replica derives the same pair and it need not be stored. A new signing key ends the subscriptions of the day on which it is introduced,
 * because push services refuse the new pair.
 */
export function vapidKeysOf({ privateKey }: SigningKey): VapidKeys {
  const der = privateKey.export({ format: 'der', type: 'pkcs8' });
  const seed = Buffer.from(hkdfSync('sha256', der, '', 'torn-turn-words-vapid-v1', SEED_BYTES));
  // The seed is 16 bytes longer than the order, so that every key is almost equally likely.
  const scalar = (BigInt(`0x${seed.toString('hex')}`) % (ORDER - 1n)) + 1n;
  const secret = Buffer.from(scalar.toString(16).padStart(KEY_BYTES * 2, '0'), 'hex');
  const pair = createECDH('prime256v1');
  pair.setPrivateKey(secret);
  return { publicKey: pair.getPublicKey('base64url'), privateKey: secret.toString('base64url') };
}
