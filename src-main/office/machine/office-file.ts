import type { PublicKey } from '../../contract/shared/ids.ts';
import { OfficeProfile } from '../../contract/shared/office-profile.ts';
import { type Result, refuse, succeed } from '../../domain/result.ts';
import { type SigningKey, signText, verifyText } from '../../signing/keys.ts';
import { OFFICE_FORMAT, OFFICE_FORMAT_VERSION, OfficeContent, OfficeEnvelope } from '../contract/office-file.ts';
import type { OfficeRefusal } from '../contract/office-travel.ts';

const DEEPEST = 40;

/**
 * The text that is signed. It begins with the format's name, so that a signature made with the same key for another kind of text is not
 * valid for an office.
 */
const signedText = (content: unknown): string =>
  `${OFFICE_FORMAT}-${OFFICE_FORMAT_VERSION}\n${JSON.stringify(content)}`;

/** The bytes of an office file: one line of JSON, the only form that `openOffice` accepts. */
export function signOffice(content: OfficeContent, key: SigningKey): Buffer {
  const envelope: OfficeEnvelope = {
    format: OFFICE_FORMAT,
    formatVersion: OFFICE_FORMAT_VERSION,
    content,
    publicKey: key.publicKey,
    signature: signText(signedText(content), key),
  };
  return Buffer.from(`${JSON.stringify(envelope)}\n`, 'utf8');
}

export interface OpenedOffice {
  content: OfficeContent;
  /** The signer's key; `null`: the profile is unsigned. */
  publicKey: PublicKey | null;
}

type Opened = Result<OpenedOffice, { kind: OfficeRefusal }>;

const no = (kind: OfficeRefusal) => refuse({ kind });

/** Opens an office file whose bytes are exactly as signed. `bare`: also accepts an unsigned profile. */
export function openOffice(bytes: Uint8Array, bare: boolean): Opened {
  const text = textOf(bytes);
  if (text !== null && isTooDeep(text)) return no('not-an-office');
  const value = text === null ? undefined : parsed(text);
  if (text === null || value === undefined) return no(beginsAsOne(bytes) ? 'changed' : 'not-an-office');
  if (formatOf(value) !== OFFICE_FORMAT) return bare ? bareOffice(value) : no('not-an-office');
  if (Reflect.get(Object(value), 'formatVersion') !== OFFICE_FORMAT_VERSION) return no('other-version');
  const envelope = OfficeEnvelope.safeParse(value);
  if (!envelope.success || !isOnlyForm(text, value, envelope.data)) return no('changed');
  const { content, publicKey, signature } = envelope.data;
  if (!verifyText(signedText(content), signature, publicKey)) return no('changed');
  const read = OfficeContent.safeParse(content);
  // The signature is valid, so the content is intact and a newer program has written it.
  return read.success ? succeed({ content: read.data, publicKey }) : no('other-version');
}

/**
 * Whether the text is exactly the form that `signOffice` writes. The last character of base64url has unused bits, so several texts encode
 * one key; only one of them is accepted.
 */
const isOnlyForm = (text: string, value: unknown, { publicKey, signature }: OfficeEnvelope): boolean =>
  text === `${JSON.stringify(value)}\n` &&
  [publicKey, signature].every((one) => Buffer.from(one, 'base64url').toString('base64url') === one);

function bareOffice(value: unknown): Opened {
  const profile = OfficeProfile.safeParse(value);
  if (!profile.success) return no('not-an-office');
  const content = { version: '0.0', madeAt: new Date(0).toISOString(), slot: null, profile: profile.data, carried: [] };
  return succeed({ content, publicKey: null });
}

const BEGINS = Buffer.from(`{"format":"${OFFICE_FORMAT}"`, 'utf8');

/** Whether the file begins like an office file. Such a file was damaged if it is not JSON. */
const beginsAsOne = (bytes: Uint8Array): boolean => BEGINS.equals(bytes.subarray(0, BEGINS.length));

function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Parses JSON; `undefined` if the text is not JSON. A byte order mark, which some editors add, is accepted. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text);
  } catch {
    return undefined;
  }
}

const formatOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, 'format') : undefined;

function isTooDeep(text: string): boolean {
  let depth = 0;
  let isWord = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (isWord) {
      if (character === '\\') at += 1;
      else if (character === '"') isWord = false;
    } else if (character === '"') isWord = true;
    else if (character === '{' || character === '[') {
      depth += 1;
      if (depth > DEEPEST) return true;
    } else if (character === '}' || character === ']') depth -= 1;
  }
  return false;
}
