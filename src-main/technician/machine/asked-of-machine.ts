import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../../domain/result.ts';

/** Writes a request to a file in the kiosk's own folder in memory, which a service of the machine watches. Returns the error, or `null`. */
export function askMachine(folder: string, name: 'clock' | 'turn' | 'touch-matrix', word: string): string | null {
  const file = join(folder, name);
  try {
    writeFileSync(`${file}.new`, `${word}\n`);
    renameSync(`${file}.new`, file);
    return null;
  } catch (error) {
    return messageOf(error);
  }
}
