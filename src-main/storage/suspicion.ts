import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readCheckedFile, writeCheckedFile } from './checked-file.ts';
import { sync } from './folders.ts';

const FILE = 'suspicion';
/** Failures (`times`) after which the next start rebuilds the database, if it was not rebuilt before. */
const REBUILT_AFTER = 3;

/** A note why the database of this folder may be damaged although it opened without a fault. */
const Suspicion = z.strictObject({
  /** Number of failed starts, and of runs that found damage, since the last sound backup. */
  times: z.int().positive(),
  detail: z.string(),
  /** Whether the database was already moved aside and rebuilt from backups and journal. */
  rebuilt: z.boolean(),
});
export type Suspicion = z.infer<typeof Suspicion>;

/** Reads the suspicion; `null`: there is none, or the file is unreadable. */
export function readSuspicion(folder: string): Suspicion | null {
  const path = join(folder, FILE);
  try {
    const json = existsSync(path) ? readCheckedFile(path) : null;
    const found = Suspicion.safeParse(json === null ? null : JSON.parse(json));
    return found.success ? found.data : null;
  } catch {
    return null;
  }
}

/**
 * Whether the next start rebuilds the database and does not open it again. Until a backup proves the database sound, it is rebuilt only
 * once, because a failure after that has another cause.
 */
export const mustRebuild = ({ times, rebuilt }: Suspicion): boolean => times >= REBUILT_AFTER && !rebuilt;

/** Whether all repairs were tried, so that a person must look. */
export const isHopeless = ({ times, rebuilt }: Suspicion): boolean => times > REBUILT_AFTER && rebuilt;

/**
 * Notes for the next start that this run found damage or could not start. If the note cannot be written, the next start does not learn of
 * the damage.
 */
export function suspect(folder: string, detail: string): Suspicion {
  const before = readSuspicion(folder);
  return write(folder, { times: (before?.times ?? 0) + 1, detail, rebuilt: before?.rebuilt ?? false });
}

export function noteRebuilt(folder: string, suspicion: Suspicion): void {
  write(folder, { ...suspicion, rebuilt: true });
}

export function endSuspicion(folder: string): void {
  if (!existsSync(join(folder, FILE))) return;
  rmSync(join(folder, FILE));
  sync(folder);
}

function write(folder: string, suspicion: Suspicion): Suspicion {
  try {
    writeCheckedFile(join(folder, FILE), JSON.stringify(suspicion));
  } catch {
    // The failure is ignored, because the next write to the disk reports it.
  }
  return suspicion;
}
