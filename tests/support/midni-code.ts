import { type KeyObject, sign } from 'node:crypto';

/** The content of an invented person's MiDNI code, in the layout that `src-main/check-in/rules/midni-qr.ts` describes. */
export interface SignedCodeContent {
  /** In capital hexadecimal digits. */
  certificateReference: string;
  level: number;
  /** The fields as tag and value, in the sequence of the code. Texts are UTF-8. */
  fields: readonly (readonly [tag: number, value: string | Uint8Array])[];
}

export interface SignedCodeWords {
  number?: string;
  expiry?: string;
  level?: number;
  photoBytes?: number;
  certificateReference?: string;
}

/** Default: the code that the MiDNI application shows at its level `simple`. The photograph consists of zeros. */
export function signedCodeContent({
  number = '12345678Z',
  expiry = '25-11-2026 09:05:00',
  level = 7,
  photoBytes = 300,
  certificateReference = '1A2B3C4D5E6F7081',
}: SignedCodeWords = {}): SignedCodeContent {
  return {
    certificateReference,
    level,
    fields: [
      [0x40, number],
      [0x44, 'CARMEN'],
      [0x46, 'ESPAÑOLA ESPAÑOLA'],
      [0x48, 'F'],
      [0x4c, '20-06-2031'],
      [0x50, new Uint8Array(photoBytes)],
      [0x80, expiry],
    ],
  };
}

export function unsignedCode({ certificateReference, level, fields }: SignedCodeContent): Buffer {
  const length = certificateReference.length.toString(16).toUpperCase().padStart(2, '0');
  return Buffer.concat([
    Buffer.from([0xdc, 0x03]),
    encodeC40('ES'),
    encodeC40(`ESPN${length}`),
    encodeC40(certificateReference),
    encodeDate(2026, 1, 15),
    encodeDate(2026, 11, 25),
    Buffer.from([level, 9]),
    ...fields.map(([tag, value]) => encodeField(tag, Buffer.from(value))),
  ]);
}

/** Appends the signature (ECDSA on P-256, SHA-256) to a code's content. */
export function signedCode(unsigned: Buffer, privateKey: KeyObject): Buffer {
  const signature = sign('sha256', unsigned, { key: privateKey, dsaEncoding: 'ieee-p1363' });
  return Buffer.concat([unsigned, Buffer.from([0xff, signature.length]), signature]);
}

export function encodeField(tag: number, value: Buffer): Buffer {
  const { length } = value;
  const head = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...head]), value]);
}

function encodeC40(text: string): Buffer {
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at += 3) {
    const part = text.slice(at, at + 3);
    if (part.length === 1) {
      bytes.push(0xfe, part.charCodeAt(0) + 1);
      continue;
    }
    const [first = 0, second = 0, third = 0] = [...part].map(
      (character) => ' 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'.indexOf(character) + 3,
    );
    const packed = first * 1_600 + second * 40 + third + 1;
    bytes.push(packed >> 8, packed & 0xff);
  }
  return Buffer.from(bytes);
}

/** Encodes a date as three bytes: the number MMDDYYYY, big-endian. */
function encodeDate(year: number, month: number, day: number): Buffer {
  const bytes = Buffer.alloc(3);
  bytes.writeUIntBE(month * 1_000_000 + day * 10_000 + year, 0, 3);
  return bytes;
}
