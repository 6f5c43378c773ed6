import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { KIOSK_KEY_HEADER, KIOSK_PROOF_HEADER, proofText } from '../contract/hub/kiosks.ts';

/** The key of a kiosk's certificate, and by what others know it. */
export interface KioskKey {
  privateKey: KeyObject;
  /** SPKI, DER. */
  publicKey: Buffer;
  pin: string;
}

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('base64url');

/** By which a kiosk knows another, whatever certificate that shows with the same key. */
export const pinOf = (publicKey: Uint8Array): string => hashOf(publicKey);

/** `pem`: as `security/hub-certificate` keeps it. */
export function kioskKeyOf(pem: string): KioskKey {
  const privateKey = createPrivateKey(pem);
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  return { privateKey, publicKey, pin: pinOf(publicKey) };
}

/** For the one kiosk that has this pin, which nobody else can be asked with. */
export function proveRequest(key: KioskKey, to: string, path: string, body: Buffer): Record<string, string> {
  const text = Buffer.from(proofText(to, path, hashOf(body)));
  return {
    [KIOSK_KEY_HEADER]: key.publicKey.toString('base64url'),
    [KIOSK_PROOF_HEADER]: sign('sha256', text, key.privateKey).toString('base64url'),
  };
}

/** By whose key a request is signed that was sent to this kiosk; `null`: by nobody's. Whether that one is let in is another question. */
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
    // No key at all.
    return null;
  }
}

/** Of a kiosk that is not asked by what it says of itself: the pin that its request claims. Proves nothing. */
export function claimedPin(headers: IncomingHttpHeaders): string | null {
  const { [KIOSK_KEY_HEADER]: shown } = headers;
  return typeof shown === 'string' ? pinOf(Buffer.from(shown, 'base64url')) : null;
}
