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

/** More kiosks than a city has; the one that was met first is let go. */
const MOST = 200;

/** Kiosks whose offices were taken here; where the file is spoiled as it was before, and then none: they are asked for once more. */
export const isKnownKiosk = (dataDir: string, publicKey: PublicKey): boolean =>
  readDocument(dataDir, KNOWN).file.kiosks.some((kiosk) => kiosk.publicKey === publicKey);

/** On disk when it answers. */
export function rememberKiosk(
  dataDir: string,
  kiosk: { publicKey: PublicKey; officeId: OfficeId; since: string },
): Result<null, StoreFailure> {
  const { file } = readDocument(dataDir, KNOWN);
  if (file.kiosks.some(({ publicKey }) => publicKey === kiosk.publicKey)) return succeed(null);
  return writeDocument(dataDir, KNOWN, { ...file, kiosks: [...file.kiosks, kiosk].slice(-MOST) });
}
