// Usage: npm run -s core -- --data DIR [--profile FILE] [--printer PROFILE@LINK] [--scanner PROFILE@LINK|wedge] [--panel NAME]
//          [--centre URL/CITY[#KEY-ID]] [--journal DIR] [--config DIR] [--stick DIR] [--updates DIR]
//          runs the kiosk's core, driven by lines of JSON on stdin
//        npm run -s core -- init --data DIR --slot N [--journal DIR]       gives a data folder its slot, once
import { join } from 'node:path';
import { ownNetworks } from '../../hardware/discovery/network.ts';
import packageFile from '../../package.json' with { type: 'json' };
import { messageOf } from '../domain/result.ts';
import {
  EXIT_START_AGAIN,
  EXIT_START_ANEW,
  EXIT_START_TO_MEND,
  MAX_LINE_BYTES,
  type StartFault,
} from '../session/contract/kiosk-api.ts';
import { createLineReader } from '../session/contract/line-reader.ts';
import { isDamage } from '../storage/indexes.ts';
import { isHopeless, suspect } from '../storage/suspicion.ts';
import { createLogHistory } from '../technician/machine/log-history.ts';
import { type InitOptions, readArguments } from './arguments.ts';
import { startCore } from './core.ts';
import { initKioskStore } from './kiosk-store.ts';
import { createCoreOutput } from './output.ts';
import { createSystemClock, sleptMs } from './system-clock.ts';
import { badMessage, sayAnswer } from './wire.ts';

/**
 * Exit codes: 0 asked to end, 1 a fault of the program, 2 a start fault that a `fault` message has named, 3 journal and database differ
 * until the next start, 4 asks for a restart although nothing failed, 5 the next start repairs the database.
 */
const EXIT_FAULT = 1;
const EXIT_CANNOT_START = 2;
/** A fault within this time after the start counts as a failed start, because it would probably come at every start. */
const START_MS = 5_000;

const output = createCoreOutput();
const { say } = output;
const history = createLogHistory(output.log, Date.now);
const { log } = history;

// Files of the kiosk are readable by its own user only, whatever umask it was started with.
process.umask(0o077);

function cannotStart(fault: StartFault): void {
  say({ push: 'fault', value: fault });
  log.event(fault.kind, { detail: fault.detail });
  process.exitCode = EXIT_CANNOT_START;
}

/** The data folder until `START_MS` after the start; then `null`. A fault while it is set counts as a failed start. */
let startingIn: string | null = null;

/**
 * Counts a failed start, so that a later start rebuilds the database (`suspicion.ts`), and ends the process. If all repairs have been
 * tried, the fault is sent to the shell.
 */
function endFailedStart(dataDir: string, error: unknown): void {
  const detail = messageOf(error);
  log.event('program-fault', { fault: 'start', err: error });
  if (isHopeless(suspect(dataDir, detail))) {
    cannotStart({ kind: 'start-failed', detail });
    process.exit(EXIT_CANNOT_START);
  }
  process.exit(isDamage(error) ? EXIT_START_TO_MEND : EXIT_FAULT);
}

function init(options: InitOptions): void {
  const given = initKioskStore(options, createSystemClock());
  if (!given.ok) {
    cannotStart(given.error);
    return;
  }
  log.event('slot-given', { slot: options.slot, dataDir: options.dataDir });
}

function run(): void {
  const options = readArguments(process.argv.slice(2), join(import.meta.dirname, '../../config'));
  if (!options.ok) {
    cannotStart(options.error);
    return;
  }
  if ('init' in options.value) {
    init(options.value.init);
    return;
  }
  const coreOptions = options.value.run;
  startingIn = coreOptions.dataDir;
  const started = startCore(coreOptions, {
    clock: createSystemClock(),
    log,
    history,
    push: say,
    version: packageFile.version,
    electron: process.env.KIOSK_ELECTRON ?? null,
    startAgain(detail) {
      log.event('store-broken', { detail });
      // The process exits after this turn of the event loop, so that the answer to the request is written first.
      setImmediate(() => process.exit(EXIT_START_AGAIN));
    },
    startToMend: () => void end('store-damaged', EXIT_START_TO_MEND),
    startAnew: (reason) => void end(reason, EXIT_START_ANEW),
    deviceRoot: '/',
    network: { own: ownNetworks },
    sleptMs,
    runtimeFolder: process.env.RUNTIME_DIRECTORY ?? null,
  });
  if (!started.ok) {
    startingIn = null;
    if (started.error.kind === 'database-damaged') suspect(coreOptions.dataDir, started.error.detail);
    cannotStart(started.error);
    return;
  }
  setTimeout(() => {
    startingIn = null;
  }, START_MS).unref();
  const core = started.value;
  log.event('core-started', { dataDir: coreOptions.dataDir, version: packageFile.version });

  let ending = false;
  async function end(reason: string, exitCode = 0): Promise<void> {
    if (ending) return;
    ending = true;
    try {
      await core.close();
    } catch (error) {
      log.event('program-fault', { fault: 'end', err: error });
    }
    log.event('core-stopped', { reason });
    process.exit(exitCode);
  }
  const lines = createLineReader(
    MAX_LINE_BYTES,
    (line) => {
      if (!ending) sayAnswer(line, core.kiosk, say, () => ending);
    },
    () => say(badMessage(null, `a line has more than ${MAX_LINE_BYTES} bytes`)),
  );
  process.stdin.on('data', (chunk: Buffer) => lines.push(chunk));
  process.stdin.on('end', () => void end('stdin-closed'));
  // An error of stdout means that the shell has died. The core ends as if it had been asked to, and reports no fault.
  process.stdout.on('error', () => void end('stdout-closed'));
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void end(signal));
}

for (const fault of ['uncaughtException', 'unhandledRejection'] as const)
  process.on(fault, (error: unknown) => {
    if (startingIn !== null) endFailedStart(startingIn, error);
    log.event('program-fault', { fault, err: error });
    process.exit(isDamage(error) ? EXIT_START_TO_MEND : EXIT_FAULT);
  });
run();
