import type { Result } from '../../domain/result.ts';
import type { StoreFailure } from '../../ports/store-failure.ts';
import { type KeptDocument, type ReadDocument, readDocument, writeDocument } from '../../storage/kept-document.ts';
import { OwnOfficeFile } from '../contract/own-office.ts';

const OWN_OFFICE: KeptDocument<OwnOfficeFile, 'own-office-invalid'> = {
  name: 'own-office.json',
  schema: OwnOfficeFile,
  empty: { version: 1, versions: [] },
  faultKind: 'own-office-invalid',
};

/** Reads the technician's versions of the office's profile; a corrupt file falls back to its previous copy, then to an empty file. */
export const readOwnOffice = (dataDir: string): ReadDocument<OwnOfficeFile, 'own-office-invalid'> =>
  readDocument(dataDir, OWN_OFFICE);

export const writeOwnOffice = (dataDir: string, file: OwnOfficeFile): Result<null, StoreFailure> =>
  writeDocument(dataDir, OWN_OFFICE, file);
