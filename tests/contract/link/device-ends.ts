import { type ChildProcessByStdio, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, openSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import type { LinkAddress } from '../../../hardware/link/address.ts';
import { freePort } from '../../support/free-port.ts';

/** The device at the far end of a link. It is plugged in when it is made. */
export interface DeviceEnd {
  address: LinkAddress;
  /** All bytes that the device received since it was last plugged in. */
  received(): Buffer;
  /** Settles once the device has received `byteCount` bytes since it was last plugged in. */
  took(byteCount: number): Promise<void>;
  say(bytes: Uint8Array): void;
  pause(): void;
  resume(): void;
  unplug(): Promise<void>;
  plugIn(): Promise<void>;
  close(): Promise<void>;
}

/** Records the bytes that a device receives, and lets tests wait for a number of them. */
export function createIntake() {
  let taken: Buffer[] = [];
  let byteCount = 0;
  const waiting = new Set<() => void>();
  return {
    received: () => Buffer.concat(taken),
    take(bytes: Buffer) {
      taken.push(bytes);
      byteCount += bytes.length;
      for (const check of [...waiting]) check();
    },
    forget() {
      taken = [];
      byteCount = 0;
    },
    took: (wanted: number): Promise<void> =>
      new Promise((resolve) => {
        const check = () => {
          if (byteCount < wanted) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
      }),
  };
}

/** A device on the network: a server that accepts one host at a time. Unplugging it closes the server and the connection. */
export async function tcpDevice(): Promise<DeviceEnd> {
  const intake = createIntake();
  let host: Socket | null = null;
  let isPaused = false;
  let unsaid: Uint8Array[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    host = socket;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('data', intake.take);
    if (isPaused) socket.pause();
    for (const bytes of unsaid) socket.write(bytes);
    unsaid = [];
    socket.once('close', () => {
      sockets.delete(socket);
      if (host === socket) host = null;
    });
  });

  async function plugIn(port: number): Promise<number> {
    intake.forget();
    isPaused = false;
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('a TCP server has an address');
    return address.port;
  }

  async function unplug(): Promise<void> {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    for (const socket of sockets) socket.resetAndDestroy();
    await closed;
  }

  const port = await plugIn(await freePort());
  return {
    address: { kind: 'tcp', host: '127.0.0.1', port },
    ...intake,
    say(bytes) {
      // The link may be open before the server has accepted the connection, so the device's bytes wait until then.
      if (host === null) unsaid.push(bytes);
      else host.write(bytes);
    },
    pause() {
      isPaused = true;
      host?.pause();
    },
    resume() {
      isPaused = false;
      host?.resume();
    },
    unplug,
    plugIn: () => plugIn(port).then(() => {}),
    close: unplug,
  };
}

/** Throws an error that says how to install socat if it is missing. */
export function needSocat(): void {
  if (spawnSync('socat', ['-V'], { stdio: 'ignore' }).error)
    throw new Error('this test needs socat: apt-get install socat');
}

/** A device behind a pseudo-terminal of socat. Unplugging it ends socat and removes the device file. */
export async function ptyDevice(folder: string, address: (path: string) => LinkAddress): Promise<DeviceEnd> {
  needSocat();
  const path = join(folder, 'device');
  const intake = createIntake();
  let socat: ChildProcessByStdio<Writable, Readable, Readable> | null = null;
  /**
   * The device file's descriptor, open while the device is plugged in, because socat ends when the last opener of its terminal closes it.
   */
  let held: number | null = null;

  async function plugIn(): Promise<void> {
    intake.forget();
    const child = spawn('socat', ['-d', '-d', `pty,raw,echo=0,link=${path}`, '-'], {
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    socat = child;
    child.stdin.on('error', () => {});
    child.stdout.on('data', (bytes: Buffer) => {
      if (socat === child) intake.take(bytes);
    });
    let log = '';
    await new Promise<void>((resolve, reject) => {
      child.stderr.on('data', (text: Buffer) => {
        log += String(text);
        if (log.includes('starting data transfer loop')) resolve();
      });
      child.once('exit', () => reject(new Error(`socat ended: ${log}`)));
    });
    held = openSync(path, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK);
  }

  async function unplug(): Promise<void> {
    const child = socat;
    if (child === null) return;
    socat = null;
    if (held !== null) closeSync(held);
    held = null;
    const closed = once(child, 'close');
    child.stdout.resume();
    child.kill();
    await closed;
  }

  await plugIn();
  return {
    address: address(path),
    ...intake,
    say: (bytes) => socat?.stdin.write(bytes),
    pause: () => socat?.stdout.pause(),
    resume: () => socat?.stdout.resume(),
    unplug,
    plugIn,
    close: unplug,
  };
}
