import type { ServiceDay } from './time-label.ts';

/** A whole office as it was said at this kiosk. */
export interface OwnVersion {
  /** Counts from 1; a later one has a higher number. */
  readonly no: number;
  /** The service day from which it holds, `YYYY-MM-DD`. */
  readonly from: string;
  /** The centre's version that it was made on; `null` for the profile of this machine. */
  readonly base: number | null;
}

/** So many are kept, to go back to. */
const KEPT = 20;

/**
 * Which one holds on a service day: of those whose day has come the one of the latest day, and of one day the newest. One that was made on
 * another version of the centre's holds no more: the centre is the master, and has spoken since.
 */
export function holdingOwn<V extends OwnVersion>(
  versions: readonly V[],
  base: number | null,
  serviceDay: ServiceDay,
): V | null {
  return inOrder(versions.filter((version) => version.base === base && version.from <= serviceDay)).at(-1) ?? null;
}

/** The newest one whose base the centre has replaced, while nothing was said here since; `null` where there is none. */
export function overtakenOwn<V extends OwnVersion>(versions: readonly V[], base: number | null): V | null {
  const newest = versions.at(-1);
  return newest !== undefined && newest.base !== base ? newest : null;
}

/** With one more; the oldest is let go, but never the one that holds. */
export function withOwn<V extends OwnVersion>(versions: readonly V[], next: V, holding: number | null): V[] {
  const all = [...versions, next];
  const surplus = Math.max(0, all.length - KEPT);
  const gone = new Set(
    all
      .filter(({ no }) => no !== holding)
      .slice(0, surplus)
      .map(({ no }) => no),
  );
  return all.filter(({ no }) => !gone.has(no));
}

const inOrder = <V extends OwnVersion>(versions: readonly V[]): V[] =>
  versions.toSorted((one, other) => one.from.localeCompare(other.from) || one.no - other.no);
