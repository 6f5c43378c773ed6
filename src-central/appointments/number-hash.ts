import { DOCUMENT_HASH_SCHEME, type DocumentHash } from '../../src-main/contract/centre/appointments.ts';
import { slowHash } from '../../src-main/security/keyed-hash.ts';

/** Slow hashes of document numbers that one order may need, each computed once: begun before its transaction, ready within. */
export interface NumberHashes {
  /** Of a number's keyed hash under the same key. */
  of(officeKey: string, documentHash: string): Promise<string>;
}

export function createNumberHashes(): NumberHashes {
  const begun = new Map<string, Promise<string>>();
  return {
    of(officeKey, documentHash) {
      const name = `${officeKey} ${documentHash}`;
      const known = begun.get(name) ?? slowHash(officeKey, documentHash);
      // Whoever asks for it hears what went wrong.
      known.catch(() => undefined);
      begun.set(name, known);
      return known;
    },
  };
}

/** As the column has it. */
export const columnOf = (hash: string | null): string | null =>
  hash === null ? null : `${DOCUMENT_HASH_SCHEME}:${hash}`;

/** `null` also for a hash that a later release wrote with another scheme: its channel brings the number again. */
export function hashOfColumn(text: string | null): string | null {
  const [scheme, hash] = text?.split(':') ?? [];
  return scheme === DOCUMENT_HASH_SCHEME ? (hash ?? null) : null;
}

/** As it is sent to kiosks. */
export const hashedNumber = (hash: string | null): DocumentHash | null =>
  hash === null ? null : { scheme: DOCUMENT_HASH_SCHEME, hash };
