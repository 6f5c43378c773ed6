// Usage: node build/with-display.ts COMMAND [ARGUMENTS]. Runs the command on its own virtual display.
import { spawn } from 'node:child_process';
import { openDisplay, openOwnDisplay } from './display.ts';
import { isInPath } from './processes.ts';

const [command, ...args] = process.argv.slice(2);
if (command === undefined) {
  console.error('usage: node build/with-display.ts COMMAND [ARGUMENTS]');
  process.exit(2);
}
// The virtual display is preferred even on a desktop, because a kiosk covers the whole screen and so the user's work.
const display = isInPath('Xvfb') ? await openOwnDisplay() : await openDisplay();
const child = spawn(command, args, { stdio: 'inherit', env: { ...process.env, ...display.env } });
for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
// The terminal sends Ctrl-C to the child as well; a second signal would force the child to end at once.
process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
const code = await new Promise<number>((resolve) => {
  child.once('error', (error) => {
    console.error(error.message);
    resolve(127);
  });
  child.once('exit', (status, signal) => resolve(status ?? (signal ? 1 : 0)));
});
await display.close();
process.exit(code);
