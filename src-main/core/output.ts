import { pino } from 'pino';
import { EVENT_CATALOGUE } from '../contract/kiosk/event-catalogue.ts';
import type { Answer, Push } from '../contract/kiosk/kiosk-api.ts';
import type { Log } from '../ports/log.ts';

export interface CoreOutput {
  log: Log;
  /** What one turn says leaves in one write at its end, in order: a touch waits for one wake-up of the shell, not for three. */
  say(message: Answer | Push): void;
}

const STDERR = 2;
/** More than a turn writes as a rule (pino takes less than 16,384); beyond it the log is written in the middle of a turn. */
const MOST_WAITING_CHARACTERS = 16_000;

/**
 * The core's two lines to the outside: messages on stdout, the log on stderr. Lines of `info` are written after the turn in which they
 * came, so that a citizen's answer does not wait for them; other levels are written at once, with all that came before, and so is
 * everything at its end, also one by a fault. Killed in between, a core loses the `info` lines of its last turn.
 */
export function createCoreOutput(): CoreOutput {
  const destination = pino.destination({ fd: STDERR, sync: true, minLength: MOST_WAITING_CHARACTERS });
  const logger = pino({ base: { part: 'core' }, timestamp: pino.stdTimeFunctions.isoTime }, destination);
  let isPlanned = false;

  function flush(): void {
    isPlanned = false;
    // Not `flushSync`: on a pipe that nobody reads any more it tries again for ever, and a core whose shell has died would never end.
    destination.flush();
  }
  function flushLater(): void {
    if (isPlanned) return;
    isPlanned = true;
    setImmediate(flush);
  }
  let isCorked = false;
  function uncork(): void {
    if (isCorked) process.stdout.uncork();
    isCorked = false;
  }
  process.on('exit', () => {
    uncork();
    flush();
  });

  return {
    log: {
      event(kind, details) {
        const { level } = EVENT_CATALOGUE[kind];
        logger[level]({ ...details, event: kind });
        if (level === 'info') flushLater();
        else flush();
      },
    },
    say(message) {
      if (!isCorked) {
        isCorked = true;
        process.stdout.cork();
        process.nextTick(uncork);
      }
      process.stdout.write(`${JSON.stringify(message)}\n`);
    },
  };
}
