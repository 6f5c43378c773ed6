import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { KIOSK_KEY_HEADER, KIOSK_PROOF_HEADER, proofText } from '../contract/paths.ts';

export interface KioskKey {
  privateKey: KeyObject;
  /** SPKI in DER. */
  publicKey: Buffer;
  pin: string;
}

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('base64url');

/** Returns the pin of a key; a new certificate with the same key does not change it. */
export const pinOf = (publicKey: Uint8Array): string => hashOf(publicKey);

/** `pem`: the private key, as `security/hub-certificate` stores it. */
export function kioskKeyOf(pem: string): KioskKey {
  const privateKey = createPrivateKey(pem);
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  return { privateKey, publicKey, pin: pinOf(publicKey) };
}

/** Signs a request. `to`: the pin (key fingerprint) of the receiving kiosk; the signature is not valid at another kiosk. */
export function proveRequest(key: KioskKey, to: string, path: string, body: Buffer): Record<string, string> {
  const text = Buffer.from(proofText(to, path, hashOf(body)));
  return {
    [KIOSK_KEY_HEADER]: key.publicKey.toString('base64url'),
    [KIOSK_PROOF_HEADER]: sign('sha256', text, key.privateKey).toString('base64url'),
  };
}

/**
 * Returns the pin of the key that signed a request to this kiosk; `null`: no valid signature. The caller checks whether that kiosk is
 * paired.
 */
export function provenPin(headers: IncomingHttpHeaders, ownPin: string, path: string, body: Buffer): string | null {
  const { [KIOSK_KEY_HEADER]: shown, [KIOSK_PROOF_HEADER]: proof } = headers;
  if (typeof shown !== 'string' || typeof proof !== 'string') return null;
  try {
    const bytes = Buffer.from(shown, 'base64url');
    const publicKey = createPublicKey({ key: bytes, type: 'spki', format: 'der' });
    if (publicKey.asymmetricKeyType !== 'ec') return null;
    const text = Buffer.from(proofText(ownPin, path, hashOf(body)));
    return verify('sha256', text, publicKey, Buffer.from(proof, 'base64url')) ? pinOf(bytes) : null;
  } catch {
    return null;
  }
}

export function claimedPin(headers: IncomingHttpHeaders): string | null {
  const { [KIOSK_KEY_HEADER]: shown } = headers;
  return typeof shown === 'string' ? pinOf(Buffer.from(shown, 'base64url')) : null;
}
