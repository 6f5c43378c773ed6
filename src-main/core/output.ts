import { pino } from 'pino';
import type { Log } from '../ports/log.ts';
import { EVENT_CATALOGUE } from '../session/contract/event-catalogue.ts';
import type { Answer, Push } from '../session/contract/kiosk-api.ts';

const STDERR = 2;
/**
 * Largest number of log characters kept until the end of the event loop's turn; a longer log is written in the middle of the turn. pino
 * accepts less than 16,384.
 */
const MOST_WAITING_CHARACTERS = 16_000;

/**
 * The core's two outputs: messages on stdout, the log on stderr. Lines of level `info` are written after the event loop's turn, so that a
 * citizen's answer does not wait for them. A line of another level is written at once, together with all lines before it. At the program's
 * end, even after a fault, the waiting lines are written. A core that is killed loses the `info` lines of its last turn.
 */
export function createCoreOutput() {
  const destination = pino.destination({ fd: STDERR, sync: true, minLength: MOST_WAITING_CHARACTERS });
  const logger = pino({ base: { part: 'core' }, timestamp: pino.stdTimeFunctions.isoTime }, destination);
  let isPlanned = false;

  function flush(): void {
    isPlanned = false;
    // `flush` is used because `flushSync` retries for ever on a pipe without a reader: a core whose shell has died would never end.
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

  const log: Log = {
    event(kind, details) {
      const { level } = EVENT_CATALOGUE[kind];
      logger[level]({ ...details, event: kind });
      if (level === 'info') flushLater();
      else flush();
    },
  };
  return {
    log,
    /**
     * Queues a message. All messages that one callback of the event loop queues are written together, in sequence, when the callback ends:
     * the view and the answers after a touch then wake the shell once.
     */
    say(message: Answer | Push): void {
      if (!isCorked) {
        isCorked = true;
        process.stdout.cork();
        process.nextTick(uncork);
      }
      process.stdout.write(`${JSON.stringify(message)}\n`);
    },
  };
}
