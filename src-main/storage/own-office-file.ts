import { OwnOfficeFile } from '../contract/kiosk/own-office.ts';
import type { Result } from '../domain/result.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import { type KeptDocument, type ReadDocument, readDocument, writeDocument } from './kept-document.ts';

const OWN_OFFICE: KeptDocument<OwnOfficeFile, 'own-office-invalid'> = {
  name: 'own-office.json',
  schema: OwnOfficeFile,
  empty: { version: 1, versions: [] },
  faultKind: 'own-office-invalid',
};

/** What was said of the office at the screen; where it is spoiled as it was before the last change, and then nothing. */
export const readOwnOffice = (dataDir: string): ReadDocument<OwnOfficeFile, 'own-office-invalid'> =>
  readDocument(dataDir, OWN_OFFICE);

/** On disk when it answers. */
export const writeOwnOffice = (dataDir: string, file: OwnOfficeFile): Result<null, StoreFailure> =>
  writeDocument(dataDir, OWN_OFFICE, file);
