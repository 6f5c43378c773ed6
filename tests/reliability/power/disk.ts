import type { Image } from '../../support/image-folder.ts';
import type { Random } from '../random.ts';

/** A step of a recorded program: a change below one folder, or a line that the program printed. */
export type Step =
  | { kind: 'make'; folder: number; name: string; node: number; isFolder: boolean }
  | { kind: 'remove'; folder: number; name: string; node: number }
  | { kind: 'rename'; folder: number; name: string; toFolder: number; toName: string; node: number }
  | { kind: 'write'; node: number; offset: number; bytes: Buffer }
  | { kind: 'resize'; node: number; length: number }
  /** Steps with an index below `before` on this file or folder are durable now. */
  | { kind: 'sync'; node: number; before: number }
  | { kind: 'told'; line: string };

export interface Recording {
  start: Image;
  steps: readonly Step[];
}

export const ROOT = 0;
const SECTOR_BYTES = 512;

type NameStep = Extract<Step, { kind: 'make' | 'remove' | 'rename' }>;
type DataStep = Extract<Step, { kind: 'write' | 'resize' }>;
interface Pending<S> {
  at: number;
  step: S;
}

/** How a disk treats unsynced writes at a power cut. */
type Mood =
  | { kind: 'nothing' }
  | { kind: 'everything' }
  /** The disk kept the first writes of each file: the share `share`. The write after them is torn. */
  | { kind: 'in-order'; share: number }
  | { kind: 'any'; kept: number };

export interface Disk {
  /** Advances to the state after the first `count` steps. A later call must not have a smaller `count`. */
  advance(count: number): void;
  afterPowerCut(random: Random): Image;
  /** The content that a reader sees while the power is on. */
  live(): Image;
}

/**
 * Simulates a disk that keeps synced writes and some unsynced writes. An unsynced write is kept, dropped, or torn between sectors, or its
 * file gets the new length without the data. A name that was made, removed or renamed may exist or not until its folder is synced. A rename
 * happens completely or not at all.
 */
export function createDisk({ start, steps }: Recording): Disk {
  const contents = new Map<number, Content>();
  const unsynced = new Map<number, Pending<DataStep>[]>();
  const names = new Map<number, Map<string, number>>([[ROOT, new Map()]]);
  let unsyncedNames: Pending<NameStep>[] = [];
  let done = 0;
  for (const [folder, name, node, bytes] of numberNodes(start)) {
    names.get(folder)?.set(name, node);
    if (bytes === null) names.set(node, new Map());
    else contents.set(node, new Content(bytes));
  }

  function perform(step: Step, at: number): void {
    switch (step.kind) {
      case 'make':
      case 'remove':
      case 'rename':
        if (step.kind === 'make' && step.isFolder) names.set(step.node, new Map());
        unsyncedNames.push({ at, step });
        return;
      case 'write':
      case 'resize': {
        const pending = unsynced.get(step.node) ?? [];
        pending.push({ at, step });
        unsynced.set(step.node, pending);
        return;
      }
      case 'sync':
        syncData(step.node, step.before);
        syncNames(step.node, step.before);
        return;
      case 'told':
    }
  }

  function contentOf(node: number): Content {
    const known = contents.get(node);
    if (known) return known;
    const made = new Content(Buffer.alloc(0));
    contents.set(node, made);
    return made;
  }

  function syncData(node: number, before: number): void {
    const pending = unsynced.get(node);
    if (!pending) return;
    const content = contentOf(node);
    for (const { at, step } of pending) if (at < before) content.apply(step);
    unsynced.set(
      node,
      pending.filter(({ at }) => at >= before),
    );
  }

  function syncNames(folder: number, before: number): void {
    if (!names.has(folder)) return;
    const moved = new Set(
      unsyncedNames.filter(({ at, step }) => at < before && touches(step, folder)).map(({ step }) => step.node),
    );
    const stay: Pending<NameStep>[] = [];
    for (const pending of unsyncedNames)
      if (pending.at < before && moved.has(pending.step.node)) applyName(names, pending.step);
      else stay.push(pending);
    unsyncedNames = stay;
  }

  function imageOf(keptNames: readonly NameStep[], bytesOf: (node: number) => Buffer): Image {
    const tree = new Map([...names].map(([folder, entries]) => [folder, new Map(entries)]));
    for (const step of keptNames) applyName(tree, step);
    const image = new Map<string, Buffer>();
    function walk(folder: number, path: string): void {
      for (const [name, node] of tree.get(folder) ?? []) {
        if (tree.has(node)) {
          image.set(`${path}${name}/`, Buffer.alloc(0));
          walk(node, `${path}${name}/`);
        } else image.set(`${path}${name}`, bytesOf(node));
      }
    }
    walk(ROOT, '');
    return image;
  }

  const pendingOf = (node: number): readonly DataStep[] => (unsynced.get(node) ?? []).map(({ step }) => step);

  return {
    advance(count) {
      for (; done < count; done += 1) {
        const step = steps[done];
        if (step) perform(step, done);
      }
    },
    afterPowerCut(random) {
      const mood = moodOf(random);
      return imageOf(
        keepNames(
          unsyncedNames.map(({ step }) => step),
          mood,
          random,
        ),
        (node) => keepData(contentOf(node), pendingOf(node), mood, random),
      );
    },
    live: () =>
      imageOf(
        unsyncedNames.map(({ step }) => step),
        (node) => keepData(contentOf(node), pendingOf(node), { kind: 'everything' }, null),
      ),
  };
}

/** Numbers each file and folder of the start, sorted by path. */
export function* numberNodes(
  start: Image,
): Generator<readonly [folder: number, name: string, node: number, bytes: Buffer | null]> {
  const folders = new Map([['', ROOT]]);
  let node = ROOT;
  for (const [path, bytes] of [...start].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    node += 1;
    const isFolder = path.endsWith('/');
    const bare = isFolder ? path.slice(0, -1) : path;
    const cut = bare.lastIndexOf('/') + 1;
    const folder = folders.get(bare.slice(0, cut));
    if (folder === undefined) throw new RangeError(`${path} lies in no folder`);
    if (isFolder) folders.set(path, node);
    yield [folder, bare.slice(cut), node, isFolder ? null : bytes];
  }
}

const touches = (step: NameStep, folder: number): boolean =>
  step.folder === folder || (step.kind === 'rename' && step.toFolder === folder);

function applyName(tree: Map<number, Map<string, number>>, step: NameStep): void {
  const { folder, name, node } = step;
  if (step.kind === 'make') {
    tree.get(folder)?.set(name, node);
    return;
  }
  // The name stays if it now belongs to a newer file.
  if (tree.get(folder)?.get(name) === node) tree.get(folder)?.delete(name);
  if (step.kind === 'rename') tree.get(step.toFolder)?.set(step.toName, node);
}

class Content {
  #bytes: Buffer;
  #length: number;

  constructor(bytes: Buffer) {
    this.#bytes = Buffer.from(bytes);
    this.#length = bytes.length;
  }

  copy(): Content {
    return new Content(this.bytes());
  }

  bytes(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  apply(step: DataStep): void {
    if (step.kind === 'resize') this.resize(step.length);
    else this.write(step.offset, step.bytes);
  }

  write(offset: number, bytes: Buffer): void {
    this.grow(offset + bytes.length);
    bytes.copy(this.#bytes, offset);
  }

  resize(length: number): void {
    if (length < this.#length) this.#bytes.fill(0, length, this.#length);
    this.grow(length);
    this.#length = length;
  }

  grow(length: number): void {
    if (length > this.#bytes.length) {
      const larger = Buffer.alloc(Math.max(length, 2 * this.#bytes.length));
      this.#bytes.copy(larger, 0, 0, this.#length);
      this.#bytes = larger;
    }
    this.#length = Math.max(this.#length, length);
  }
}

function moodOf(random: Random): Mood {
  if (random.chance(0.15)) return { kind: 'nothing' };
  if (random.chance(0.1)) return { kind: 'everything' };
  if (random.chance(0.3)) return { kind: 'in-order', share: random.int(0, 100) / 100 };
  return { kind: 'any', kept: random.pick([0.2, 0.5, 0.8]) };
}

function keepNames(steps: readonly NameStep[], mood: Mood, random: Random): readonly NameStep[] {
  if (mood.kind === 'nothing') return [];
  if (mood.kind === 'everything') return steps;
  // File systems mostly keep changes to names in sequence, even if they reorder data.
  if (mood.kind === 'in-order' || random.chance(0.5)) return steps.slice(0, random.int(0, steps.length));
  return steps.filter(() => random.chance(mood.kept));
}

/** The part of a file's data that the disk keeps. `random` may be `null` only for a mood that needs no randomness. */
function keepData(durable: Content, steps: readonly DataStep[], mood: Mood, random: Random | null): Buffer {
  if (mood.kind === 'nothing' || steps.length === 0) return durable.bytes();
  const content = durable.copy();
  if (mood.kind === 'everything' || random === null) {
    for (const step of steps) content.apply(step);
    return content.bytes();
  }
  const last = mood.kind === 'in-order' ? Math.floor(steps.length * mood.share) : 0;
  for (const [at, step] of steps.entries()) {
    const isKept = mood.kind === 'in-order' ? at < last : random.chance(mood.kept);
    if (isKept) content.apply(step);
    else if (step.kind === 'write') {
      const isTorn = mood.kind === 'in-order' ? at === last : random.chance(0.4);
      if (isTorn) writeTorn(content, step.offset, step.bytes, random);
      else if (mood.kind === 'any' && random.chance(0.2)) content.grow(step.offset + step.bytes.length);
    }
  }
  return content.bytes();
}

function writeTorn(content: Content, offset: number, bytes: Buffer, random: Random): void {
  for (let from = 0; from < bytes.length; ) {
    const to = Math.min(bytes.length, from + SECTOR_BYTES - ((offset + from) % SECTOR_BYTES));
    if (random.chance(0.5)) content.write(offset + from, bytes.subarray(from, to));
    from = to;
  }
}
