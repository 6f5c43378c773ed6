import type { Image } from '../../support/image-folder.ts';
import { numberNodes, type Recording, ROOT, type Step } from './disk.ts';
import { DATA } from './recordings.ts';

export type Copy = 'database' | 'journal';

/**
 * A fault in the program's writes. `plant` turns a recording of the real program into the writes that a program with
 * the fault would have made.
 */
export interface Fault {
  name: string;
  /**
   * The copy (database or journal) that would hide the fault and is therefore removed; `null`: both stay, and the start must not report a
   * loss.
   */
  without: Copy | null;
  plant(recording: Recording): Step[];
}

const SEGMENT = new RegExp(`^${DATA}/journal/[\\d-]+\\.journal$`);
const LOG = `${DATA}/torn.db-wal`;
const JOURNAL_FOLDER = `${DATA}/journal`;
const IDENTITY_DRAFT = `${DATA}/journal/identity.draft`;

/** The path at which each file or folder was created, by its number. */
function firstPaths({ start, steps }: Recording): ReadonlyMap<number, string> {
  const paths = new Map<number, string>([[ROOT, '']]);
  const below = (folder: number, name: string) => [paths.get(folder), name].filter(Boolean).join('/');
  for (const [folder, name, node] of numberNodes(start)) paths.set(node, below(folder, name));
  for (const step of steps) if (step.kind === 'make') paths.set(step.node, below(step.folder, step.name));
  return paths;
}

function withoutSyncs(recording: Recording, isMeant: (path: string) => boolean): Step[] {
  const paths = firstPaths(recording);
  return recording.steps.map((step) =>
    // The sync stays without effect instead of being removed, so that the indexes of steps stay valid.
    step.kind === 'sync' && isMeant(paths.get(step.node) ?? '') ? { ...step, before: 0 } : step,
  );
}

/** Moves each record of the journal, with its sync, from before the database's commit to right before the answer. */
function journalAfterCommit(recording: Recording): Step[] {
  const paths = firstPaths(recording);
  const isOfSegment = (step: Step) =>
    (step.kind === 'write' || step.kind === 'sync') && SEGMENT.test(paths.get(step.node) ?? '');
  const moved: Step[] = [];
  let held: Step[] = [];
  const push = (step: Step) => void moved.push(step.kind === 'sync' ? { ...step, before: moved.length } : step);
  for (const step of recording.steps) {
    if (isOfSegment(step)) {
      held.push(step);
      continue;
    }
    if (step.kind === 'told') {
      for (const late of held) push(late);
      held = [];
    }
    push(step);
  }
  for (const late of held) push(late);
  return moved;
}

export const FAULTS: readonly Fault[] = [
  {
    name: 'a journal that is never synced',
    without: 'database',
    plant: (recording) => withoutSyncs(recording, (path) => SEGMENT.test(path)),
  },
  {
    name: 'a journal whose new segments have no durable name',
    without: 'database',
    plant: (recording) => withoutSyncs(recording, (path) => path === JOURNAL_FOLDER),
  },
  {
    name: 'an identity that is never synced',
    without: 'database',
    plant: (recording) => withoutSyncs(recording, (path) => path === IDENTITY_DRAFT),
  },
  {
    // With this setting SQLite syncs its log only at a checkpoint, and the run is too short for one.
    name: 'synchronous=NORMAL',
    without: 'journal',
    plant: (recording) => withoutSyncs(recording, (path) => path === LOG),
  },
  { name: 'a journal that is written after the commit', without: null, plant: journalAfterCommit },
];

export function withoutCopy(image: Image, copy: Copy): Image {
  const gone = copy === 'database' ? `${DATA}/torn.db` : `${DATA}/journal/`;
  return new Map([...image].filter(([path]) => !path.startsWith(gone) && !path.startsWith(`${DATA}/backups/torn`)));
}

const LOG_HEADER_BYTES = 32;
const FRAME_BYTES = 24 + 4_096;

/**
 * Whether the remaining copy (database or journal) ends within a write. It may then lack an answered ticket, so the core may refuse to
 * issue.
 */
export function endsWithinWrite(image: Image, left: Copy): boolean {
  if (left === 'database') {
    const bytes = image.get(LOG)?.length ?? 0;
    return bytes > 0 && (bytes - LOG_HEADER_BYTES) % FRAME_BYTES !== 0;
  }
  const newest = [...image.keys()]
    .filter((path) => SEGMENT.test(path))
    .toSorted()
    .at(-1);
  const text = newest === undefined ? '' : (image.get(newest)?.toString('latin1') ?? '');
  const [last = '', beforeLast = ''] = text.split('\n').reverse();
  // A record that lost bytes may have zeros in their place.
  return last !== '' || beforeLast === '' || !beforeLast.endsWith('}') || beforeLast.includes('\0');
}
