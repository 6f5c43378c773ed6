import type { DiskState } from '../../contract/shared/events.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { TicketStore } from '../../tickets/ports/store.ts';
import type { StoreCare } from '../ports/machine.ts';

interface MachineWatchParts {
  care: Pick<StoreCare, 'freeBytes' | 'leastFreeBytes'>;
  /** The earliest end of the certificates for MiDNI codes; `null` without certificates. */
  certificateEndsMs: number | null;
  /** Number of events that are set aside as dead letters. */
  deadLetters: () => number;
  store: Pick<TicketStore, 'recordEvent'>;
  clock: Clock;
  log: Pick<Log, 'event'>;
}

const FIRST_LOOK_AFTER_MS = 60_000;
const LOOK_EVERY_MS = 600_000;
/**
 * A low disk counts as having room again once its free space is this many times the limit, so that one log file does not change the state
 * back and forth.
 */
const ROOM_AGAIN = 1.25;

/**
 * Returns a function that reports the machine's state to the centre: once after the start, because the centre may know an older state, and
 * at each change.
 */
export function createMachineWatch(parts: MachineWatchParts): () => void {
  const { care, certificateEndsMs, store, clock, log } = parts;
  let reported: { disk: DiskState; deadLetters: number } | null = null;
  let nextMs = clock.monotonicMs() + FIRST_LOOK_AFTER_MS;
  const certificateEnds = certificateEndsMs === null ? null : new Date(certificateEndsMs).toISOString();

  function diskNow(): DiskState {
    const free = care.freeBytes();
    if (free === null) return 'unknown';
    return free < care.leastFreeBytes * (reported?.disk === 'low' ? ROOM_AGAIN : 1) ? 'low' : 'ample';
  }

  return () => {
    if (clock.monotonicMs() < nextMs) return;
    nextMs = clock.monotonicMs() + LOOK_EVERY_MS;
    const [disk, deadLetters] = [diskNow(), parts.deadLetters()];
    if (disk === reported?.disk && deadLetters === reported.deadLetters) return;
    const payload = { disk, certificateEnds, deadLetters };
    const saved = store.recordEvent({ type: 'machine-state', v: 1, payload });
    if (saved.ok) reported = { disk, deadLetters };
    else log.event(saved.error.kind, { detail: saved.error.detail });
  };
}
