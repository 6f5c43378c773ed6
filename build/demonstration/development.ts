import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../runtime.ts';
import { type BundledFiles, buildForDevelopment, type KioskPart } from '../vite.ts';
import { partsOf, watchSources } from './changes.ts';
import { type Inspectors, inspectionAt } from './inspectors.ts';
import { type LaunchedKiosk, launchKiosk, readEvent } from './kiosk.ts';
import { type KioskPage, openKioskPage, socketWire } from './kiosk-page.ts';
import type { DemonstrationOptions } from './options.ts';
import { END_PATIENCE_MS, type Run } from './run.ts';
import type { Surroundings } from './surroundings.ts';

/** The shell delays the restart of a core that ends for a second time within this period. */
const SHELL_FORGETS_MS = 60_000;

export type Bundles = Record<KioskPart, BundledFiles>;

export async function buildBundles(): Promise<Bundles> {
  return {
    renderer: await buildForDevelopment('renderer'),
    hub: await buildForDevelopment('hub'),
    shell: await buildForDevelopment('shell'),
    core: await buildForDevelopment('core'),
  };
}

export interface DevelopedKiosk {
  first: LaunchedKiosk;
  ended: Promise<number>;
  restart(): Promise<void>;
  restartCore(): Promise<void>;
  reloadPage(): void;
}

export function developKiosk(
  run: Run,
  options: DemonstrationOptions,
  around: Surroundings,
  inspectors: Inspectors,
): DevelopedKiosk {
  const ended = Promise.withResolvers<number>();
  const page = followPage(run, around);
  const core = followCore();
  let isRestarting = false;
  let kiosk = launch();
  const first = kiosk;

  function launch(): LaunchedKiosk {
    const launched = launchKiosk(run, options, around, inspectionAt(inspectors));
    launched.program.onLine((line) => {
      core.hear(line);
      page.hear(line);
    });
    void launched.program.ended.then((code) => {
      if (!isRestarting) ended.resolve(code);
    });
    return launched;
  }

  async function restart(): Promise<void> {
    page.forget();
    core.forget();
    isRestarting = true;
    await kiosk.program.end(END_PATIENCE_MS);
    isRestarting = false;
    if (run.isEnding()) return;
    kiosk = launch();
    run.say('shell, core and page have restarted.');
  }

  async function restartCore(): Promise<void> {
    if (!core.endForRestart()) return restart();
    run.say('the core has restarted.');
  }

  return { first, ended: ended.promise, restart, restartCore, reloadPage: page.reload };
}

/** Reads the core's process id from the kiosk's log, so that `endForRestart` can end the core. */
function followCore() {
  let processId: number | null = null;
  let restartedAtMs = Number.NEGATIVE_INFINITY;
  return {
    hear(line: string): void {
      const event = readEvent(line);
      if (event?.event === 'core-spawned' && typeof event.processId === 'number') processId = event.processId;
    },
    forget(): void {
      processId = null;
    },
    /** Ends the core so that the shell starts it again. Returns `false` if its process is unknown or the shell would delay the start. */
    endForRestart(): boolean {
      const nowMs = performance.now();
      const wouldWait = nowMs - restartedAtMs < SHELL_FORGETS_MS;
      restartedAtMs = nowMs;
      if (processId === null || wouldWait) return false;
      process.kill(processId, 'SIGTERM');
      return true;
    },
  };
}

/** Reloads the page through its debugger, whose address is in the kiosk's log. */
function followPage(run: Run, around: Surroundings) {
  let page: KioskPage | null = null;

  async function attach(address: string): Promise<void> {
    try {
      page = openKioskPage(await socketWire(address));
      around.screenPage?.attach(page);
    } catch (error) {
      run.say(`the page cannot be reloaded: ${String(error)}`);
    }
  }

  return {
    hear(line: string): void {
      const address = /^DevTools listening on (ws:\S+)/.exec(line)?.[1];
      if (address !== undefined) void attach(address);
    },
    forget(): void {
      page = null;
    },
    reload(): void {
      if (page === null) return;
      page.reload();
      run.say('the page has been reloaded.');
    },
  };
}

/**
 * Rebuilds the parts that a source change affects, and restarts only those. A change of the shell or a new file of the page restarts the
 * whole kiosk.
 */
export function followSources(run: Run, kiosk: DevelopedKiosk, bundles: Bundles): void {
  let pageFiles = filesOfPage();

  async function rebuild(part: KioskPart): Promise<boolean> {
    try {
      bundles[part] = await buildForDevelopment(part);
      return true;
    } catch (error) {
      run.say(
        `the build of ${part} failed; the previous build keeps running.\n${error instanceof Error ? error.message : error}`,
      );
      return false;
    }
  }

  async function follow(changed: ReadonlySet<string>): Promise<void> {
    const made = new Set<KioskPart>();
    for (const part of partsOf(repositoryRoot, changed, bundles)) if (await rebuild(part)) made.add(part);
    if (run.isEnding() || made.size === 0) return;
    const files = filesOfPage();
    // The shell serves only files that existed at its start.
    const hasNewFile = files.some((file) => !pageFiles.includes(file));
    pageFiles = files;
    if (made.has('shell') || hasNewFile) return kiosk.restart();
    if (made.has('core')) await kiosk.restartCore();
    if (made.has('renderer')) kiosk.reloadPage();
  }

  let last = Promise.resolve();
  watchSources(repositoryRoot, (changed) => {
    last = last.then(() => follow(changed)).catch((error: unknown) => run.say(String(error)));
  });
}

const filesOfPage = (): string[] =>
  readdirSync(join(repositoryRoot, 'out', 'renderer'), { recursive: true }).map(String);
