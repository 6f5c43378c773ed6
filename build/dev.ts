// Usage: npm run dev -- [the options of npm start]. Runs the kiosk from source and rebuilds it at each change.
import { messageOf } from '../src-main/domain/result.ts';
import { type Bundles, buildBundles, developKiosk, followSources } from './demonstration/development.ts';
import { chooseInspectors } from './demonstration/inspectors.ts';
import { introduce } from './demonstration/kiosk.ts';
import { readOptions } from './demonstration/options.ts';
import { beginRun } from './demonstration/run.ts';
import { prepareSurroundings } from './demonstration/surroundings.ts';

const options = readOptions('npm run dev', 'Runs the kiosk from source and rebuilds it at each change.');
const run = beginRun(options.dataFolder);

async function develop(): Promise<void> {
  let bundles: Bundles | null = null;
  const around = await prepareSurroundings(run, options, async () => {
    bundles = await buildBundles();
  });
  if (around === null || bundles === null) return;
  const inspectors = await chooseInspectors();
  const kiosk = developKiosk(run, options, around, inspectors);
  followSources(run, kiosk, bundles);
  introduce(run, options, around, kiosk.first);
  const { page, shell, core } = inspectors;
  run.say(`inspectors at 127.0.0.1 (chrome://inspect): page ${page}, shell ${shell}, core ${core}.`);
  run.say('a change in src-renderer reloads the page; a change of the core or the shell restarts it.');
  const code = await kiosk.ended;
  if (!run.isEnding()) await run.end(code);
}

try {
  await develop();
} catch (error) {
  run.say(messageOf(error));
  await run.end(1);
}
