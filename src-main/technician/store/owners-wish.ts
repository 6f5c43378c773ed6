import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Whether the machine's owner has left a file of this name in the data folder, as a request to the next start. The file is deleted. If the
 * deletion fails, the request is not carried out, because every start would repeat it.
 */
export function takeWish(dataDir: string, word: 'forget-pin'): boolean {
  const file = join(dataDir, word);
  if (!existsSync(file)) return false;
  try {
    rmSync(file);
    return true;
  } catch {
    return false;
  }
}
