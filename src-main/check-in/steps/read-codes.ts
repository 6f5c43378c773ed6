import type { DocumentOffered } from '../../contract/shared/check-in.ts';
import type { OfficeProfile } from '../../contract/shared/office-profile.ts';
import { isStrongForm, readChannelCode } from '../../domain/channel-code.ts';
import { type IdentityDocument, readDocument } from '../../domain/identity-document.ts';
import { readLocator } from '../../domain/locator.ts';
import { personalNumberIn } from '../../domain/personal-number.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { AppointmentMemory, HeldAppointments, Identification } from '../ports/appointments.ts';
import type { GuessMemory } from '../ports/guesses.ts';
import type { Presented } from '../rules/check-in.ts';
import { readMachineReadableZone } from '../rules/machine-readable-zone.ts';

/** The credential that a citizen presents: a signed code or keyed hashes, never the typed text. */
export interface Claim {
  readonly method: 'qr' | 'code' | 'locator' | 'document';
  readonly presented: Presented;
  /** Identifies a code that is accepted once; `null` for a code that may be shown repeatedly. */
  readonly codeMark: string | null;
}

/** The content of one scanned code. Bytes and text are discarded with it. */
export interface ScannedCode {
  readonly text: string | null;
  readonly bytes: Uint8Array;
}

export type ScanReading =
  /** `codeMark` as in `Claim`. */
  | { readonly kind: 'claim'; readonly claim: Claim | Promise<Claim>; readonly codeMark: string | null }
  /** A valid signed code that was shown before; `claim` is for a session that may show the code again (`mayCodeCome`). */
  | { readonly kind: 'shown-before'; readonly claim: () => Claim | Promise<Claim>; readonly codeMark: string }
  | { readonly kind: 'ticket'; readonly followToken: string }
  /** A signed code or a document's printed zone that is not accepted, for instance because it was badly scanned, altered or too old. */
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'unknown' };

export interface CodeReaderParts {
  profile: OfficeProfile;
  appointments: AppointmentMemory;
  identification: Identification;
  guesses: GuessMemory;
  clock: Clock;
  log: Log;
}

/** Reads codes and typed numbers, without looking up appointments. */
export interface CodeReader {
  readScan(code: ScannedCode): ScanReading;
  /**
   * `null` if the text is neither a locator nor a channel's code (the code on another system's confirmation), or contains a personal
   * number.
   */
  readTyped(text: string): Claim | null;
  /** `null` if the text is no document number of that kind. Hashing a number is slow on purpose. */
  readTypedDocument(kind: DocumentOffered, text: string): Claim | Promise<Claim> | null;
}

type Formats = HeldAppointments['formats'];

export function createCodeReader(parts: CodeReaderParts): CodeReader {
  const { profile, identification } = parts;
  const scanned = new Set(profile.checkIn?.scannedDocuments ?? []);
  const strongFormats = createStrongFormats(parts);
  const readTyped = (text: string): Claim | null => claimText(text, identification, strongFormats());

  function readTextScan(text: string): ScanReading {
    const token = identification.readToken(text);
    if (token.ok) {
      const presented = { credential: 'confirmation', by: 'token', token: token.value } as const;
      return { kind: 'claim', claim: { method: 'qr', presented, codeMark: null }, codeMark: null };
    }
    const followToken = followTokenIn(text, profile);
    if (followToken !== null) return { kind: 'ticket', followToken };
    if (scanned.has('document-zone')) {
      const zoneRead = readMachineReadableZone(text);
      if (zoneRead.ok)
        return { kind: 'claim', claim: claimDocument(zoneRead.value, null, identification), codeMark: null };
      if (zoneRead.error.kind !== 'no-zone') return { kind: 'unreadable' };
    }
    const claim = readTyped(text);
    return claim ? { kind: 'claim', claim, codeMark: null } : { kind: 'unknown' };
  }

  return {
    readScan({ text, bytes }) {
      if (text !== null) return readTextScan(text);
      return scanned.has('midni') ? readSignedCodeScan(bytes, parts) : { kind: 'unknown' };
    },
    readTyped,
    readTypedDocument(kind, text) {
      const read = readDocument(text, kind === 'passport' ? 'passport' : 'spanish');
      return read.ok && KINDS[kind].includes(read.value.kind) ? claimDocument(read.value, null, identification) : null;
    },
  };
}

/** `codeMark`: the mark of the signed code that contained the number; `null` for a typed or scanned number. */
function claimDocument(
  { number }: IdentityDocument,
  codeMark: string | null,
  identification: Identification,
): Claim | Promise<Claim> {
  const claim = (documentHashes: readonly string[]): Claim => ({
    method: 'document',
    presented: { credential: 'document', by: codeMark === null ? 'number' : 'signed-code', documentHashes },
    codeMark,
  });
  const hashes = identification.documentHashes(number);
  return hashes instanceof Promise ? hashes.then(claim) : claim(hashes);
}

function claimText(text: string, identification: Identification, formats: Formats): Claim | null {
  // A personal number is never accepted as a channel's code, because others may know it.
  if (personalNumberIn(text) !== null) return null;
  const locator = readLocator(text);
  const code = readChannelCode(text, formats);
  if (!locator.ok && code === null) return null;
  const locatorHashes = [
    ...(locator.ok ? identification.hashes('locator', locator.value) : []),
    ...(code === null ? [] : identification.hashes('code', code)),
  ];
  return {
    method: code === null ? 'locator' : 'code',
    presented: { credential: 'confirmation', by: 'locator', locatorHashes },
    codeMark: null,
  };
}

/** A signed code is accepted once, because a photo or copy is valid for the same minutes. */
function readSignedCodeScan(bytes: Uint8Array, { identification, guesses, clock, log }: CodeReaderParts): ScanReading {
  const nowMs = clock.wallMs();
  const code = identification.readSignedCode(bytes, nowMs);
  if (!code.ok) return { kind: code.error.kind === 'no-signed-code' ? 'unknown' : 'unreadable' };
  const { document, mark, goodUntilMs } = code.value;
  const first = guesses.isFirstShown(mark, goodUntilMs, nowMs);
  if (!first.ok) {
    log.event(first.error.kind, { detail: first.error.detail });
    return { kind: 'unreadable' };
  }
  const claim = () => claimDocument(document, mark, identification);
  return first.value
    ? { kind: 'claim', claim: claim(), codeMark: mark }
    : { kind: 'shown-before', claim, codeMark: mark };
}

/** Returns the formats of codes that cannot be guessed. The number of weak formats is logged once for each list from the centre. */
function createStrongFormats({ appointments, log }: CodeReaderParts): () => Formats {
  let heard: Formats = [];
  let strong: Formats = [];
  return () => {
    const { formats } = appointments.held();
    if (formats === heard) return strong;
    heard = formats;
    strong = formats.filter(isStrongForm);
    if (strong.length < formats.length) log.event('code-format-weak', { formats: formats.length - strong.length });
    return strong;
  };
}

/** The kinds of document accepted on the keypad of each kind offered. A NIF is a company's, or a person's if it begins with K, L or M. */
const KINDS: Readonly<Record<DocumentOffered, readonly IdentityDocument['kind'][]>> = {
  dni: ['dni'],
  nie: ['nie'],
  passport: ['passport'],
  nif: ['company-nif', 'nif-klm'],
};

/** Returns the follow token in the QR code of a ticket of this office: the part after the city's page, in capitals as printed. */
function followTokenIn(text: string, { ticket }: OfficeProfile): string | null {
  if (ticket.followPage === undefined) return null;
  const head = `${ticket.followPage}/`.toUpperCase();
  const read = text.trim().toUpperCase();
  return read.startsWith(head) && read.length > head.length ? read.slice(head.length) : null;
}
