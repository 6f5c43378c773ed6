import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { endingWithUs } from './processes.ts';

export interface Display {
  env: { DISPLAY?: string };
  close(): Promise<void>;
}

const KIOSK_SCREEN = '1080x1920x24';

/** Returns the display of the user's session. If there is none, starts a virtual display and prints a line about it. */
export async function openDisplay(screen: string = KIOSK_SCREEN): Promise<Display> {
  if (process.env.DISPLAY || process.env.WAYLAND_DISPLAY) return { env: {}, close: async () => {} };
  const display = await openOwnDisplay(screen);
  console.error(`Torn: no display here, so a virtual one runs on ${display.env.DISPLAY} (${screen}).`);
  return display;
}

/** Starts Xvfb under a free display number. Starts a window manager too, because without one a kiosk window does not cover the screen. */
export async function openOwnDisplay(screen: string = KIOSK_SCREEN): Promise<Display & { env: { DISPLAY: string } }> {
  const [command, args] = endingWithUs('Xvfb', ['-displayfd', '3', '-screen', '0', screen, '-nolisten', 'tcp']);
  // Both programs get their own process groups, so that Ctrl-C does not end the display before the kiosk.
  const server = spawn(command, args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'], detached: true });
  const env = { DISPLAY: `:${await displayNumber(server)}` };
  const manager = spawn(...endingWithUs('matchbox-window-manager', ['-use_titlebar', 'no']), {
    stdio: 'ignore',
    detached: true,
    env: { ...process.env, ...env },
  });
  try {
    await once(manager, 'spawn');
  } catch (error) {
    await end(server);
    throw error;
  }
  return {
    env,
    close: async () => {
      await end(manager);
      await end(server);
    },
  };
}

async function displayNumber(server: ChildProcess): Promise<string> {
  let text = '';
  const failed = new Promise<never>((_, reject) => {
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`Xvfb ended with ${code}`)));
  });
  const read = async (): Promise<string> => {
    // The pipe on descriptor 3, on which Xvfb writes its display number (`-displayfd 3`).
    for await (const chunk of server.stdio[3] as Readable) {
      text += String(chunk);
      if (text.includes('\n')) break;
    }
    return text.trim();
  };
  return Promise.race([read(), failed]);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill();
  await ended;
}
