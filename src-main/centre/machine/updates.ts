import { closeSync, fsyncSync, openSync, readSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { type EndedUpdate, UpdateLine } from '../../contract/shared/updates.ts';
import { messageOf } from '../../domain/result.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import { sync } from '../../storage/folders.ts';
import type { UpdateMemory } from '../ports/updates.ts';

/** The file in which the updater reports ended updates: lines of JSON, the newest last. */
const ENDED = 'ended';
/** The file in which the kiosk names the version that the updater may install: the version and a line feed, or nothing. */
const ALLOWED = 'allowed-version';
/** Limit on the bytes read from either file. The updater keeps fifty lines, which take a quarter of this. */
const MOST_BYTES = 65_536;
const LOOKED_EVERY_MS = 60_000;

export interface UpdateWatchParts {
  /** The updater's folder; `null` if this machine is not updated. */
  folder: string | null;
  dataDir: string;
  hasIdentity: boolean;
  updates: UpdateMemory;
  allowedVersion: () => string | null;
  clock: Pick<Clock, 'monotonicMs'>;
  log: Log;
}

/**
 * Connects the kiosk with the machine's updater, which runs as another user: reports the result of each update to the centre once, and
 * writes for the updater the version that the centre allows.
 * @returns a function to be called often; it looks at the files once a minute
 */
export function createUpdateWatch(parts: UpdateWatchParts): () => void {
  const { folder, dataDir, hasIdentity, clock } = parts;
  if (folder === null) return () => undefined;
  let lookAtMs = Number.NEGATIVE_INFINITY;
  let seen: string | null = null;
  let allowed = textIn(join(dataDir, ALLOWED));
  return () => {
    if (clock.monotonicMs() < lookAtMs) return;
    lookAtMs = clock.monotonicMs() + LOOKED_EVERY_MS;
    const lines = textIn(join(folder, ENDED));
    if (hasIdentity && lines !== seen && tellAll(lines, parts)) seen = lines;
    const wanted = wordOf(parts.allowedVersion());
    if (wanted !== allowed && keepAllowed(dataDir, wanted, parts.log)) allowed = wanted;
  };
}

const wordOf = (version: string | null): string => (version === null ? '' : `${version}\n`);

/**
 * Records each new result of an update for the centre; false if a write to disk failed. A line that does not parse was cut off or comes
 * from another program, and is skipped.
 */
function tellAll(lines: string, { updates, log }: UpdateWatchParts): boolean {
  for (const line of lines.split('\n')) {
    const ended = endedIn(line);
    if (ended === null) continue;
    const kept = updates.tell(ended);
    if (!kept.ok) {
      log.event(kept.error.kind, { detail: kept.error.detail });
      return false;
    }
    if (kept.value) log.event(ended.result === 'done' ? 'update-done' : 'update-undone', { ...ended });
  }
  return true;
}

function endedIn(line: string): EndedUpdate | null {
  try {
    return UpdateLine.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
}

function textIn(path: string): string {
  try {
    const fd = openSync(path, 'r');
    try {
      const bytes = Buffer.alloc(MOST_BYTES);
      return bytes.toString('utf8', 0, readSync(fd, bytes, 0, MOST_BYTES, 0));
    } finally {
      closeSync(fd);
    }
  } catch {
    return '';
  }
}

/** Replaces the file atomically, so that the updater reads the old version or the new one. */
function keepAllowed(dataDir: string, word: string, log: Log): boolean {
  const path = join(dataDir, ALLOWED);
  try {
    const fd = openSync(`${path}.draft`, 'w', 0o600);
    try {
      writeSync(fd, word);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    renameSync(`${path}.draft`, path);
    sync(dataDir);
    return true;
  } catch (error) {
    log.event('store-failed', { detail: `${ALLOWED}: ${messageOf(error)}` });
    return false;
  }
}
