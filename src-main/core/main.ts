import { join } from 'node:path';
import { ownNetworks } from '../../hardware/discovery/network.ts';
import packageFile from '../../package.json' with { type: 'json' };
import { EXIT_START_AGAIN, EXIT_START_ANEW, MAX_LINE_BYTES, type StartFault } from '../contract/kiosk/kiosk-api.ts';
import { createLineReader } from '../contract/kiosk/line-reader.ts';
import { type InitOptions, readArguments } from './arguments.ts';
import { startCore } from './core.ts';
import { initKioskStore } from './kiosk-store.ts';
import { createLogHistory } from './log-history.ts';
import { createCoreOutput } from './output.ts';
import { createSystemClock, sleptMs } from './system-clock.ts';
import { badMessage, sayAnswer } from './wire.ts';

/** Exit codes: 0 asked to end, 1 a fault of the program, 2 a start fault that `fault` has named, 3 must be started again, 4 asks for it. */
const EXIT_FAULT = 1;
const EXIT_CANNOT_START = 2;

const output = createCoreOutput();
const { say } = output;
const history = createLogHistory(output.log, Date.now);
const { log } = history;

// Only the kiosk's own user reads what it writes, whatever umask it was started with.
process.umask(0o077);

function cannotStart(fault: StartFault): void {
  say({ push: 'fault', value: fault });
  log.event(fault.kind, { detail: fault.detail });
  process.exitCode = EXIT_CANNOT_START;
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
  const started = startCore(coreOptions, {
    clock: createSystemClock(),
    log,
    history,
    push: say,
    version: packageFile.version,
    electron: process.env.KIOSK_ELECTRON ?? null,
    startAgain(detail) {
      log.event('store-broken', { detail });
      // After this turn, so that the answer to the request is out.
      setImmediate(() => process.exit(EXIT_START_AGAIN));
    },
    startAnew: (reason) => void end(reason, EXIT_START_ANEW),
    deviceRoot: '/',
    network: { own: ownNetworks },
    sleptMs,
  });
  if (!started.ok) {
    cannotStart(started.error);
    return;
  }
  const core = started.value;
  log.event('core-started', { dataDir: coreOptions.dataDir, version: packageFile.version });

  let ending = false;
  async function end(reason: string, exitCode = 0): Promise<void> {
    if (ending) return;
    ending = true;
    await core.close();
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
  // A shell that died no longer reads: this is an end, not a fault.
  process.stdout.on('error', () => void end('stdout-closed'));
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void end(signal));
}

for (const fault of ['uncaughtException', 'unhandledRejection'] as const)
  process.on(fault, (error: unknown) => {
    log.event('program-fault', { fault, err: error });
    process.exit(EXIT_FAULT);
  });
run();
