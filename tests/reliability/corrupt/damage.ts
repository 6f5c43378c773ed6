import type { Image } from '../../support/image-folder.ts';
import type { Random } from '../random.ts';

/** The files that may be damaged: parts of the database, of the journal, or a backup. */
export const TARGETS = ['database', 'log', 'newest-segment', 'older-segment', 'identity', 'backup'] as const;
export type Target = (typeof TARGETS)[number];

export const DAMAGES = [
  'zeroed-page',
  'zeroed-range',
  'cut-tail',
  'flipped-bits',
  'garbage',
  'emptied',
  'deleted',
  'rotten-name',
] as const;
export type Damage = (typeof DAMAGES)[number];

const PAGE_BYTES = 4_096;
const SECTOR_BYTES = 512;
const MOST_FLIPS = 8;
const FIRST_GROUP_LETTERS = 8;
const LETTER_A = 0x61;

export function pathOf(target: Target, image: Image, random: Random): string | null {
  const segments = [...image.keys()].filter((path) => /^journal\/[\d-]+\.journal$/.test(path)).toSorted();
  const backups = [...image.keys()].filter((path) => /^backups\/torn-\d+\.db$/.test(path));
  switch (target) {
    case 'database':
      return 'torn.db';
    case 'log':
      return image.has('torn.db-wal') ? 'torn.db-wal' : null;
    case 'newest-segment':
      return segments.at(-1) ?? null;
    case 'older-segment':
      return segments.length > 1 ? random.pick(segments.slice(0, -1)) : null;
    case 'identity':
      return 'journal/identity';
    case 'backup':
      return backups.length > 0 ? random.pick(backups) : null;
  }
}

/**
 * Damages one file; `null`: the damage changes nothing. `names` are ids of tickets. One kind of damage replaces a
 * letter of an id by a different letter, so that the file stays well-formed.
 */
export function damage(
  image: Image,
  path: string,
  kind: Damage,
  names: readonly string[],
  random: Random,
): Image | null {
  const before = image.get(path);
  if (!before) throw new RangeError(`there is no ${path}`);
  const damaged = new Map(image);
  const copy = Buffer.from(before);
  const after = kind === 'rotten-name' ? rotName(copy, names, random) : damageBytes(copy, kind, random);
  if (after === null) damaged.delete(path);
  else damaged.set(path, after);
  return after?.equals(before) ? null : damaged;
}

function damageBytes(bytes: Buffer, kind: Exclude<Damage, 'rotten-name'>, random: Random): Buffer | null {
  const anywhere = () => random.int(0, Math.max(0, bytes.length - 1));
  switch (kind) {
    case 'zeroed-page': {
      const at = anywhere();
      const from = at - (at % PAGE_BYTES);
      return bytes.fill(0, from, Math.min(bytes.length, from + PAGE_BYTES));
    }
    case 'zeroed-range': {
      const from = anywhere();
      return bytes.fill(0, from, from + random.int(1, bytes.length - from));
    }
    case 'cut-tail':
      return bytes.subarray(
        0,
        bytes.length - random.int(1, random.chance(0.5) ? Math.min(600, bytes.length) : bytes.length),
      );
    case 'flipped-bits':
      for (let flips = random.int(1, MOST_FLIPS); flips > 0; flips -= 1) {
        const at = anywhere();
        bytes[at] = (bytes[at] ?? 0) ^ (1 << random.int(0, 7));
      }
      return bytes;
    case 'garbage': {
      const from = anywhere();
      Buffer.from(random.bytes(SECTOR_BYTES)).copy(bytes, from - (from % SECTOR_BYTES));
      return bytes;
    }
    case 'emptied':
      return Buffer.alloc(0);
    case 'deleted':
      return null;
  }
}

function rotName(bytes: Buffer, names: readonly string[], random: Random): Buffer {
  const name = random.pick(names);
  const places: number[] = [];
  for (let at = bytes.indexOf(name); at !== -1; at = bytes.indexOf(name, at + 1)) places.push(at);
  if (places.length > 0) {
    const at = random.pick(places) + random.int(0, FIRST_GROUP_LETTERS - 1);
    bytes.write(bytes[at] === LETTER_A ? 'b' : 'a', at, 'latin1');
  }
  return bytes;
}
