import { createHmac, randomBytes } from 'node:crypto';
import { generateURI, ScureBase32Plugin, verifySync } from 'otplib';

/** RFC 6238 in the form that every authenticator app knows: SHA-1, six digits, 30 seconds. */
const SECRET_BYTES = 20;
/** A clock that is half a minute off, on either side. */
const TOLERANCE_S = 30;

const STEP_S = 30;

const base32 = new ScureBase32Plugin();

/** A new page of an invitation has a seed of its own, and posts it back. */
const SEED_BYTES = 32;
export const newSeed = (): string => randomBytes(SEED_BYTES).toString('base64url');
export const isSeed = (text: string): boolean => /^[\w-]{43}$/.test(text);

/** A link alone, in a mail or in a log, does not give the secret: the seed is on the page that was accepted. */
export const secretOf = (invitationCode: string, seed: string): Buffer =>
  createHmac('sha256', invitationCode).update(`torn one-time codes ${seed}`).digest().subarray(0, SECRET_BYTES);

/** For a person who types it into an app, in groups of four. */
export const sayableSecret = (secret: Buffer): string =>
  base32.encode(new Uint8Array(secret), { padding: false }).replace(/(.{4})(?=.)/g, '$1 ');

/** For the camera of an app. */
export const addressOfSecret = (secret: Buffer, name: string, issuer: string): string =>
  generateURI({ issuer, label: name, secret: base32.encode(new Uint8Array(secret), { padding: false }) });

/** The half minute that the code belongs to; `null`: it is wrong, or of no later half minute than `afterStep`. */
export function stepOfCode(code: string, secret: Buffer, nowMs: number, afterStep: number | null): number | null {
  if (!/^\d{6}$/.test(code)) return null;
  // After the clock was set back every code is of an earlier half minute; otplib throws at it.
  if (afterStep !== null && afterStep >= Math.floor((Math.floor(nowMs / 1_000) + TOLERANCE_S) / STEP_S)) return null;
  const verified = verifySync({
    ...{ secret: new Uint8Array(secret), token: code, strategy: 'totp', epoch: Math.floor(nowMs / 1_000) },
    epochTolerance: TOLERANCE_S,
    ...(afterStep === null ? {} : { afterTimeStep: afterStep }),
  });
  return verified.valid && 'timeStep' in verified ? verified.timeStep : null;
}
