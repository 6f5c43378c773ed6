import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readIdentity } from '../../../src-main/storage/identity.ts';
import type { Screen } from './console.ts';
import { withData } from './data-of-disk.ts';
import { type Device, sticksFor } from './disks.ts';
import type { Copied } from './holdings.ts';
import { type Archive, archivesIn, lookAt, MARK, OWN } from './look.ts';
import { listDevices, mounted, rootHash, run, tries } from './machine.ts';

const NEWEST = 'torn-journal';
const EARLIER = 'torn-journal-earlier';

/** Copies every journal and database of the disk to a person's stick, compares the stick's bytes, and records the copy on the disk. */
export async function copyJournal(screen: Screen): Promise<void> {
  const sticks = sticksFor(listDevices(), rootHash());
  const stick = await chosen(sticks, screen);
  if (stick === undefined) return screen.say(screen.words('noStick'));
  await withData(screen, async (data) => {
    const archives = archivesIn(data);
    if (archives.length === 0) return screen.say(screen.words('nothingToCopy'));
    const places = await mounted(stick.path, 'rw,umask=0077', (folder) => {
      const laid = layCopies(folder, archives);
      run('sync', ['--file-system', folder]);
      return laid;
    });
    // The stick was unmounted and its buffers are flushed, so that the comparison reads the stick and not the memory.
    tries('blockdev', ['--flushbufs', stick.path]);
    await mounted(stick.path, 'ro,umask=0077', (folder) => compareCopies(folder, archives, places));
    note(data, archives);
    screen.say(screen.words('copied', { folder: places.join(', ') }));
  });
}

async function chosen(sticks: readonly Device[], screen: Screen): Promise<Device | undefined> {
  if (sticks.length <= 1) return sticks[0];
  for (const [at, { path, label, model }] of sticks.entries())
    screen.say(`${at + 1}. ${path} ${label ?? ''} ${model ?? ''}`);
  return sticks[Number(await screen.ask(screen.words('whichStick'))) - 1];
}

/**
 * Copies the archives, newest first, and returns the folders. Each folder is named by the incarnation (one enrolment of a kiosk) of its
 * archive. The kiosk's `findJournal` takes the outermost folder of an incarnation, so an earlier copy is moved into a deeper folder.
 */
export function layCopies(stick: string, archives: readonly Archive[]): string[] {
  const laid = new Set<string>();
  return archives.map((archive) => {
    const name = incarnationOf(archive);
    const newest = join(NEWEST, name);
    const place = laid.has(newest) ? earlierPlace(stick, name) : newest;
    if (existsSync(join(stick, place))) {
      const earlier = join(stick, earlierPlace(stick, name));
      mkdirSync(dirname(earlier), { recursive: true });
      renameSync(join(stick, place), earlier);
    }
    laid.add(place);
    for (const file of archive.files) {
      mkdirSync(dirname(join(stick, place, file)), { recursive: true });
      cpSync(join(archive.folder, file), join(stick, place, file));
    }
    return place;
  });
}

/** Earlier copies are numbered and not dated, because this machine's clock may be wrong. */
function earlierPlace(stick: string, name: string): string {
  for (let count = 1; ; count += 1)
    if (!existsSync(join(stick, EARLIER, name, `${count}`))) return join(EARLIER, name, `${count}`);
}

function incarnationOf({ folder, files }: Archive): string {
  if (!files.includes(join('journal', 'identity'))) return 'without-identity';
  const read = readIdentity(join(folder, 'journal'));
  return read.state === 'good' ? read.identity.incarnation : 'without-identity';
}

/** @throws Error if a file differs from its copy */
export function compareCopies(stick: string, archives: readonly Archive[], places: readonly string[]): void {
  for (const [at, { folder, files }] of archives.entries())
    for (const file of files)
      if (!readFileSync(join(folder, file)).equals(readFileSync(join(stick, places[at] ?? '', file))))
        throw new Error(`${file} was copied wrongly`);
}

export function note(data: string, archives: readonly Archive[], scratch = '/run'): void {
  const holdings = lookAt(data, scratch);
  const copied: Copied = {
    places: holdings.kind === 'kiosk' ? holdings.places : null,
    alone: holdings.kind === 'journal-alone' ? holdings.journal : null,
    kept: archives.flatMap(({ name }) => name ?? []),
  };
  mkdirSync(join(data, OWN), { recursive: true });
  writeFileSync(join(data, MARK), JSON.stringify(copied), { flush: true });
}
