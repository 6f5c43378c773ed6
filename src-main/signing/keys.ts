import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { Fingerprint, pairingInput } from '../contract/centre/enrolment.ts';
import { KeyId, PublicKey } from '../contract/shared/ids.ts';

export interface SigningKey {
  keyId: KeyId;
  publicKey: PublicKey;
  privateKey: KeyObject;
}

export function newSigningKey(): SigningKey {
  return signingKeyOf(generateKeyPairSync('ed25519').privateKey);
}

function signingKeyOf(privateKey: KeyObject): SigningKey {
  const publicKey = PublicKey.parse(
    createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).toString('base64url'),
  );
  return { keyId: keyIdOf(publicKey), publicKey, privateKey };
}

export const keyToPem = ({ privateKey }: SigningKey): string =>
  privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();

/** Reads a private key; `null` when the text is not an Ed25519 key, because `PublicKey` accepts no other kind. */
export function keyFromPem(pem: string): SigningKey | null {
  try {
    return signingKeyOf(createPrivateKey(pem));
  } catch {
    return null;
  }
}

export const publicKeyObject = (publicKey: PublicKey): KeyObject =>
  createPublicKey({ key: Buffer.from(publicKey, 'base64url'), format: 'der', type: 'spki' });

export const keyIdOf = (publicKey: PublicKey): KeyId =>
  KeyId.parse(createHash('sha256').update(publicKey, 'base64url').digest('base64url'));

/** Crockford's alphabet of base 32, without I, L, O and U. */
const BASE32 = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const FINGERPRINT_CHARACTERS = 25;

/**
 * The fingerprint that two people compare in a pairing, without spaces. It covers both keys: if an attacker between kiosk and centre
 * replaces either key, the two sides show different fingerprints. Each side computes it from its own key and the key that it received.
 */
export function pairingFingerprint(kioskKey: PublicKey, centreKey: PublicKey): string {
  const digest = createHash('sha256').update(pairingInput(kioskKey, centreKey), 'utf8').digest();
  const bits = [...digest].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const characters = Array.from({ length: FINGERPRINT_CHARACTERS }, (_, index) =>
    BASE32.charAt(Number.parseInt(bits.slice(index * 5, index * 5 + 5), 2)),
  );
  return Fingerprint.parse(characters.join(''));
}

/** Signs a text; the signature in base64url. */
export const signText = (text: string, { privateKey }: SigningKey): string =>
  sign(null, Buffer.from(text, 'utf8'), privateKey).toString('base64url');

export const signBytes = (bytes: Uint8Array, { privateKey }: SigningKey): Buffer => sign(null, bytes, privateKey);

/** Verifies a signature; false also for a malformed signature. */
export const verifyBytes = (bytes: Uint8Array, signature: Uint8Array, publicKey: PublicKey): boolean =>
  verify(null, bytes, publicKeyObject(publicKey), signature);

export const verifyText = (text: string, signature: string, publicKey: PublicKey): boolean =>
  verify(null, Buffer.from(text, 'utf8'), publicKeyObject(publicKey), Buffer.from(signature, 'base64url'));
