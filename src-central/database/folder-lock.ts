import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, realpathSync } from 'node:fs';
import { createServer } from 'node:net';

/**
 * Locks a demonstration's folder for this process, because two processes that open one PGlite folder destroy its data. Creates the folder
 * if it does not exist. False: another process has the lock. The lock is an abstract socket (Linux), which the kernel removes when the
 * process ends.
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
