import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type DemonstrationCentre, pairWith, startDemonstrationCity } from '../demonstration-centre.ts';
import { openDisplay } from '../display.ts';
import { pinnedNode, repositoryRoot } from '../runtime.ts';
import { startVirtualPrinter, VIRTUAL_PROFILE } from '../virtual-printer.ts';
import { hasPrinter } from './desks.ts';
import { liveOffices } from './live-kiosks.ts';
import { type DemonstrationOptions, here } from './options.ts';
import type { Run } from './run.ts';
import { type ScreenPage, serveScreenPage } from './screen-page.ts';

/** The programs beside a demonstration's kiosk. They keep running while the kiosk restarts. */
export interface Surroundings {
  env: NodeJS.ProcessEnv;
  /**
   * The value of the shell's option `--printer`; `null`: the printer of the profile, or at a first set-up the printer that the kiosk finds.
   */
  printer: string | null;
  virtual: { port: number; page: string; folder: string } | null;
  centre: DemonstrationCentre | null;
  screenPage: ScreenPage | null;
}

/** Builds the kiosk and starts the programs that it needs beside it. Returns `null` if the run ends meanwhile. */
export async function prepareSurroundings(
  run: Run,
  options: DemonstrationOptions,
  build: () => Promise<unknown>,
): Promise<Surroundings | null> {
  const { dataFolder, profileFile, panel } = options;
  // The build runs at the same time as the rest; only the centre waits for its result, the built pages.
  const built = build();
  const [, display, virtual, centre] = await Promise.all([
    built,
    openDisplay(panel === null ? undefined : `${panel.widthPx}x${panel.heightPx}x24`).then((opened) => {
      run.closeLast(opened.close);
      return opened;
    }),
    options.printer === null && (profileFile === null || !hasPrinter(profileFile))
      ? startPrinter(run, dataFolder, profileFile === null)
      : null,
    options.withCentre ? built.then(() => startCentre(run, options)) : null,
  ]);
  if (run.isEnding()) return null;
  if (centre && profileFile !== null) await pairWith(centre, { dataFolder, profileFile, say: run.say });
  else if (virtual && profileFile !== null) giveDemonstrationSlot(run, dataFolder);
  const screenPage = display.env.DISPLAY === undefined ? null : await serveScreenPage(virtual?.page ?? null);
  if (screenPage) run.closeLast(screenPage.close);
  if (run.isEnding()) return null;
  return {
    env: { ...process.env, ...display.env },
    printer:
      options.printer ??
      (virtual && profileFile !== null ? `${VIRTUAL_PROFILE}@tcp://127.0.0.1:${virtual.port}` : null),
    virtual,
    centre,
    screenPage,
  };
}

/** The demonstration is the only kiosk of its office, so it takes the first slot. For a real kiosk a technician assigns the slot. */
function giveDemonstrationSlot(run: Run, dataFolder: string): void {
  if (existsSync(join(dataFolder, 'torn.db'))) return;
  const core = join(repositoryRoot, 'out', 'core', 'core.js');
  const given = spawnSync(pinnedNode, [core, 'init', '--data', dataFolder, '--slot', '1'], { encoding: 'utf8' });
  if (given.status !== 0) throw new Error(`the demonstration could not get slot 1: ${given.stdout}${given.stderr}`);
  run.say(
    'this demonstration is new and has taken slot 1 (numbers 001 to 399, then from 1000). A real kiosk gets its slot from a technician.',
  );
}

/** `isFound`: no configuration names the printer; the kiosk finds it over multicast DNS. */
async function startPrinter(run: Run, dataFolder: string, isFound: boolean): Promise<Surroundings['virtual']> {
  const folder = join(dataFolder, 'paper');
  const printer = await startVirtualPrinter(folder, isFound ? 'Torn virtual' : null);
  printer.program.onLine((line) => run.log.write(`${line}\n`));
  run.add(printer.program);
  return { port: printer.port, page: `http://127.0.0.1:${printer.http}/`, folder };
}

async function startCentre(run: Run, { dataFolder, profileFile }: DemonstrationOptions): Promise<DemonstrationCentre> {
  const folder = join(dirname(dataFolder), 'centre');
  const centre = await startDemonstrationCity(folder, liveOffices(profileFile));
  centre.program.onLine((line) => {
    run.log.write(`${line}\n`);
    if (isForThePerson(line)) run.say(`${line.charAt(0).toLowerCase()}${line.slice(1)}`);
  });
  run.add(centre.program);
  run.say(
    `a centre listens at ${centre.url}, its data are in ${here(folder)}. It is a demonstration: a power cut may damage its data.`,
  );
  run.say(
    `  its pages are at ${centre.staffUrl}; the link to sign in follows when the past of its invented city has been made.`,
  );
  return centre;
}

const isForThePerson = (line: string): boolean =>
  /^(The city|Citizens|Sign in|Look at|A new kiosk|The new kiosk)/.test(line);
