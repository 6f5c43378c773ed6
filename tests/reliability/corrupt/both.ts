import type { Image } from '../../support/image-folder.ts';
import type { Random } from '../random.ts';
import { type Damage, damage } from './damage.ts';

const OF_DATABASE = ['gone', 'emptied', 'garbage', 'zeroed-page', 'cut-tail', 'log-gone', 'log-cut'] as const;
const OF_JOURNAL = ['records-gone', 'day-gone', 'day-emptied', 'day-to-a-few-bytes', 'day-cut', 'day-zeroed'] as const;

const DATABASE = 'torn.db';
const LOG = 'torn.db-wal';
const FEW_BYTES = 40;

export interface DamagedBoth {
  name: string;
  damaged: Image;
}

/**
 * Damages database and journal at once; `null`: the database or the journal shows no trace of its damage. A power cut may leave a journal
 * that ends between two records, or within the second record of a day. A journal that was cut in this way shows no damage.
 */
export function damageBoth(image: Image, random: Random): DamagedBoth | null {
  const ofDatabase = random.pick(OF_DATABASE);
  const ofJournal = random.pick(OF_JOURNAL);
  const segments = segmentsOf(image);
  const newest = segments.at(-1);
  const withoutDatabase = damageDatabase(image, ofDatabase, random);
  if (newest === undefined || withoutDatabase === null) return null;
  const damaged = new Map(withoutDatabase);
  const before = image.get(newest) ?? Buffer.alloc(0);
  if (ofJournal === 'records-gone') for (const path of segments) damaged.delete(path);
  else if (ofJournal === 'day-gone') damaged.delete(newest);
  else damaged.set(newest, damageDay(before, ofJournal, random));
  const left = damaged.get(newest);
  if (left && left.length > 0 && !showsItsCut(left)) return null;
  return { name: `database ${ofDatabase}, journal ${ofJournal}`, damaged };
}

function damageDatabase(image: Image, kind: (typeof OF_DATABASE)[number], random: Random): Image | null {
  const damaged = new Map(image);
  if (kind === 'log-gone' || kind === 'log-cut') {
    const log = image.get(LOG);
    if (!log) return null;
    if (kind === 'log-gone') damaged.delete(LOG);
    else damaged.set(LOG, log.subarray(0, random.int(0, Math.floor(log.length / 4))));
    return damaged;
  }
  damaged.delete(LOG);
  if (kind === 'gone') {
    damaged.delete(DATABASE);
    return damaged;
  }
  return damage(damaged, DATABASE, kind satisfies Damage, [], random);
}

function damageDay(
  bytes: Buffer,
  kind: Exclude<(typeof OF_JOURNAL)[number], 'records-gone' | 'day-gone'>,
  random: Random,
): Buffer {
  switch (kind) {
    case 'day-emptied':
      return Buffer.alloc(0);
    case 'day-to-a-few-bytes':
      return bytes.subarray(0, random.int(1, FEW_BYTES));
    case 'day-cut':
      return bytes.subarray(0, random.int(1, bytes.length - 1));
    case 'day-zeroed': {
      const from = random.int(1, bytes.length - 1);
      return Buffer.from(bytes).fill(0, from);
    }
  }
}

function showsItsCut(bytes: Buffer): boolean {
  const lines = bytes.toString('latin1').split('\n');
  const [wholeLines, rest] = [lines.length - 1, lines.at(-1)];
  return rest !== '' && wholeLines !== 1;
}

const segmentsOf = (image: Image): string[] =>
  [...image.keys()].filter((path) => /^journal\/[\d-]+\.journal$/.test(path)).toSorted();
