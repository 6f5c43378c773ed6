import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Whether the machine's owner has left this word in the data folder for the next start; it is taken away. What cannot be taken away is not done: it would be done at each start. */
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
