import { DEFAULT_TERMS, type Terms } from '../contract/shared/retention.ts';
import { messageOf } from '../domain/result.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { Anchor } from '../tickets/rules/time-label.ts';
import { UnsoundCopy } from './backups.ts';
import { type Ballast, LOW_DISK_BYTES } from './ballast.ts';
import { mendIndexes } from './indexes.ts';
import type { OpenedStore } from './open-store.ts';
import { openRetention } from './retention.ts';
import { openRetentionNow } from './retention-now.ts';
import { endSetAside } from './set-aside.ts';

/** Delay of the first run after the start, because citizens' touches come first. */
const FIRST_AFTER_MS = 15_000;
const EVERY_MS = 3_600_000;
/**
 * Age of the newest backup at which the next one is made: less than a day, so that a kiosk that is switched off at night makes one every
 * day.
 */
const BACKUP_AFTER_MS = 20 * 3_600_000;
const RETAIN_AFTER_MS = 20 * 3_600_000;
const DAY_MS = 86_400_000;
/**
 * Days for which backups are kept. The journal is kept a day longer than the oldest backup, so that a restored backup can be completed from
 * it.
 */
const COPIES_DAYS = DEFAULT_TERMS.copy - 1;

export interface HousekeepingParts {
  opened: OpenedStore;
  ballast: Ballast;
  clock: Clock;
  log: Log;
  dayOf: (instantMs: number) => string;
  /** The centre's time; `null` until the centre has answered since this program started or the machine last woke up. */
  anchor: () => Anchor | null;
  terms: () => Terms;
  folders: readonly string[];
  /**
   * Whether an earlier run noted that the database may be damaged. A backup is then made at once, because its check proves that the
   * database is sound.
   */
  isSuspected?: () => boolean;
  onSound?: () => void;
  /** Called when the database is damaged and rebuilding the indexes does not repair it. */
  onUnsound?: (detail: string) => void;
}

/** Why the last housekeeping failed; `null` on success and before the first run. */
export type HousekeepingTrouble = 'housekeeping-failed' | 'retention-failed';

/** Keeps a store usable for years: a daily backup, free space, deletion of old rows. */
export function startHousekeeping(parts: HousekeepingParts) {
  const { opened, ballast, clock, log, dayOf } = parts;
  const { journal, backups } = opened;
  const { isSuspected = () => false, onSound = () => {}, onUnsound = () => {} } = parts;
  let trouble: HousekeepingTrouble | null = null;
  let closed = false;
  let underWay: Promise<void> = Promise.resolve();
  const keepTerms = openTermKeeping(parts);
  let cancel = clock.after(FIRST_AFTER_MS, tick);

  /** Runs one at a time, because two backups would write the same draft file. */
  function run(): Promise<void> {
    underWay = underWay.then(keepHouse);
    return underWay;
  }

  async function keepHouse(): Promise<void> {
    const nowMs = clock.wallMs();
    try {
      ballast.layDown();
      const free = ballast.freeBytes();
      if (free < LOW_DISK_BYTES) log.event('disk-low', { freeBytes: free });
      if (opened.identity === null) return;
      const areTermsKept = keepTerms();
      const newest = backups.newestMs();
      if (newest === null || Math.abs(nowMs - newest) >= BACKUP_AFTER_MS || isSuspected()) {
        const made = await makeBackup(opened, log, nowMs);
        log.event('backup-made', { file: made });
        onSound();
      }
      journal.note();
      const oldest = backups.oldestMs();
      if (oldest !== null) journal.deleteBefore(dayOf(oldest - DAY_MS));
      trouble = areTermsKept ? null : 'retention-failed';
    } catch (error) {
      trouble = 'housekeeping-failed';
      log.event('housekeeping-failed', { detail: messageOf(error) });
      if (error instanceof UnsoundCopy) onUnsound(messageOf(error));
    }
  }

  function tick(): void {
    if (closed) return;
    void run();
    cancel = clock.after(EVERY_MS, tick);
  }

  return {
    /** Makes a backup and deletes old data now, each if it is due. Never rejects: failures are logged, and the next run tries again. */
    run,
    trouble: (): HousekeepingTrouble | null => trouble,
    async close(): Promise<void> {
      closed = true;
      cancel();
      await underWay;
    },
  };
}

/**
 * Returns a function that deletes data whose retention term is over. It runs before a backup, so that the backup contains no more than the
 * database. False: the deletion failed. A failure is logged, does not prevent the backup, and is retried at the next run.
 */
function openTermKeeping(parts: HousekeepingParts): () => boolean {
  const { opened, clock, log, terms } = parts;
  const { database, journal, backups } = opened;
  const retain = openRetention(database, journal);
  const readNow = openRetentionNow({ database, ...parts });
  let retainedAtMs: number | null = null;

  function keepTerms(): void {
    const nowMonotonicMs = clock.monotonicMs();
    // The deletion runs once a day and not with every hourly run, because it reads every row while a citizen may be at the screen.
    if (retainedAtMs !== null && nowMonotonicMs - retainedAtMs < RETAIN_AFTER_MS) return;
    const now = readNow();
    if (now === null) return;
    const counts = retain(now, terms());
    const copies = backups.deleteBefore(now.nowMs - COPIES_DAYS * DAY_MS);
    const aside = endSetAside(parts.folders, now.nowMs, terms()['set-aside']);
    retainedAtMs = nowMonotonicMs;
    log.event('retention-done', {
      serviceDay: now.today,
      counts: { ...counts, ...(copies > 0 ? { copy: copies } : {}), ...(aside > 0 ? { 'set-aside': aside } : {}) },
    });
  }

  return () => {
    try {
      keepTerms();
      return true;
    } catch (error) {
      log.event('retention-failed', { detail: messageOf(error) });
      return false;
    }
  };
}

/**
 * Makes a backup. The check of the backup finds damage that a start does not find. If only an index is damaged, it is rebuilt from the
 * rows, and the backup is made again.
 */
async function makeBackup({ database, backups }: OpenedStore, log: Log, nowMs: number): Promise<string> {
  try {
    return await backups.make(database, nowMs);
  } catch (error) {
    if (!(error instanceof UnsoundCopy) || !mendIndexes(database)) throw error;
    const made = await backups.make(database, nowMs);
    log.event('index-mended', { detail: error.message });
    return made;
  }
}
