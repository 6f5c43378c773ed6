import { spawn } from 'node:child_process';

/** Interval of reports to systemd: several in each `WatchdogSec` (two minutes). */
const SAID_EVERY_MS = 15_000;
const LOOKED_EVERY_MS = 1_000;
const TOOL_PATIENCE_MS = 10_000;

/**
 * Reports the kiosk's state to systemd if systemd started it: at each change, and several times in each watchdog period. Node cannot open
 * Unix datagram sockets, and an addon would be foreign code in the shell, so systemd's own program sends the report from a short-lived
 * child process.
 * @param socket from systemd's NOTIFY_SOCKET; undefined: not started by systemd
 * @param status words of sd_notify(3)
 * @returns `look` checks for a change at once
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
    if (isTelling || (!isOld && words.join(' ') === said.words)) return;
    isTelling = true;
    said = { words: words.join(' '), atMs: performance.now() };
    const child = spawn(program, words, { stdio: 'ignore', env: { NOTIFY_SOCKET: socket }, timeout: TOOL_PATIENCE_MS });
    const done = (): void => {
      isTelling = false;
    };
    child.once('exit', done);
    // If systemd's program is missing, no report arrives, so the watchdog restarts the kiosk and systemd's log says so.
    child.once('error', done);
  };
  const timer = setInterval(look, LOOKED_EVERY_MS);
  look();
  return { look, stop: () => clearInterval(timer) };
}
