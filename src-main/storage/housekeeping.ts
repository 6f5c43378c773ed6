import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import { type Ballast, LOW_DISK_BYTES } from './ballast.ts';
import type { OpenedStore } from './open-store.ts';
import { openRetention } from './retention.ts';

/** Not while the kiosk starts: a touch may be waiting. */
const FIRST_AFTER_MS = 15_000;
const EVERY_MS = 3_600_000;
/** A little less than a day, so that a kiosk which is switched off at night makes one every day. */
const BACKUP_AFTER_MS = 20 * 3_600_000;
const DAY_MS = 86_400_000;
/** Numbers and tickets are kept so long; nothing of a person is among them. */
export const RETENTION_DAYS = 400;

export interface HousekeepingParts {
  opened: OpenedStore;
  ballast: Ballast;
  clock: Clock;
  log: Log;
  dayOf: (instantMs: number) => string;
}

export interface Housekeeping {
  /** Makes a backup and prunes, now. Never rejects: what failed is logged and tried again the next time. */
  run(): Promise<void>;
  close(): Promise<void>;
}

/** What keeps a store fit for years: a backup a day, room on the disk, old rows gone. */
export function startHousekeeping({ opened, ballast, clock, log, dayOf }: HousekeepingParts): Housekeeping {
  const { database, journal, backups } = opened;
  let closed = false;
  let underWay: Promise<void> = Promise.resolve();
  const prune = openRetention(database, journal);
  let cancel = clock.after(FIRST_AFTER_MS, tick);

  /** One at a time: two backups would write the same draft. */
  function run(): Promise<void> {
    underWay = underWay.then(keepHouse);
    return underWay;
  }

  async function keepHouse(): Promise<void> {
    const nowMs = clock.wallMs();
    try {
      ballast.layDown();
      const free = ballast.freeBytes();
      if (free < LOW_DISK_BYTES) log.warn('disk-low', { freeBytes: free });
      if (opened.identity === null) return;
      const newest = backups.newestMs();
      if (newest === null || Math.abs(nowMs - newest) >= BACKUP_AFTER_MS) {
        const made = await backups.make(database, nowMs);
        log.info('backup-made', { file: made });
        // Reads every row there is: once a day, not once an hour while somebody may be touching the screen.
        prune(nowMs - RETENTION_DAYS * DAY_MS);
      }
      const oldest = backups.oldestMs();
      if (oldest !== null) journal.deleteBefore(dayOf(oldest - DAY_MS));
    } catch (error) {
      log.error('housekeeping-failed', { detail: error instanceof Error ? error.message : String(error) });
    }
  }

  function tick(): void {
    if (closed) return;
    void run();
    cancel = clock.after(EVERY_MS, tick);
  }

  return {
    run,
    async close() {
      closed = true;
      cancel();
      await underWay;
    },
  };
}
