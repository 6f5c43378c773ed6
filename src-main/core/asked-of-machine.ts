import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../domain/result.ts';

/** Leaves a word for a service of the machine that watches this file in the kiosk's own folder in memory; answers why it could not, `null` when it could. */
export function askMachine(folder: string, name: 'clock' | 'turn', word: string): string | null {
  const file = join(folder, name);
  try {
    writeFileSync(`${file}.new`, `${word}\n`);
    renameSync(`${file}.new`, file);
    return null;
  } catch (error) {
    return messageOf(error);
  }
}
