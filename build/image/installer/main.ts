// Usage: torn-image.js install|renew|copy|reset. The program behind the boot menu's entries, as root on the machine's console.
import { messageOf } from '../../../src-main/domain/result.ts';
import { console as openConsole } from './console.ts';
import { copyJournal } from './copy-journal.ts';
import { install } from './install.ts';
import { renew } from './renew.ts';
import { resetKeepingJournal } from './reset.ts';

const TASKS = { install, renew, copy: copyJournal, reset: resetKeepingJournal } as const;
const isTask = (name: string): name is keyof typeof TASKS => Object.hasOwn(TASKS, name);

const [name = ''] = process.argv.slice(2);
const screen = openConsole();
try {
  if (!isTask(name)) throw new Error(`there is no task ${name}`);
  await TASKS[name](screen);
} catch (error) {
  screen.say(screen.words('failed', { detail: messageOf(error) }));
  process.exitCode = 1;
}
await screen.ask(screen.words('powerOff'));
screen.close();
