import { closeSync, fsyncSync, openSync, readSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { type EndedUpdate, UpdateLine } from '../contract/shared/updates.ts';
import { messageOf } from '../domain/result.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { UpdateMemory } from '../ports/updates.ts';
import { syncFolder } from '../storage/folders.ts';

/** Lines of JSON, the newest last; the updater's own. */
const ENDED = 'ended';
/** The kiosk's own, and the updater reads it: a version and a line feed, or nothing. */
const ALLOWED = 'allowed-version';
/** Fifty lines are a quarter of it. */
const MOST_BYTES = 65_536;
const LOOKED_EVERY_MS = 60_000;

export interface UpdateWatchParts {
  /** Of the updater; `null` where nobody updates this machine. */
  folder: string | null;
  dataDir: string;
  /** A kiosk that is nobody yet tells nothing. */
  hasIdentity: boolean;
  updates: UpdateMemory;
  allowedVersion: () => string | null;
  clock: Pick<Clock, 'monotonicMs'>;
  log: Log;
}

/**
 * Between the kiosk and the machine's updater, which runs as another user and may not ask: how its updates ended goes to the centre, each once, and the
 * version that the centre allows lies where the updater looks for it.
 * @returns to be called often; it looks once a minute
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

/** Whether the disk took all that is new. A line that is none was cut, or is of another program. */
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

/** `''` where there is none, or none that can be read. */
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

/** As a whole: the updater reads the old word or the new one. */
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
    syncFolder(dataDir);
    return true;
  } catch (error) {
    log.event('store-failed', { detail: `${ALLOWED}: ${messageOf(error)}` });
    return false;
  }
}
