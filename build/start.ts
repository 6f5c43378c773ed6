// Usage: npm start [-- --help]
import { messageOf } from '../src-main/domain/result.ts';
import { introduce, launchKiosk } from './demonstration/kiosk.ts';
import { here, readOptions } from './demonstration/options.ts';
import { beginRun } from './demonstration/run.ts';
import { prepareSurroundings } from './demonstration/surroundings.ts';
import { provideBundles } from './vite.ts';

const options = readOptions('npm start', 'Runs the kiosk from source.');
const run = beginRun(options.dataFolder);

async function start(): Promise<void> {
  const around = await prepareSurroundings(run, options, () => provideBundles(undefined, run.say));
  if (around === null) return;
  const kiosk = launchKiosk(run, options, around);
  introduce(run, options, around, kiosk);
  const code = await kiosk.program.ended;
  if (run.isEnding()) return;
  if (code !== 0) run.say(`the kiosk ended with ${code}; its log is ${here(run.logFile)}.`);
  await run.end(code);
}

try {
  await start();
} catch (error) {
  run.say(messageOf(error));
  await run.end(1);
}
