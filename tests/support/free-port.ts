import { once } from 'node:events';
import { createServer, type Server } from 'node:net';

/**
 * All these ports are below 32,768. Linux picks a port from 32,768 on for each outgoing connection and for each server that asks for any
 * port, so another program could take such a port while a test runs.
 */
const BLOCKS = { first: 12_000, size: 100, count: 200 };

/** A block of ports belongs to the process that listens at its first port. */
interface Block {
  first: number;
  used: number;
}

let own: Promise<Block> | null = null;

/** Returns a port that no other process takes, for a server that another program starts, or that stops and comes back. */
export async function freePort(): Promise<number> {
  own ??= takeBlock();
  const block = await own;
  for (let tries = 1; tries < BLOCKS.size; tries += 1) {
    block.used = (block.used % (BLOCKS.size - 1)) + 1;
    const server = await listenAt(block.first + block.used);
    if (server === null) continue;
    server.close();
    await once(server, 'close');
    return block.first + block.used;
  }
  throw new Error('this process has no free port left');
}

async function takeBlock(): Promise<Block> {
  const from = process.pid % BLOCKS.count;
  for (let no = 0; no < BLOCKS.count; no += 1) {
    const first = BLOCKS.first + ((from + no) % BLOCKS.count) * BLOCKS.size;
    const server = await listenAt(first);
    if (server === null) continue;
    server.unref();
    return { first, used: 0 };
  }
  throw new Error('all blocks of ports are taken');
}

function listenAt(port: number): Promise<Server | null> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(null));
    server.listen(port, () => resolve(server));
  });
}
