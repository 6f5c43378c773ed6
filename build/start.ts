// Usage: npm start -- [--data DIR] [--profile FILE] [--printer PROFILE_ID@LINK] [--with-central] [--verbose]
import { spawnSync } from 'node:child_process';
import { chmodSync, createWriteStream, existsSync, mkdirSync, readFileSync, rmSync, type WriteStream } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { pairWith, startDemonstrationCentre, tellTickets } from './demonstration-centre.ts';
import { type Display, openDisplay } from './display.ts';
import { electronCommand, provideFolder } from './electron-command.ts';
import { type Program, startProgram } from './processes.ts';
import { pinnedNode, repositoryRoot } from './runtime.ts';
import { startVirtualPrinter, VIRTUAL_PROFILE } from './virtual-printer.ts';
import { provideBundles } from './vite.ts';

const HELP = `Runs the kiosk from source.

  npm start -- [options]

  --data DIR       where the kiosk keeps its numbers (default .torn/demo)
  --profile FILE   the office (default config/offices/demonstration.json)
  --printer SPEC   a real printer, as PROFILE_ID@tcp://HOST:PORT, PROFILE_ID@usb:/dev/usb/lp0
                   or PROFILE_ID@serial:/dev/ttyUSB0?baud=115200&flow=rtscts; without one,
                   and without one in the profile, a virtual printer shows its paper
  --with-central   a central service beside it (a demonstration, in the folder "centre" beside
                   the kiosk's), paired with the kiosk; says each ticket that arrives there
  --verbose        the whole log on the terminal, not only its warnings
  --help           this text
`;

/** Long enough for the shell to end its core, which has eight seconds of its own. */
const END_PATIENCE_MS = 10_000;

const DEMONSTRATION = join(repositoryRoot, '.torn', 'demo');

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: DEMONSTRATION },
    profile: { type: 'string', default: join(repositoryRoot, 'config', 'offices', 'demonstration.json') },
    printer: { type: 'string' },
    'with-central': { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  process.stdout.write(HELP);
  process.exit(0);
}
const dataFolder = resolve(values.data);
const profileFile = resolve(values.profile);
if (!existsSync(profileFile)) {
  console.error(`Torn: there is no office profile ${profileFile}. See config/offices, or --help.`);
  process.exit(2);
}

const say = (text: string): void => console.error(`Torn: ${text}`);
const here = (path: string): string => (path.startsWith(repositoryRoot) ? relative(repositoryRoot, path) : path);

mkdirSync(join(repositoryRoot, '.torn'), { recursive: true });
const logFile = join(repositoryRoot, '.torn', 'start.log');
const programs: Program[] = [];
let display: Display | null = null;
let ending: Promise<void> | null = null;

/** Takes everything down, the display last, and ends. */
function end(code: number): Promise<void> {
  ending ??= (async () => {
    for (const program of programs.toReversed()) await program.end(END_PATIENCE_MS);
    await display?.close();
    process.exit(code);
  })();
  return ending;
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(0));
// npm hands SIGTERM and SIGINT on, but neither SIGHUP nor its own SIGKILL.
if (process.env.npm_lifecycle_event === 'start') {
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && void end(0), 1_000).unref();
}

async function start(): Promise<void> {
  provideFolder(dataFolder);
  // Ours to close, should it stem from a program that left it open.
  if (dataFolder === DEMONSTRATION) chmodSync(dataFolder, 0o700);
  // What stands from here on holds turns, keys and logs of a kiosk: for whoever started it alone.
  process.umask(0o077);
  rmSync(logFile, { force: true });
  const log = createWriteStream(logFile);
  // All at once: none of the four needs another.
  const [, opened, virtual, centre] = await Promise.all([
    provideBundles(),
    openDisplay().then((own) => {
      display = own;
      return own;
    }),
    values.printer === undefined && !hasPrinter(profileFile) ? startPrinter(log) : null,
    values['with-central'] ? startCentre(log) : null,
  ]);
  if (ending) return;
  if (centre) await pairWith(centre, { dataFolder, profileFile, say });
  else if (virtual) giveDemonstrationSlot();
  if (ending) return;
  const env = { ...process.env, ...opened.env };
  const printer = values.printer ?? (virtual ? `${VIRTUAL_PROFILE}@tcp://127.0.0.1:${virtual.port}` : undefined);
  const command = electronCommand({
    appPath: repositoryRoot,
    args: [
      `--data=${dataFolder}`,
      `--profile=${profileFile}`,
      ...(printer === undefined ? [] : [`--printer=${printer}`]),
      ...(centre === null ? [] : [`--centre=${centre.setting}`]),
      `--core-node=${pinnedNode}`,
    ],
    env,
    home: join(dataFolder, 'electron'),
    reads: [profileFile, pinnedNode, join(repositoryRoot, 'out', 'shell', 'main.cjs')],
    writes: [dataFolder],
  });
  const kiosk = startProgram(command.command, command.args, command.env);
  programs.push(kiosk);
  kiosk.onLine((line) => {
    log.write(`${line}\n`);
    const event = readEvent(line);
    if (values.verbose || isForThePerson(line, event)) console.error(event ? `Torn: ${line}` : line);
    if (event?.event === 'second-instance-ends') say(`it already runs on ${here(dataFolder)}.`);
    if (event?.event === 'window-shown' && virtual) showPaper(virtual.page, env, log);
  });
  say(`the kiosk of ${here(profileFile)} runs, its numbers are kept in ${here(dataFolder)}. Ctrl-C ends it.`);
  if (virtual) say(`its paper comes out at ${virtual.page} and as PNG in ${here(virtual.folder)}.`);
  if (centre) void tellTickets(centre, { profileFile, say });
  const code = await kiosk.ended;
  if (ending) return;
  if (code !== 0) say(`the kiosk ended with ${code}; its log is ${here(logFile)}.`);
  await end(code);
}

/** A demonstration is the only kiosk of its office, so it takes the first slot; a real one gets it from a person. */
function giveDemonstrationSlot(): void {
  if (existsSync(join(dataFolder, 'torn.db'))) return;
  const core = join(repositoryRoot, 'out', 'core', 'core.js');
  const given = spawnSync(pinnedNode, [core, 'init', '--data', dataFolder, '--slot', '1'], { encoding: 'utf8' });
  if (given.status !== 0) throw new Error(`the demonstration got no numbers: ${given.stdout}${given.stderr}`);
  say(
    'this demonstration is new: it gave itself slot 1 (numbers 001 to 399, then 1000 on). An office’s kiosk gets its slot from a technician.',
  );
}

async function startPrinter(log: WriteStream): Promise<{ port: number; page: string; folder: string }> {
  const folder = join(dataFolder, 'paper');
  const printer = await startVirtualPrinter(folder);
  printer.program.onLine((line) => log.write(`${line}\n`));
  programs.push(printer.program);
  return { port: printer.port, page: `http://127.0.0.1:${printer.http}/`, folder };
}

async function startCentre(log: WriteStream) {
  const folder = join(dirname(dataFolder), 'centre');
  const centre = await startDemonstrationCentre(folder);
  centre.program.onLine((line) => log.write(`${line}\n`));
  programs.push(centre.program);
  say(`a centre listens at ${centre.url}, its data are in ${here(folder)}. It is a demonstration, and does not fsync.`);
  return centre;
}

/** A small window of its own above the kiosk, which stays as it ships. */
function showPaper(page: string, env: NodeJS.ProcessEnv, log: WriteStream): void {
  const command = electronCommand({
    appPath: join(repositoryRoot, 'build', 'paper-window'),
    args: [`--paper=${page}?bare`],
    env,
    home: join(dataFolder, 'electron-paper'),
  });
  const program = startProgram(command.command, command.args, command.env);
  program.onLine((line) => log.write(`${line}\n`));
  programs.push(program);
}

/** A profile nobody can read is for the core to complain about. */
function hasPrinter(file: string): boolean {
  try {
    const profile: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return typeof profile === 'object' && profile !== null && 'printer' in profile;
  } catch {
    return false;
  }
}

interface LogEvent {
  level: unknown;
  event: unknown;
}

function readEvent(line: string): LogEvent | null {
  if (!line.startsWith('{')) return null;
  try {
    const { level, event } = JSON.parse(line) as Partial<LogEvent>;
    return { level, event };
  } catch {
    return null;
  }
}

/** The shell names its levels, the core numbers them (40 warns). What begins as Chromium's own does is noise under Xvfb. */
function isForThePerson(line: string, event: LogEvent | null): boolean {
  if (event === null) return !/^\[\d+:\d+\//.test(line);
  if (typeof event.level === 'number') return event.level >= 40;
  return event.level === 'warn' || event.level === 'error' || event.level === 'fatal';
}

try {
  await start();
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  await end(1);
}
