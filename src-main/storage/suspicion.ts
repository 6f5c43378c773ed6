import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readCheckedFile, writeCheckedFile } from './checked-file.ts';
import { syncFolder } from './folders.ts';

const FILE = 'suspicion';
/** The third start in a row that fails does not try the same once more. */
const REBUILT_AFTER = 3;

/** Why the database of this folder may be damaged although its opening did not show it. */
const Suspicion = z.strictObject({
  /** Starts in a row that failed, and runs that met damage, until a sound backup was made. */
  times: z.int().positive(),
  detail: z.string(),
  /** The database was put aside for it already, and made anew from the other copies. */
  rebuilt: z.boolean(),
});
export type Suspicion = z.infer<typeof Suspicion>;

/** `null`: nothing is suspected. A file that cannot be read says nothing. */
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

/** Whether the database is not to be tried again, but made anew; once, since what fails after that is not the database. */
export const mustRebuild = ({ times, rebuilt }: Suspicion): boolean => times >= REBUILT_AFTER && !rebuilt;

/** Whether everything was tried, and a person has to look. */
export const isHopeless = ({ times, rebuilt }: Suspicion): boolean => times > REBUILT_AFTER && rebuilt;

/** Leaves in writing, for the next start, that this run met damage or could not start. A disk that takes nothing keeps nothing: the next start tries as this one did. */
export function suspect(folder: string, detail: string): Suspicion {
  const before = readSuspicion(folder);
  return write(folder, { times: (before?.times ?? 0) + 1, detail, rebuilt: before?.rebuilt ?? false });
}

export function noteRebuilt(folder: string, suspicion: Suspicion): void {
  write(folder, { ...suspicion, rebuilt: true });
}

/** Throws where the disk refuses. */
export function endSuspicion(folder: string): void {
  if (!existsSync(join(folder, FILE))) return;
  rmSync(join(folder, FILE));
  syncFolder(folder);
}

function write(folder: string, suspicion: Suspicion): Suspicion {
  try {
    writeCheckedFile(join(folder, FILE), JSON.stringify(suspicion));
  } catch {
    // Said by whatever writes next.
  }
  return suspicion;
}
