import { type Result, refuse, succeed } from './result.ts';
import { SLUG } from './slug.ts';

/**
 * The claims in the QR code of an appointment's confirmation, signed by the centre, so that a kiosk without network can verify them. The
 * code's text is `TORN1` followed by base 32 of: the appointment's UUID (16 bytes), start and expiry (seconds since 1970, 4 bytes each,
 * big-endian), the office, and the Ed25519 signature (64 bytes).
 *
 * Capitals and digits take the least room in a QR code, and a scanner that emulates a foreign keyboard sends them correctly.
 *
 * Invariants: the token names no person; the signature binds it to city and version; a token has one form, in capitals, whatever the case
 * of the scan.
 */
export interface AppointmentClaims {
  /** A UUID in lower case. */
  readonly appointmentId: string;
  readonly officeId: string;
  /** Milliseconds since 1970, whole seconds. */
  readonly startMs: number;
  /** End of validity; milliseconds since 1970, whole seconds. */
  readonly expiresMs: number;
}

/** Checks that a key of the centre made `signature` (64 bytes) over `bytes`. Never throws. */
export type VerifyToken = (bytes: Uint8Array, signature: Uint8Array) => boolean;

/**
 * - `no-token`: no token of Torn, or one that is too short or malformed.
 * - `other-version`: a Torn token of an unknown version.
 * - `not-signed`: altered or truncated, or signed for another city.
 */
export type TokenReading = Result<AppointmentClaims, { kind: 'no-token' | 'other-version' | 'not-signed' }>;

const PREFIX = 'TORN';
const VERSION = '1';
const HEAD = PREFIX + VERSION;
const UUID_BYTES = 16;
const OFFICE_AT = UUID_BYTES + 8;
const MOST_OFFICE_CHARACTERS = 60;
const SIGNATURE_BYTES = 64;
const HIGHEST_SECOND = 2 ** 32 - 1;
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const MOST_BYTES = OFFICE_AT + MOST_OFFICE_CHARACTERS + SIGNATURE_BYTES;
export const MOST_TOKEN_CHARACTERS = HEAD.length + Math.ceil((MOST_BYTES * 8) / 5);

/**
 * Returns the bytes that a token's signature covers.
 * @throws RangeError if the appointment's id is no UUID in lower case, the office's id is malformed or too long, or a time does not fit 4
 * bytes of seconds
 */
export const tokenSigningInput = (cityId: string, claims: AppointmentClaims): Uint8Array =>
  inCity(cityId, writeClaims(claims));

/**
 * Returns the text of the QR code.
 * @throws RangeError for claims that `tokenSigningInput` refuses, or if the signature does not have 64 bytes
 */
export function writeAppointmentToken(claims: AppointmentClaims, signature: Uint8Array): string {
  if (signature.length !== SIGNATURE_BYTES) throw new RangeError(`a signature has ${SIGNATURE_BYTES} bytes`);
  return HEAD + toBase32(joined(writeClaims(claims), signature));
}

/** Reads a scanned token and verifies its signature. The caller checks the expiry. */
export function readAppointmentToken(scanned: string, cityId: string, verify: VerifyToken): TokenReading {
  const text = scanned.length <= MOST_TOKEN_CHARACTERS ? scanned.toUpperCase() : '';
  if (!text.startsWith(PREFIX)) return refuse({ kind: 'no-token' });
  if (!text.startsWith(HEAD))
    return refuse({ kind: /^\d/.test(text.slice(PREFIX.length)) ? 'other-version' : 'no-token' });
  const bytes = fromBase32(text.slice(HEAD.length));
  if (bytes === null || bytes.length < OFFICE_AT + SIGNATURE_BYTES) return refuse({ kind: 'no-token' });
  const payload = bytes.subarray(0, -SIGNATURE_BYTES);
  if (!verify(inCity(cityId, payload), bytes.subarray(-SIGNATURE_BYTES))) return refuse({ kind: 'not-signed' });
  const claims = readClaims(payload);
  return claims === null ? refuse({ kind: 'no-token' }) : succeed(claims);
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function writeClaims({ appointmentId, officeId, startMs, expiresMs }: AppointmentClaims): Uint8Array {
  if (!UUID.test(appointmentId)) throw new RangeError('the id of an appointment must be a UUID in lower case');
  if (!SLUG.test(officeId) || officeId.length > MOST_OFFICE_CHARACTERS)
    throw new RangeError(`the id of an office must have at most ${MOST_OFFICE_CHARACTERS} letters, digits and hyphens`);
  const bytes = new Uint8Array(OFFICE_AT);
  const hex = appointmentId.replaceAll('-', '');
  for (let at = 0; at < UUID_BYTES; at += 1) bytes[at] = Number.parseInt(hex.slice(at * 2, at * 2 + 2), 16);
  const view = new DataView(bytes.buffer);
  view.setUint32(UUID_BYTES, secondsOf(startMs));
  view.setUint32(UUID_BYTES + 4, secondsOf(expiresMs));
  return joined(bytes, new TextEncoder().encode(officeId));
}

function secondsOf(instantMs: number): number {
  const seconds = instantMs / 1_000;
  if (!Number.isInteger(seconds) || seconds < 0 || seconds > HIGHEST_SECOND)
    throw new RangeError(`a token cannot carry the instant ${instantMs}`);
  return seconds;
}

function readClaims(payload: Uint8Array): AppointmentClaims | null {
  const officeId = String.fromCharCode(...payload.subarray(OFFICE_AT));
  if (!SLUG.test(officeId)) return null;
  const hex = Array.from(payload.subarray(0, UUID_BYTES), (byte) => byte.toString(16).padStart(2, '0')).join('');
  const view = new DataView(payload.buffer, payload.byteOffset, payload.length);
  return {
    appointmentId: hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
    officeId,
    startMs: view.getUint32(UUID_BYTES) * 1_000,
    expiresMs: view.getUint32(UUID_BYTES + 4) * 1_000,
  };
}

/**
 * Returns the bytes to sign: purpose, version and city, then the claims, so that the signature is valid for no other purpose, version or
 * city.
 */
const inCity = (cityId: string, payload: Uint8Array): Uint8Array =>
  joined(new TextEncoder().encode(`torn-appointment-v${VERSION}\n${cityId}\n`), payload);

function joined(some: Uint8Array, more: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(some.length + more.length);
  bytes.set(some);
  bytes.set(more, some.length);
  return bytes;
}

function toBase32(bytes: Uint8Array): string {
  let text = '';
  let [held, bits] = [0, 0];
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    for (; bits >= 5; bits -= 5) text += BASE32.charAt((held >> (bits - 5)) & 31);
    held &= 31;
  }
  return bits === 0 ? text : text + BASE32.charAt((held << (5 - bits)) & 31);
}

/**
 * Decodes base 32; `null` for text that `toBase32` cannot produce: with other characters, with one character too many, or with leftover
 * bits that are set.
 */
function fromBase32(text: string): Uint8Array | null {
  const bytes: number[] = [];
  let [held, bits] = [0, 0];
  for (const character of text) {
    const value = BASE32.indexOf(character);
    if (value === -1) return null;
    held = (held << 5) | value;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((held >> bits) & 255);
    held &= (1 << bits) - 1;
  }
  return bits < 5 && held === 0 ? Uint8Array.from(bytes) : null;
}
