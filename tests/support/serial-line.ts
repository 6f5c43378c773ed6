import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A serial cable between two ptys, which socat makes. */
export interface SerialLine {
  hostEnd: string;
  printerEnd: string;
  /** Bytes in transit are lost. */
  tear(): Promise<void>;
  lay(): Promise<void>;
  close(): Promise<void>;
}

export async function laySerialLine(): Promise<SerialLine> {
  const folder = mkdtempSync(join(tmpdir(), 'torn-line-'));
  const hostEnd = join(folder, 'host');
  const printerEnd = join(folder, 'printer');
  let socat: ChildProcess | null = null;
  /** This program keeps the host's end open, because socat ends when no program has it open. */
  let held: number | null = null;

  const endWithUs = () => void socat?.kill('SIGKILL');

  async function lay(): Promise<void> {
    if (socat !== null) return;
    const ends = [hostEnd, printerEnd].map((path) => `pty,raw,echo=0,link=${path}`);
    const started = spawn('socat', ['-d', '-d', ...ends], { stdio: ['ignore', 'ignore', 'pipe'] });
    socat = started;
    process.once('exit', endWithUs);
    await new Promise<void>((resolve, reject) => {
      started.once('error', () => reject(new Error('a serial line needs socat: apt-get install socat')));
      started.once('exit', (code) => reject(new Error(`socat ended with ${code}`)));
      createInterface({ input: started.stderr }).on('line', (line) => {
        if (line.includes('starting data transfer loop')) resolve();
      });
    });
    held = openSync(hostEnd, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK);
  }

  async function tear(): Promise<void> {
    const running = socat;
    socat = null;
    process.off('exit', endWithUs);
    if (running === null || running.exitCode !== null) return;
    // The links to the ptys are removed before socat ends. The kernel reuses a pty's number at once, so a link could lead to another
    // program's pty.
    for (const end of [hostEnd, printerEnd]) rmSync(end, { force: true });
    if (held !== null) closeSync(held);
    held = null;
    running.kill('SIGKILL');
    await once(running, 'exit');
  }

  await lay();
  return {
    hostEnd,
    printerEnd,
    tear,
    lay,
    async close() {
      await tear();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
