import { KnownKiosksFile } from '../contract/kiosk/office-file.ts';
import type { OfficeId, PublicKey } from '../contract/shared/ids.ts';
import { type Result, succeed } from '../domain/result.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import { type KeptDocument, readDocument, writeDocument } from './kept-document.ts';

const KNOWN: KeptDocument<KnownKiosksFile, 'known-kiosks-invalid'> = {
  name: 'known-kiosks.json',
  schema: KnownKiosksFile,
  empty: { version: 1, kiosks: [] },
  faultKind: 'known-kiosks-invalid',
};

/** More kiosks than a city has; the oldest entry is dropped. */
const MOST = 200;

/**
 * Whether an office from this kiosk was accepted before; a corrupt file falls back to the previous one, then to an empty one, and a person
 * is asked again.
 */
export const isKnownKiosk = (dataDir: string, publicKey: PublicKey): boolean =>
  readDocument(dataDir, KNOWN).file.kiosks.some((kiosk) => kiosk.publicKey === publicKey);

/** On disk when it returns. */
export function rememberKiosk(
  dataDir: string,
  kiosk: { publicKey: PublicKey; officeId: OfficeId; since: string },
): Result<null, StoreFailure> {
  const { file } = readDocument(dataDir, KNOWN);
  if (file.kiosks.some(({ publicKey }) => publicKey === kiosk.publicKey)) return succeed(null);
  return writeDocument(dataDir, KNOWN, { ...file, kiosks: [...file.kiosks, kiosk].slice(-MOST) });
}
