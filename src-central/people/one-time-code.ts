import { createHmac, randomBytes } from 'node:crypto';
import { generateURI, ScureBase32Plugin, verifySync } from 'otplib';

/** The length of a secret for SHA-1 (RFC 6238). Every authenticator app knows codes of this kind: SHA-1, six digits, 30 seconds. */
const SECRET_BYTES = 20;
/** The clock of a person's device may be off by this much in either direction. */
const TOLERANCE_S = 30;

const STEP_S = 30;

const base32 = new ScureBase32Plugin();

/** The page of an invitation makes a seed of this length, and the form on the page sends the seed back. */
const SEED_BYTES = 32;
export const newSeed = (): string => randomBytes(SEED_BYTES).toString('base64url');
export const isSeed = (text: string): boolean => /^[\w-]{43}$/.test(text);

/**
 * Derives the secret of the one-time codes from the link's code and the page's seed. The link alone, which may be in a mail or a log, does
 * not reveal the secret.
 */
export const secretOf = (invitationCode: string, seed: string): Buffer =>
  createHmac('sha256', invitationCode).update(`torn one-time codes ${seed}`).digest().subarray(0, SECRET_BYTES);

/** Writes the secret in groups of four letters, for a person who types it into an app. */
export const sayableSecret = (secret: Buffer): string =>
  base32.encode(new Uint8Array(secret), { padding: false }).replace(/(.{4})(?=.)/g, '$1 ');

/** Returns the address (`otpauth:`) for the QR code that an authenticator app scans. */
export const addressOfSecret = (secret: Buffer, name: string, issuer: string): string =>
  generateURI({ issuer, label: name, secret: base32.encode(new Uint8Array(secret), { padding: false }) });

/** Returns the half minute to which a code belongs. `null`: the code is wrong, or its half minute is not later than `afterStep`. */
export function stepOfCode(code: string, secret: Buffer, nowMs: number, afterStep: number | null): number | null {
  if (!/^\d{6}$/.test(code)) return null;
  // otplib throws if all half minutes that it may accept are before `afterStep`, as after this centre's clock was set back.
  if (afterStep !== null && afterStep >= Math.floor((Math.floor(nowMs / 1_000) + TOLERANCE_S) / STEP_S)) return null;
  const verified = verifySync({
    secret: new Uint8Array(secret),
    token: code,
    strategy: 'totp',
    epoch: Math.floor(nowMs / 1_000),
    epochTolerance: TOLERANCE_S,
    ...(afterStep === null ? {} : { afterTimeStep: afterStep }),
  });
  return verified.valid && 'timeStep' in verified ? verified.timeStep : null;
}
