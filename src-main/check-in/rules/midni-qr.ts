import { type IdentityDocument, readDocument } from '../../domain/identity-document.ts';
import { type Result, refuse, succeed } from '../../domain/result.ts';

/**
 * The QR code of the MiDNI application: a visible digital seal (ICAO Doc 9303, part 13, version 4) with tagged fields, signed by the police
 * with ECDSA on P-256 and SHA-256, `r` and `s` of 32 bytes each. The layout is known from open readers and sample codes; the police publish
 * none.
 *
 * | part            | content                                                                                              |
 * | --------------- | ---------------------------------------------------------------------------------------------------- |
 * | bytes 0, 1      | `DC 03`                                                                                              |
 * | 2-3, 4-7        | C40: `ES`; `ESPN` and two hex digits, the length of the reference                                    |
 * | then            | C40: the certificate's serial number in hex, two bytes for every three characters begun              |
 * | then            | dates of issue and signature, 3 bytes each; level 7 simple, 8 complete, 9 age; category 9, the DNI   |
 * | then            | fields: tag, length (one byte, `81` and one, `82` and two), value                                    |
 * | last            | `FF 40` and the signature, which covers everything before `FF`                                       |
 *
 * Invariants: the reader verifies the signature before it interprets the seal; it returns only the number and never reads name, photograph
 * and address; only one encoding of a seal is accepted, so that no signed byte can change; no input makes the reader throw.
 */

/** Checks `signature` (64 bytes) over `bytes` with the certificate of this serial number (capital hex). Never throws. */
export type VerifySignedCode = (bytes: Uint8Array, signature: Uint8Array, certificateReference: string) => boolean;

/**
 * - `no-signed-code`: not a MiDNI code.
 * - `not-signed`: signed by an unknown key, or altered.
 * - `expired`: shown too late, perhaps as a picture of the code.
 * - `clock-differs`: expires so far ahead that a clock must be wrong, and an old code might be accepted.
 * - `no-number`: signed, but without a document number, as at the level of age.
 */
export type UnreadableSignedCode = {
  kind: 'no-signed-code' | 'not-signed' | 'expired' | 'clock-differs' | 'no-number';
};

export interface SignedDocument {
  readonly document: IdentityDocument;
  /** The code is accepted until this instant, milliseconds since 1970. */
  readonly goodUntilMs: number;
  /**
   * The first half of the signature, `r`: different for each signing, and unchanged when the signature is re-encoded (`s` and `n − s` are
   * both valid). It reveals nothing about the signed data.
   */
  readonly once: Uint8Array;
}

export type SignedCodeResult = Result<SignedDocument, UnreadableSignedCode>;

/** The issuer's clock and the kiosk's may differ by this much. */
export const SIGNED_CODE_CLOCK_TOLERANCE_MS = 90_000;
/** A code is valid for seconds to minutes. A later expiry means that one of the clocks is wrong. */
export const LONGEST_SIGNED_CODE_LIFE_MS = 600_000;
/** The capacity of the largest QR code; real codes have about 1,140 bytes. */
export const MOST_SIGNED_CODE_BYTES = 2_953;

export function readMidniQr(bytes: Uint8Array, verify: VerifySignedCode, nowMs: number): SignedCodeResult {
  const code = openSignedCode(bytes);
  if (code === null) return refuse({ kind: 'no-signed-code' });
  if (!verify(code.signed, code.signature, code.certificateReference)) return refuse({ kind: 'not-signed' });
  const expiresMs = readInstant(code.expiry);
  if (expiresMs === null) return refuse({ kind: 'no-signed-code' });
  const goodUntilMs = expiresMs + SIGNED_CODE_CLOCK_TOLERANCE_MS;
  if (nowMs > goodUntilMs) return refuse({ kind: 'expired' });
  if (nowMs < expiresMs - LONGEST_SIGNED_CODE_LIFE_MS) return refuse({ kind: 'clock-differs' });
  const read = readDocument(code.number ?? '', 'spanish');
  if (!read.ok || read.value.kind !== 'dni') return refuse({ kind: 'no-number' });
  const once = code.signature.slice(0, SIGNATURE_BYTES / 2);
  return succeed({ document: read.value, goodUntilMs, once });
}

interface SignedCode {
  readonly signed: Uint8Array;
  readonly signature: Uint8Array;
  readonly certificateReference: string;
  readonly number: string | null;
  readonly expiry: string;
}

const MAGIC = [0xdc, 0x03] as const;
const COUNTRY = 'ES';
const SIGNER = 'ESPN';
const REFERENCE_AT = 8;
/** Two dates of three bytes, level and category follow the reference. */
const LEVEL_OFFSET = 6;
const HEADER_REST = 8;
const LEVELS = [7, 8, 9];
const CATEGORY_DNI = 9;
const TAG_NUMBER = 0x40;
const TAG_EXPIRY = 0x80;
const SIGNATURE_HEAD = [0xff, 0x40] as const;
const SIGNATURE_BYTES = 64;

function openSignedCode(bytes: Uint8Array): SignedCode | null {
  if (bytes.length > MOST_SIGNED_CODE_BYTES || bytes[0] !== MAGIC[0] || bytes[1] !== MAGIC[1]) return null;
  const signer = readC40(bytes.subarray(4, REFERENCE_AT)) ?? '';
  if (readC40(bytes.subarray(2, 4)) !== COUNTRY || !/^ESPN[0-9A-F]{2}$/.test(signer)) return null;

  const referenceLength = Number.parseInt(signer.slice(SIGNER.length), 16);
  const afterReference = REFERENCE_AT + Math.floor((referenceLength + 2) / 3) * 2;
  const certificateReference = readC40(bytes.subarray(REFERENCE_AT, afterReference)) ?? '';
  if (certificateReference.length !== referenceLength || !/^[0-9A-F]+$/.test(certificateReference)) return null;

  const [level, category] = bytes.subarray(afterReference + LEVEL_OFFSET, afterReference + HEADER_REST);
  if (level === undefined || !LEVELS.includes(level) || category !== CATEGORY_DNI) return null;

  const signatureAt = bytes.length - SIGNATURE_HEAD.length - SIGNATURE_BYTES;
  const fieldsAt = afterReference + HEADER_REST;
  if (bytes[signatureAt] !== SIGNATURE_HEAD[0] || bytes[signatureAt + 1] !== SIGNATURE_HEAD[1]) return null;
  const fields = readFields(bytes.subarray(fieldsAt, signatureAt));
  const expiry = fields?.get(TAG_EXPIRY);
  if (!fields || expiry === undefined) return null;
  return {
    signed: bytes.subarray(0, signatureAt),
    signature: bytes.subarray(signatureAt + SIGNATURE_HEAD.length),
    certificateReference,
    number: fields.get(TAG_NUMBER) ?? null,
    expiry,
  };
}

/** Reads the two fields that Torn needs, as text; `null` if lengths do not add up or a tag occurs twice. */
function readFields(bytes: Uint8Array): Map<number, string> | null {
  const read = new Map<number, string>();
  const seen = new Set<number>();
  let at = 0;
  while (at < bytes.length) {
    const tag = bytes[at];
    const length = readLength(bytes, at + 1);
    if (tag === undefined || tag === SIGNATURE_HEAD[0] || length === null || seen.has(tag)) return null;
    const end = length.valueAt + length.value;
    if (end > bytes.length) return null;
    seen.add(tag);
    if (tag === TAG_NUMBER || tag === TAG_EXPIRY)
      read.set(
        tag,
        String.fromCharCode(...bytes.subarray(length.valueAt, Math.min(end, length.valueAt + LONGEST_TEXT))),
      );
    at = end;
  }
  return read;
}

/** A number and an instant are shorter than this, so a longer field needs no decoding. */
const LONGEST_TEXT = 32;

function readLength(bytes: Uint8Array, at: number): { value: number; valueAt: number } | null {
  const [first, second, third] = bytes.subarray(at, at + 3);
  if (first === undefined) return null;
  if (first < 0x80) return { value: first, valueAt: at + 1 };
  if (first === 0x81 && second !== undefined) return { value: second, valueAt: at + 2 };
  if (first === 0x82 && second !== undefined && third !== undefined)
    return { value: second * 256 + third, valueAt: at + 3 };
  return null;
}

const C40_SHIFT = 0;
const C40_CHARACTERS = ' 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const C40_FIRST = 3;
const C40_UNLATCH = 0xfe;

/**
 * Decodes C40 of ISO/IEC 16022 as seals use it: two bytes encode three characters; the last two bytes may encode two characters and a
 * shift, or one character as `FE` and its ASCII code plus one. `null` for anything else.
 */
function readC40(bytes: Uint8Array): string | null {
  let text = '';
  for (let at = 0; at < bytes.length; at += 2) {
    const [high, low] = bytes.subarray(at, at + 2);
    if (high === undefined || low === undefined) return null;
    const isLast = at + 2 === bytes.length;
    if (high === C40_UNLATCH) return isLast && low > 0 ? text + String.fromCharCode(low - 1) : null;
    const packed = high * 256 + low - 1;
    const values = [Math.floor(packed / 1_600), Math.floor(packed / 40) % 40, packed % 40];
    if (isLast && values[2] === C40_SHIFT) values.pop();
    for (const value of values) {
      const character = C40_CHARACTERS[value - C40_FIRST];
      if (character === undefined) return null;
      text += character;
    }
  }
  return text;
}

/** Reads `DD-MM-YYYY HH:mm:ss` in UTC as milliseconds since 1970. */
function readInstant(text: string): number | null {
  const parts = /^(\d\d)-(\d\d)-(\d{4}) (\d\d):(\d\d):(\d\d)$/.exec(text);
  if (parts === null) return null;
  const [day = 0, month = 0, year = 0, hour = 0, minute = 0, second = 0] = parts.slice(1).map(Number);
  const instantMs = Date.UTC(year, month - 1, day, hour, minute, second);
  return formatInstant(instantMs) === text ? instantMs : null;
}

/** The inverse of `readInstant`. A date that does not exist, such as 31 February, gives another text. */
function formatInstant(instantMs: number): string {
  const [date = '', time = ''] = new Date(instantMs).toISOString().split('T');
  return `${date.split('-').toReversed().join('-')} ${time.slice(0, 8)}`;
}
