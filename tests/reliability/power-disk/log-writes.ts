import { closeSync, openSync, readSync } from 'node:fs';
import type { Random } from '../random.ts';
import { Sighting } from './sighting.ts';

/** A step of a disk. A flush makes the writes before it durable. */
export type Step =
  /** `isForced` (FUA): the write is durable without a flush. */
  | { kind: 'write'; offset: number; bytes: Buffer; isForced: boolean }
  | { kind: 'flush' }
  /** Something that a person saw at the kiosk. It is not part of the file system. */
  | { kind: 'seen'; sighting: Sighting };

/**
 * The log's format, from the kernel's `drivers/md/dm-log-writes.c`: a sector with the log's header, then for each
 * entry a sector with the entry's header, and the data.
 */
const MAGIC = 0x6a_736677736872n;
const VERSION = 1n;
const FLUSH = 1;
const FUA = 2;
const DISCARD = 4;
const MARK = 8;
const SECTOR = 512;

/** Reads a log of dm-log-writes. Writes at offset `end` and beyond are sightings (what a person saw at the kiosk). */
export function readLog(path: string, end: number): Step[] {
  const file = openSync(path, 'r');
  const read = (at: number, length: number): Buffer => {
    const bytes = Buffer.alloc(length);
    if (readSync(file, bytes, 0, length, at) !== length) throw new Error(`the log ends within ${at}`);
    return bytes;
  };
  try {
    const about = read(0, SECTOR);
    const isKnown =
      about.readBigUInt64LE(0) === MAGIC && about.readBigUInt64LE(8) === VERSION && about.readUInt32LE(24) === SECTOR;
    if (!isKnown) throw new Error('no log of dm-log-writes, or one of another version');
    const steps: Step[] = [];
    let at = SECTOR;
    for (let left = about.readBigUInt64LE(16); left > 0n; left -= 1n) {
      const entry = read(at, SECTOR);
      const [sector = 0, sectors = 0, flags = 0] = [0, 8, 16].map((place) => Number(entry.readBigUInt64LE(place)));
      at += SECTOR;
      if ((flags & DISCARD) !== 0) throw new Error('the file system discarded blocks, which no cut here knows');
      if ((flags & FLUSH) !== 0) steps.push({ kind: 'flush' });
      if (sectors === 0 || (flags & MARK) !== 0) continue;
      const bytes = read(at, sectors * SECTOR);
      at += bytes.length;
      const offset = sector * SECTOR;
      if (offset >= end) steps.push({ kind: 'seen', sighting: Sighting.parse(JSON.parse(bytes.toString('utf8'))) });
      else steps.push({ kind: 'write', offset, bytes, isForced: (flags & FUA) !== 0 });
    }
    return steps;
  } finally {
    closeSync(file);
  }
}

export interface CutDisk {
  /** The disk's content if the power fails after `steps` steps. A later call must not have a smaller `steps`. */
  cutAfter(steps: number, random: Random): Buffer;
}

/**
 * Simulates a disk after a power cut: it has all durable writes, and any other write is complete, missing, or torn
 * between sectors. With `forgets`, the disk may lack any of its newest `forgets` steps, although it has confirmed them.
 */
export function createCutDisk(start: Buffer, steps: readonly Step[], forgets: number | null = null): CutDisk {
  const certain = Buffer.from(start);
  let applied = 0;
  return {
    cutAfter(cut, random) {
      const flushed = steps.findLastIndex(({ kind }, at) => kind === 'flush' && at < cut) + 1;
      const until = forgets === null ? flushed : Math.max(applied, cut - forgets);
      for (; applied < until; applied += 1) store(certain, steps[applied]);
      const disk = Buffer.from(certain);
      const share = random.pick([0, 0.5, 0.9, 1]);
      for (const step of steps.slice(applied, cut)) {
        if (step.kind !== 'write') continue;
        if ((step.isForced && forgets === null) || random.chance(share)) store(disk, step);
        else if (random.chance(share / 2)) tear(disk, step, random);
      }
      return disk;
    },
  };
}

function store(disk: Buffer, step: Step | undefined): void {
  if (step?.kind === 'write') step.bytes.copy(disk, step.offset);
}

function tear(disk: Buffer, { offset, bytes }: Step & { kind: 'write' }, random: Random): void {
  for (let at = 0; at < bytes.length; at += SECTOR)
    if (random.chance(0.5)) bytes.copy(disk, offset + at, at, at + SECTOR);
}
