import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { announceTickets } from '../demonstration-centre.ts';
import { electronCommand } from '../electron-command.ts';
import { type Program, startProgram } from '../processes.ts';
import { pinnedNode, repositoryRoot } from '../runtime.ts';
import { hasFollowPage, hubPortOf } from './desks.ts';
import { type KioskPage, openKioskPage, pipeWire, type Wire } from './kiosk-page.ts';
import { startLiveKiosks } from './live-kiosks.ts';
import { type DemonstrationOptions, here } from './options.ts';
import type { Run } from './run.ts';
import type { Surroundings } from './surroundings.ts';

/** Options that admit a debugger. A kiosk in public use refuses all of them, and so does a checkout without `TORN_TEST_BUILD=1`. */
export interface Inspection {
  args: readonly string[];
  /** The command that runs the core instead of the pinned Node. */
  coreNode: string;
  env: NodeJS.ProcessEnv;
}

export interface LaunchedKiosk {
  program: Program;
  /** `null` if no other program can control the page. */
  page: KioskPage | null;
}

/**
 * The number of characters of a certificate's fingerprint that a person compares. It must equal the length in `CertificateSeen` of
 * `src-main/calling/contract/pairing.ts`.
 */
const SEEN_CHARACTERS = 16;

export interface LogEvent {
  level?: unknown;
  event?: unknown;
  processId?: unknown;
}

/** Starts the kiosk's Electron. Its log goes to the run's log; warnings also go to the terminal. */
export function launchKiosk(
  run: Run,
  options: DemonstrationOptions,
  around: Surroundings,
  inspection: Inspection | null = null,
): LaunchedKiosk {
  const { dataFolder, profileFile } = options;
  // Unlike a port, a pipe cannot be reached by other users of the machine.
  const hasPipe = around.screenPage !== null && inspection === null;
  const { command, args, env } = electronCommand({
    appPath: repositoryRoot,
    args: [
      `--data=${dataFolder}`,
      ...(profileFile === null ? [] : [`--profile=${profileFile}`]),
      ...(around.printer === null ? [] : [`--printer=${around.printer}`]),
      ...(around.centre === null ? [] : [`--centre=${around.centre.setting}`]),
      ...(options.panel === null ? [] : [`--panel=${options.panel.name}`]),
      `--core-node=${inspection?.coreNode ?? pinnedNode}`,
      ...(hasPipe ? ['--remote-debugging-pipe'] : []),
      ...(inspection?.args ?? []),
    ],
    env: { ...around.env, ...(hasPipe ? { TORN_TEST_BUILD: '1' } : {}), ...inspection?.env },
    home: join(dataFolder, 'electron'),
    reads: [
      ...(profileFile === null ? [] : [profileFile]),
      pinnedNode,
      join(repositoryRoot, 'out', 'shell', 'main.cjs'),
    ],
    writes: [dataFolder],
  });
  const program = startProgram(command, args, env, hasPipe ? 2 : 0);
  run.add(program);
  program.onLine((line) => {
    run.log.write(`${line}\n`);
    const event = readEvent(line);
    if (options.verbose || isForThePerson(line, event)) console.error(event ? `Torn: ${line}` : line);
    if (event?.event === 'second-instance-ends') run.say(`it already runs on ${here(dataFolder)}.`);
  });
  const page = hasPipe ? openKioskPage(wireOf(program)) : null;
  if (page) around.screenPage?.attach(page);
  return { program, page };
}

function wireOf({ pipes }: Program): Wire {
  const [toElectron, fromElectron] = pipes;
  if (toElectron === undefined || fromElectron === undefined) throw new Error('Electron was started without its pipes');
  return pipeWire(toElectron, fromElectron);
}

/** Prints the addresses, opens the paper's window above the first kiosk window, and prints the tickets that reach the centre. */
export function introduce(
  run: Run,
  options: DemonstrationOptions,
  around: Surroundings,
  { program }: LaunchedKiosk,
): void {
  const { profileFile, dataFolder } = options;
  const { virtual, screenPage, centre, env } = around;
  const whose = profileFile === null ? 'a kiosk without a setup' : `the kiosk of ${here(profileFile)}`;
  run.say(`${whose} runs, its data are in ${here(dataFolder)}. Ctrl-C ends it.`);
  if (virtual) {
    run.say(`its paper is shown at ${virtual.page} and saved as PNG in ${here(virtual.folder)}.`);
    let isShown = false;
    program.onLine((line) => {
      if (isShown || readEvent(line)?.event !== 'window-shown') return;
      isShown = true;
      showPaper(run, { page: virtual.page, dataFolder, env });
    });
  }
  if (screenPage) {
    run.say(`its screen can be seen and touched at ${screenPage.url} in a browser on this machine.`);
    run.say(`  from another machine, first run: ssh -L ${screenPage.port}:127.0.0.1:${screenPage.port} THIS-MACHINE`);
  }
  const hubPort = profileFile === null ? null : hubPortOf(profileFile);
  if (hubPort !== null) {
    run.say(
      `a desk is at https://localhost:${hubPort}/desk/, a screen of the hall at https://localhost:${hubPort}/hall/, in any browser; continue when it warns of the kiosk’s own certificate.`,
    );
    run.say(
      '  each shows a code. To accept it at the kiosk: five touches in the upper left corner, a PIN (you choose it the first time), «Accés», then the code.',
    );
    let isSeen = false;
    program.onLine((line) => {
      if (isSeen || readEvent(line)?.event !== 'hub-started') return;
      isSeen = true;
      const { fingerprint256 } = new X509Certificate(readFileSync(join(dataFolder, 'hub-certificate.pem')));
      const seen = fingerprint256.replaceAll(':', '').slice(0, SEEN_CHARACTERS);
      run.say(
        `  for a desk the kiosk then asks for the first characters of the certificate’s SHA-256, which the browser shows: ${seen}.`,
      );
    });
  }
  if (centre && profileFile !== null) {
    void announceTickets(centre, { dataFolder, profileFile, say: run.say });
    void startLiveKiosks(run, centre, options);
  } else if (profileFile !== null && hasFollowPage(profileFile))
    run.say('the centre shows a ticket’s page on phones: --with-central starts one and prints its address.');
}

/** Opens a small window above the kiosk that shows the printed paper. The kiosk itself then needs no change for the demonstration. */
function showPaper(
  run: Run,
  { page, dataFolder, env }: { page: string; dataFolder: string; env: NodeJS.ProcessEnv },
): void {
  const command = electronCommand({
    appPath: join(repositoryRoot, 'build', 'paper-window'),
    args: [`--paper=${page}?bare`],
    env,
    home: join(dataFolder, 'electron-paper'),
  });
  const program = startProgram(command.command, command.args, command.env);
  program.onLine((line) => run.log.write(`${line}\n`));
  run.add(program);
}

/** Parses a line of the shell's or the core's log; `null` for any other line. */
export function readEvent(line: string): LogEvent | null {
  if (!line.startsWith('{')) return null;
  try {
    return JSON.parse(line) as LogEvent;
  } catch {
    return null;
  }
}

/**
 * True if the line is printed on the terminal. The shell names its levels, the core numbers them (40 is a warning). Chromium's own lines
 * say nothing useful under Xvfb.
 */
function isForThePerson(line: string, event: LogEvent | null): boolean {
  if (event === null) return !/^\[\d+:\d+\//.test(line);
  // A kiosk with a debugger always reports itself as a test build, so the event is not shown.
  if (event.event === 'test-build') return false;
  if (typeof event.level === 'number') return event.level >= 40;
  return event.level === 'warn' || event.level === 'error' || event.level === 'fatal';
}
