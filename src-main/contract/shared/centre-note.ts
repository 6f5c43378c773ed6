import { z } from 'zod';
import { ProxyAddress } from './centre-address.ts';
import { CentreSetting } from './office-profile.ts';

const CENTRE_NOTE_FORMAT = 'torn-centre';
const CENTRE_NOTE_VERSION = 1;
/** Largest size of a note's file, bytes; a certificate takes about two thousand of them. */
export const MOST_NOTE_BYTES = 20_000;
/** Longest text in a note's QR code, characters. A scanner that types like a keyboard sends no longer text. */
export const MOST_NOTE_CHARACTERS = 512;

export const CertificateFingerprint = z.string().regex(/^[0-9a-f]{64}$/, 'expected the SHA-256 of a certificate');
export type CertificateFingerprint = z.infer<typeof CertificateFingerprint>;

/**
 * Number of characters at the end of an authority's fingerprint that a technician types from the city's own paper. The kiosk never shows
 * these characters, so the technician cannot copy them from its screen.
 */
export const AUTHORITY_END = 16;
export const AuthorityEnd = z.string().regex(/^[0-9A-F]{16}$/, 'expected 16 of 0-9 and A-F');

/** The data by which kiosks reach their centre, as the centre's operator gives it to technicians. It contains no secret. */
export const CentreNote = z.strictObject({
  ...CentreSetting.shape,
  proxy: ProxyAddress.nullable(),
  /**
   * The topmost certificate of the chain that the centre sends; `null` if the kiosks' machines trust the chain already. A note in a file
   * contains the certificate as PEM, a note in a QR code only its fingerprint.
   */
  authority: z
    .union([z.strictObject({ pem: z.string().max(16_000) }), z.strictObject({ fingerprint: CertificateFingerprint })])
    .nullable(),
});
export type CentreNote = z.infer<typeof CentreNote>;

const NoteFile = z.strictObject({
  format: z.literal(CENTRE_NOTE_FORMAT),
  formatVersion: z.literal(CENTRE_NOTE_VERSION),
  ...CentreNote.shape,
});

export const noteFile = (note: CentreNote): string =>
  `${JSON.stringify({ format: CENTRE_NOTE_FORMAT, formatVersion: CENTRE_NOTE_VERSION, ...note }, null, 2)}\n`;

/** Reads a note from a file; `null`: the file is not a note of this version. */
export function readNoteFile(text: string): CentreNote | null {
  try {
    const { format: _format, formatVersion: _version, ...note } = NoteFile.parse(JSON.parse(text));
    return note;
  } catch {
    return null;
  }
}

const BEGINS = `${CENTRE_NOTE_FORMAT}:${CENTRE_NOTE_VERSION}?`;
const MEMBERS = ['url', 'city', 'key', 'proxy', 'authority'] as const;

/** Writes the text of the QR code. The fingerprint is in base64url, which takes fewer characters than hexadecimal. */
export function noteCode({ url, cityId, keyId, proxy, authority }: CentreNote, fingerprint: string | null): string {
  const parts = {
    url,
    city: cityId,
    key: keyId,
    proxy,
    authority:
      authority === null || fingerprint === null ? null : Buffer.from(fingerprint, 'hex').toString('base64url'),
  };
  return BEGINS + MEMBERS.flatMap((name) => (parts[name] == null ? [] : [`${name}=${parts[name]}`])).join('&');
}

export function readNoteCode(text: string): CentreNote | null {
  if (!text.startsWith(BEGINS) || text.length > MOST_NOTE_CHARACTERS) return null;
  const pairs = text
    .slice(BEGINS.length)
    .split('&')
    .map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)] as const);
  const names = pairs.map(([name]) => name);
  if (new Set(names).size < names.length || names.some((name) => !MEMBERS.some((member) => member === name)))
    return null;
  const { url, city, key, proxy, authority } = Object.fromEntries(pairs);
  const note = CentreNote.safeParse({
    url,
    cityId: city,
    proxy: proxy ?? null,
    ...(key === undefined ? {} : { keyId: key }),
    authority: authority === undefined ? null : { fingerprint: Buffer.from(authority, 'base64url').toString('hex') },
  });
  return note.success ? note.data : null;
}
