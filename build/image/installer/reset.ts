import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Screen } from './console.ts';
import { withData } from './data-of-disk.ts';
import { archivesIn, copiedIn, DATA, KEPT, MARK, RECORDS } from './look.ts';
import { run } from './machine.ts';
import { isErase } from './words.ts';

const NEW_DATA = '/usr/lib/torn-image/var';

/** Erases settings and data after a person typed a word. Journal and database are moved first, so that a power cut loses neither. */
export async function resetKeepingJournal(screen: Screen): Promise<void> {
  if (!isErase(await screen.ask(screen.words('reset')))) return screen.say(screen.words('nothingDone'));
  await withData(screen, (data) => {
    resetData(data, NEW_DATA);
    screen.say(screen.words('resetDone'));
  });
}

/**
 * Erases a data partition but keeps its journals and databases.
 * @param fresh the folder whose contents a new data partition gets
 */
export function resetData(data: string, fresh: string): void {
  mkdirSync(join(data, KEPT), { recursive: true, mode: 0o700 });
  // The reset kiosk counts its events from 1 again, so the record of an earlier copy must not count for the new events.
  const mark = { ...copiedIn(join(data, MARK)), places: null, alone: null };
  if (existsSync(join(data, MARK))) writeFileSync(join(data, MARK), JSON.stringify(mark), { flush: true });
  // The folder is moved by a single rename, so that no power cut separates the database from its write-ahead log.
  if (archivesIn(data).some(({ name }) => name === null))
    renameSync(join(data, DATA), join(data, KEPT, nextName(join(data, KEPT))));
  run('sync', ['--file-system', data]);
  for (const { folder } of archivesIn(data)) erase(folder, RECORDS);
  erase(data, [KEPT, MARK]);
  // `cp` keeps the files' owners; Node's copy would not.
  run('cp', ['--archive', '--force', '--no-target-directory', fresh, data]);
  run('sync', ['--file-system', data]);
}

function nextName(folder: string): string {
  for (let count = 1; ; count += 1)
    if (!existsSync(join(folder, `before-reset-${count}`))) return `before-reset-${count}`;
}

function erase(folder: string, but: readonly string[]): void {
  for (const name of readdirSync(folder)) {
    if (name === 'lost+found') continue;
    const within = but.flatMap((path) => (path.startsWith(`${name}/`) ? [path.slice(name.length + 1)] : []));
    if (but.includes(name)) continue;
    if (within.length > 0) erase(join(folder, name), within);
    else rmSync(join(folder, name), { recursive: true });
  }
}
