import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { DropCause } from '../../../hardware/scanner/contract.ts';
import type { Framing, FramingEvent } from '../../../hardware/scanner/framing.ts';
import type { Part } from '../part.ts';
import { createRandom } from '../random.ts';
import { createReference, nameOf, type Segment } from './expected.ts';
import { ownReader, PLANTED, type ReaderFor } from './readers.ts';
import { createWire, FRAMINGS } from './wire.ts';

interface Found {
  violations: number;
  lost: number;
  repeated: number;
  codes: number;
}

/** The largest number of bytes by which memory may grow while a scanner's line is read. */
const MOST_GROWN_BYTES = 1_000_000;
const MOST_RECENT_CODES = 8;
const WARM_UP_CHUNKS = 2_000;
const CONTROL_CHUNKS = 12_000;

setFlagsFromString('--expose-gc');
const collectGarbage: unknown = runInNewContext('gc');

function heapBytes(): number {
  // The first garbage collection releases the buffers of unused arrays, and only the second one frees them.
  for (let turn = 0; turn < 2; turn += 1) if (typeof collectGarbage === 'function') collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** Reads one line for `n` chunks, or until `most` promises are broken, and compares each segment's codes with the reference. */
function tryLine(
  framing: Framing,
  readerFor: ReaderFor,
  { n, seed, stream, most = Infinity }: { n: number; seed: number; stream: number; most?: number },
): Found & { grownBytes: number } {
  const random = createRandom(seed, stream);
  const nextPassage = createWire(random, framing);
  const expect = createReference(framing);
  const reader = readerFor(framing);
  const longestSuffix = Math.max(0, ...framing.suffixes.map(({ length }) => length));
  const found: Found = { violations: 0, lost: 0, repeated: 0, codes: 0 };
  let nowMs = 1_000;
  let wakeAtMs: number | null = null;
  let chunks: Segment['chunks'] = [];
  let codes: string[] = [];
  let drops: DropCause[] = [];
  let warmBytes: number | null = null;

  function feed(event: FramingEvent): void {
    const reading = reader.step(event);
    wakeAtMs = reading.wakeInMs === null ? null : nowMs + reading.wakeInMs;
    codes.push(...reading.codes.map(nameOf));
    drops.push(...reading.drops);
    if (reader.keptBytes() > framing.maxBytes + longestSuffix || reader.keptCodes() > MOST_RECENT_CODES)
      found.violations += 1;
  }

  function pass(ms: number): void {
    const endMs = nowMs + ms;
    while (wakeAtMs !== null && wakeAtMs <= endMs) {
      nowMs = wakeAtMs;
      feed({ kind: 'woken', atMs: nowMs });
    }
    nowMs = endMs;
  }

  /** Simulates a busy program: its timer fires late, and before the program reads the bytes that have arrived. */
  function stall(): void {
    nowMs += framing.silenceMs * random.int(2, 10);
    if (wakeAtMs !== null && wakeAtMs <= nowMs) feed({ kind: 'woken', atMs: nowMs });
  }

  function close(ended: Segment['ended']): void {
    const wanted = expect({ chunks, ended });
    found.codes += wanted.codes.length;
    const isRight = codes.join('|') === wanted.codes.join('|') && drops.sort().join() === wanted.drops.sort().join();
    if (!isRight) {
      found.violations += 1;
      found.lost += wanted.codes.filter((code) => !codes.includes(code)).length;
      found.repeated += codes.filter((code, index) => codes.indexOf(code) < index).length;
    }
    [chunks, codes, drops] = [[], [], []];
  }

  for (let count = 0; count < n && found.violations < most; ) {
    const passage = nextPassage();
    for (const bytes of passage.chunks) {
      pass(random.int(0, framing.silenceMs - 1));
      feed({ kind: 'bytes', bytes, atMs: nowMs });
      chunks.push({ bytes, atMs: nowMs });
      if (random.chance(0.01)) stall();
      count += 1;
    }
    if (passage.ending === 'silence') {
      const silentAtMs = nowMs + framing.silenceMs;
      pass(framing.silenceMs + random.int(0, 1_500));
      close({ by: 'silence', atMs: silentAtMs });
    } else if (passage.ending === 'unplugged') {
      feed({ kind: 'unplugged' });
      close({ by: 'unplugged', atMs: nowMs });
    }
    if (warmBytes === null && count >= WARM_UP_CHUNKS) warmBytes = heapBytes();
  }
  const grownBytes = warmBytes === null ? 0 : heapBytes() - warmBytes;
  if (grownBytes > MOST_GROWN_BYTES) found.violations += 1;
  return { ...found, grownBytes };
}

/**
 * Tests the scanner's reader with `n` chunks of simulated input, divided among all framings: codes cut at any byte, half codes, noise,
 * repeated and too long codes, a pulled cable, silences and a late program. Each code must be reported once and unchanged, nothing else may
 * be reported, and the memory must not grow. `PLANTED` has faulty readers that this test must catch.
 */
export const fuzzScanner: Part = async ({ n, seed, progress }) => {
  const lines = Object.entries(FRAMINGS);
  const sum: Found = { violations: 0, lost: 0, repeated: 0, codes: 0 };
  for (const [stream, [name, framing]] of lines.entries()) {
    const found = tryLine(framing, ownReader, { n: Math.ceil(n / lines.length), seed, stream });
    sum.violations += found.violations;
    sum.lost += found.lost;
    sum.repeated += found.repeated;
    sum.codes += found.codes;
    progress(
      `${name}: ${found.codes} codes, heap ${Math.round(found.grownBytes / 1_024)} KiB more, ${found.violations} violations`,
    );
  }
  progress(`${sum.codes} codes in all`);

  const planted = Object.entries(PLANTED);
  const unnoticed = planted.filter(
    ([, readerFor]) =>
      !lines.some(
        ([, framing], stream) =>
          tryLine(framing, readerFor, { n: CONTROL_CHUNKS, seed, stream, most: 1 }).violations > 0,
      ),
  );
  for (const [name] of unnoticed) progress(`not caught: a reader that ${name}`);
  return {
    violations: sum.violations,
    lost: sum.lost,
    repeated: sum.repeated,
    control: { planted: planted.length, caught: planted.length - unnoticed.length },
  };
};
