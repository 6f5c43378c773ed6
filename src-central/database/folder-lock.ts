import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, realpathSync } from 'node:fs';
import { createServer } from 'node:net';

/**
 * Takes a demonstration's folder for this process: two PGlites in one folder destroy it. Makes the folder. False when another process has it.
 * The lock is a socket with a name and no file, which the kernel ends with the process (Linux).
 */
export async function lockFolder(folder: string): Promise<boolean> {
  mkdirSync(folder, { recursive: true });
  const name = createHash('sha256').update(realpathSync(folder)).digest('hex');
  const socket = createServer().unref();
  socket.listen(`\0torn-central-${name}`);
  try {
    await once(socket, 'listening');
    return true;
  } catch {
    return false;
  }
}
