import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { KioskFile } from '../contract/kiosk/kiosk-file.ts';
import { messageOf, type Result, refuse, succeed } from '../domain/result.ts';
import type { StoreFailure } from '../ports/store.ts';
import { readCheckedFile, writeCheckedFile } from './checked-file.ts';

const NAME = 'kiosk.json';
/** The file as it was before the last change. */
const BEFORE = 'kiosk.json.before';

export const NO_KIOSK_FILE: KioskFile = {
  version: 1,
  language: null,
  panel: null,
  office: null,
  firstRun: {},
  firstTicket: null,
  finished: false,
};

/** `fault`: why the file is not used as it is, and the one before it or none is; `null` where it is used. */
export interface ReadKioskFile {
  file: KioskFile;
  fault: { kind: 'kiosk-file-invalid'; detail: string } | null;
}

/** This kiosk's file; where it is spoiled the one before it, and where that is as well one that says nothing. */
export function readKioskFile(dataDir: string): ReadKioskFile {
  const now = readOne(join(dataDir, NAME));
  if (now.ok) return { file: now.value ?? NO_KIOSK_FILE, fault: null };
  const before = readOne(join(dataDir, BEFORE));
  return { file: (before.ok && before.value) || NO_KIOSK_FILE, fault: now.error };
}

/** On disk when it answers; after a power cut the file before it or this one. */
export function writeKioskFile(dataDir: string, file: KioskFile): Result<null, StoreFailure> {
  try {
    const path = join(dataDir, NAME);
    const now = readOne(path);
    if (now.ok && now.value !== null) writeCheckedFile(join(dataDir, BEFORE), JSON.stringify(now.value));
    writeCheckedFile(path, JSON.stringify(file));
    return succeed(null);
  } catch (error) {
    return refuse({ kind: 'store-failed', detail: messageOf(error) });
  }
}

/** `null` where there is none. */
function readOne(path: string): Result<KioskFile | null, { kind: 'kiosk-file-invalid'; detail: string }> {
  try {
    if (!existsSync(path)) return succeed(null);
    const json = readCheckedFile(path);
    if (json === null) return refuse({ kind: 'kiosk-file-invalid', detail: `${path}: not as it was written` });
    const file = KioskFile.safeParse(JSON.parse(json));
    if (file.success) return succeed(file.data);
    const [issue] = file.error.issues;
    return refuse({ kind: 'kiosk-file-invalid', detail: `${path}: ${issue?.path.join('/')}: ${issue?.message}` });
  } catch (error) {
    return refuse({ kind: 'kiosk-file-invalid', detail: `${path}: ${messageOf(error)}` });
  }
}
