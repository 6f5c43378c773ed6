import { createHash } from 'node:crypto';

/** A repetition of a code within this time counts as the same scan, because a scanner reports a code in front of it again and again. */
const REPEATED_WITHIN_MS = 2_000;
/** Largest number of codes in `RecentCodes`. A scanner sees fewer at once: an appointment's confirmation may have two. */
const MOST_CODES = 8;

/** The latest codes by digest, so that no content of a document is kept. */
export type RecentCodes = readonly { digest: string; seenMs: number }[];

/**
 * Says whether this code was read within the last two seconds, and returns the updated list. Each reading restarts the two seconds, so a
 * phone that is left in front of the scanner counts as one scan. `atMs` is the time on a monotonic clock.
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
