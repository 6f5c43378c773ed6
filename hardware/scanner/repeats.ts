import { createHash } from 'node:crypto';

/** A scanner tells a code that is held before it again and again. */
const REPEATED_WITHIN_MS = 2_000;
/** More codes than lie before a scanner at once: a confirmation may bear two. */
const MOST_CODES = 8;

/** The latest codes, by digest: what was read of a document is kept nowhere. */
export type RecentCodes = readonly { digest: string; seenMs: number }[];

/**
 * Whether this code was there within the last two seconds, and the recent ones with it. Each time it is seen counts anew, so that
 * a telephone left before the scanner is one scan. `atMs` on a monotonic clock.
 */
export function noticeCode(
  recent: RecentCodes,
  code: Uint8Array,
  atMs: number,
): { repeated: boolean; recent: RecentCodes } {
  const digest = createHash('sha256').update(code).digest('base64');
  const fresh = recent.filter(({ seenMs }) => atMs - seenMs < REPEATED_WITHIN_MS);
  const others = fresh.filter((other) => other.digest !== digest);
  return {
    repeated: others.length < fresh.length,
    recent: [...others, { digest, seenMs: atMs }].slice(-MOST_CODES),
  };
}
