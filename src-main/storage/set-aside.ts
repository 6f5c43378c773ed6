import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isSetAside } from './aside.ts';
import { sync } from './folders.ts';

const MIGRATION_COPY = /^torn\.db\.schema-\d+$/;
const isAside = (name: string): boolean => isSetAside(name) || MIGRATION_COPY.test(name);
const SEEN = 'seen-at';
const DAY_MS = 86_400_000;

export function endMigrationCopies(folder: string): void {
  for (const name of readdirSync(folder).filter((one) => MIGRATION_COPY.test(one))) {
    rmSync(join(folder, name));
    rmSync(join(folder, `${name}.${SEEN}`), { force: true });
  }
  sync(folder);
}

/**
 * Deletes the damaged files that were moved aside in these folders, and copies from before migrations, once they are `days` old; returns
 * their number. The age counts from the first run of retention that saw a file, because the file's own date may come from a wrong clock.
 */
export function endSetAside(folders: readonly string[], nowMs: number, days: number): number {
  let ended = 0;
  for (const folder of new Set(folders)) {
    if (!existsSync(folder)) continue;
    for (const name of readdirSync(folder).filter(isAside)) {
      const path = join(folder, name);
      const mark = statSync(path).isDirectory() ? join(path, SEEN) : `${path}.${SEEN}`;
      const seenMs = existsSync(mark) ? Number(readFileSync(mark, 'utf8')) : Number.NaN;
      if (!(seenMs <= nowMs)) writeFileSync(mark, String(Math.round(nowMs)), { mode: 0o600 });
      else if (nowMs - seenMs >= days * DAY_MS) {
        rmSync(path, { recursive: true });
        rmSync(mark, { force: true });
        sync(folder);
        ended += 1;
      }
    }
  }
  return ended;
}
