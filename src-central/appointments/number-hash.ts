import { DOCUMENT_HASH_SCHEME, type DocumentHash } from '../../src-main/contract/centre/appointments.ts';
import { slowHash } from '../../src-main/signing/keyed-hash.ts';

export type NumberHashes = ReturnType<typeof createNumberHashes>;

/**
 * Creates a store of the slow hashes that one booking may need, each computed once. Their computation begins before the transaction, which
 * then awaits them.
 */
export function createNumberHashes() {
  const begun = new Map<string, Promise<string>>();
  return {
    /** Returns the slow hash for a keyed hash of a document number. Both hashes use the same office key. */
    of(officeKey: string, documentHash: string): Promise<string> {
      const name = `${officeKey} ${documentHash}`;
      const known = begun.get(name) ?? slowHash(officeKey, documentHash);
      // The caller that awaits the promise receives the error.
      known.catch(() => undefined);
      begun.set(name, known);
      return known;
    },
  };
}

export const columnOf = (hash: string | null): string | null =>
  hash === null ? null : `${DOCUMENT_HASH_SCHEME}:${hash}`;

/**
 * Reads the slow hash in a column of the database. `null` also for a hash that a later release wrote with another scheme: the channel must
 * send the document number again.
 */
export function hashOfColumn(text: string | null): string | null {
  const [scheme, hash] = text?.split(':') ?? [];
  return scheme === DOCUMENT_HASH_SCHEME ? (hash ?? null) : null;
}

export const hashedNumber = (hash: string | null): DocumentHash | null =>
  hash === null ? null : { scheme: DOCUMENT_HASH_SCHEME, hash };
