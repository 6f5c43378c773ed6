import type { Result } from '../../domain/result.ts';
import type { StoreFailure } from '../../ports/store-failure.ts';
import { type KeptDocument, type ReadDocument, readDocument, writeDocument } from '../../storage/kept-document.ts';
import { KioskFile } from '../contract/kiosk-file.ts';

export const NO_KIOSK_FILE: KioskFile = {
  version: 1,
  language: null,
  panel: null,
  turn: 0,
  touch: null,
  office: null,
  centre: null,
  expectedAuthority: null,
  firstRun: {},
  firstTicket: null,
  finished: false,
};

const KIOSK: KeptDocument<KioskFile, 'kiosk-file-invalid'> = {
  name: 'kiosk.json',
  schema: KioskFile,
  empty: NO_KIOSK_FILE,
  faultKind: 'kiosk-file-invalid',
};

export type ReadKioskFile = ReadDocument<KioskFile, 'kiosk-file-invalid'>;

/** Reads this kiosk's file; if it is corrupt its previous copy, and if that is corrupt too an empty file. */
export const readKioskFile = (dataDir: string): ReadKioskFile => readDocument(dataDir, KIOSK);

export const writeKioskFile = (dataDir: string, file: KioskFile): Result<null, StoreFailure> =>
  writeDocument(dataDir, KIOSK, file);
