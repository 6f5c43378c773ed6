import { spawn } from 'node:child_process';

/** Several in each `WatchdogSec`, which is two minutes. */
const SAID_EVERY_MS = 15_000;
const LOOKED_EVERY_MS = 1_000;
const TOOL_PATIENCE_MS = 10_000;

/**
 * Tells systemd how the kiosk is, where systemd has started it: at each change, and several times in each period of its watchdog. Node opens no
 * datagram socket of Unix, and an addon for one would be foreign code in the shell: systemd's own program says it, a child that ends at once.
 * @param socket as systemd gives it in NOTIFY_SOCKET; undefined: nobody wants to know
 * @param status words of sd_notify(3)
 * @returns what looks for a change at once
 */
export function tellServiceManager(
  socket: string | undefined,
  status: () => readonly string[],
  program = '/usr/bin/systemd-notify',
): { look(): void; stop(): void } {
  if (socket === undefined) return { look: () => undefined, stop: () => undefined };
  let said = { words: '', atMs: Number.NEGATIVE_INFINITY };
  let isTelling = false;
  const look = (): void => {
    const words = status();
    const isOld = performance.now() - said.atMs >= SAID_EVERY_MS;
    // What is said while another one speaks is seen at the next look.
    if (isTelling || (!isOld && words.join(' ') === said.words)) return;
    isTelling = true;
    said = { words: words.join(' '), atMs: performance.now() };
    const child = spawn(program, words, { stdio: 'ignore', env: { NOTIFY_SOCKET: socket }, timeout: TOOL_PATIENCE_MS });
    const done = (): void => {
      isTelling = false;
    };
    child.once('exit', done);
    // Without it the watchdog does its work, and the journal says so.
    child.once('error', done);
  };
  const timer = setInterval(look, LOOKED_EVERY_MS);
  look();
  return { look, stop: () => clearInterval(timer) };
}
