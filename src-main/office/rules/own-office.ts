import type { ServiceDay } from '../../tickets/rules/time-label.ts';

export interface OwnVersion {
  /** Number of the version, from 1; a later version has a higher number. */
  readonly no: number;
  readonly from: string;
  /** The version of the centre's profile that was changed to make this version; `null`: the machine's own profile was changed. */
  readonly base: number | null;
}

/** Number of versions kept, so that a technician can return to an earlier version. */
const KEPT = 20;

/**
 * The version valid on a service day: the version with the latest `from` that is not after that day and, if several have this `from`, the
 * newest. A version with another `base` is not valid any more, because the centre has since sent a newer profile.
 */
export function holdingOwn<V extends OwnVersion>(
  versions: readonly V[],
  base: number | null,
  serviceDay: ServiceDay,
): V | null {
  return inOrder(versions.filter((version) => version.base === base && version.from <= serviceDay)).at(-1) ?? null;
}

/** The newest version if the centre has since replaced the profile on which it builds; otherwise `null`. */
export function overtakenOwn<V extends OwnVersion>(versions: readonly V[], base: number | null): V | null {
  const newest = versions.at(-1);
  return newest !== undefined && newest.base !== base ? newest : null;
}

/** Adds a version and drops the oldest versions above `KEPT`, but never the valid version. */
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
