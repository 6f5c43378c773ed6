import { join } from 'node:path';
import { pino } from 'pino';
import packageFile from '../../package.json' with { type: 'json' };
import { type Answer, MAX_LINE_BYTES, type Push, type StartFault } from '../contract/kiosk-api.ts';
import { createLineReader } from '../contract/line-reader.ts';
import type { Log } from '../ports/log.ts';
import { readArguments } from './arguments.ts';
import { startCore } from './core.ts';
import { createSystemClock } from './system-clock.ts';
import { answerLine, badMessage } from './wire.ts';

/** Exit codes: 0 told to end, 1 a fault of the program, 2 a start fault that `fault` has named. */
const EXIT_FAULT = 1;
const EXIT_CANNOT_START = 2;

const logger = pino(
  { base: { part: 'core' }, timestamp: pino.stdTimeFunctions.isoTime },
  pino.destination({ fd: 2, sync: true }),
);
const log: Log = {
  info: (event, facts) => logger.info({ ...facts, event }),
  warn: (event, facts) => logger.warn({ ...facts, event }),
  error: (event, facts) => logger.error({ ...facts, event }),
};
const say = (message: Answer | Push) => void process.stdout.write(`${JSON.stringify(message)}\n`);

function cannotStart(fault: StartFault): void {
  say({ push: 'fault', value: fault });
  log.error(fault.kind, { detail: fault.detail });
  process.exitCode = EXIT_CANNOT_START;
}

function run(): void {
  const options = readArguments(process.argv.slice(2), join(import.meta.dirname, '../../config'));
  if (!options.ok) {
    cannotStart(options.error);
    return;
  }
  const started = startCore(options.value, {
    clock: createSystemClock(),
    log,
    push: say,
    version: packageFile.version,
  });
  if (!started.ok) {
    cannotStart(started.error);
    return;
  }
  const core = started.value;
  log.info('core-started', { dataDir: options.value.dataDir, version: packageFile.version });

  let ending = false;
  async function end(reason: string): Promise<void> {
    if (ending) return;
    ending = true;
    await core.close();
    log.info('core-stopped', { reason });
    process.exit();
  }
  const lines = createLineReader(
    MAX_LINE_BYTES,
    (line) => {
      if (!ending) say(answerLine(line, core.kiosk));
    },
    () => say(badMessage(null, `a line has more than ${MAX_LINE_BYTES} bytes`)),
  );
  process.stdin.on('data', (chunk: Buffer) => lines.push(chunk));
  process.stdin.on('end', () => void end('stdin-closed'));
  // A shell that died reads no more: its going away is an end, not a fault.
  process.stdout.on('error', () => void end('stdout-closed'));
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void end(signal));
}

for (const fault of ['uncaughtException', 'unhandledRejection'] as const)
  process.on(fault, (error: unknown) => {
    logger.fatal({ event: 'program-fault', fault, err: error });
    process.exit(EXIT_FAULT);
  });
run();
