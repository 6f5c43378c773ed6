import type { ScannedCode, Symbology } from './contract.ts';

const SYMBOLOGIES: Readonly<Record<string, Symbology>> = {
  A: 'code-39',
  C: 'code-128',
  E: 'ean-upc',
  F: 'codabar',
  G: 'code-93',
  I: 'interleaved-2-of-5',
  L: 'pdf417',
  Q: 'qr',
  X: 'other',
  d: 'data-matrix',
  e: 'gs1-databar',
  o: 'ocr',
  z: 'aztec',
};

/** An AIM identifier is `]`, the letter of a symbology, and a modifier that says how the scanner changed the data. */
const AIM_LETTER = /[A-IK-UXYZcdegho-prsz]/;
const AIM_MODIFIER = /[0-9A-Za-z]/;
const AIM_LENGTH = 3;

const DELETE = 0x7f;
const FIRST_PRINTABLE = 0x20;
/** The control characters that text codes may contain: EOT, tab, line ends, and the four separators of GS1 and ISO/IEC 15434 messages. */
const CONTROLS_OF_TEXT: ReadonlySet<number> = new Set([0x04, 0x09, 0x0a, 0x0d, 0x1c, 0x1d, 0x1e, 0x1f]);

/** Reads the content of one frame, which must not be empty. */
export function readCode(frame: Uint8Array): ScannedCode {
  const aim = String.fromCharCode(...frame.subarray(0, AIM_LENGTH));
  const [opening = '', letter = '', modifier = ''] = aim;
  const isIdentified = opening === ']' && AIM_LETTER.test(letter) && AIM_MODIFIER.test(modifier);
  const bytes = isIdentified ? Uint8Array.from(frame.subarray(AIM_LENGTH)) : frame;
  return { text: textOf(bytes), bytes, symbology: isIdentified ? (SYMBOLOGIES[letter] ?? 'other') : null };
}

function textOf(bytes: Uint8Array): string | null {
  const isText = bytes.every((byte) => (byte >= FIRST_PRINTABLE && byte !== DELETE) || CONTROLS_OF_TEXT.has(byte));
  if (!isText) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
