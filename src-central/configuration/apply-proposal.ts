import { applyPatch, type Operation } from 'rfc6902';
import { z } from 'zod';
import { valueAt } from '../../src-main/contract/shared/json-pointer.ts';
import { OfficeProfile } from '../../src-main/contract/shared/office-profile.ts';

const Patch = z.array(z.looseObject({ op: z.string(), path: z.string().startsWith('/') })).min(1);

/** The top-level part of a profile, such as `/services`. */
const partOf = (pointer: string): string => `/${pointer.split('/')[1] ?? ''}`;

const sameIn = (part: string, one: unknown, other: unknown): boolean =>
  canonical(valueAt(one, part)) === canonical(valueAt(other, part));

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inside: unknown) =>
    typeof inside === 'object' && inside !== null && !Array.isArray(inside)
      ? Object.fromEntries(Object.entries(inside).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : inside,
  );
}

/**
 * Applies a kiosk's `patch`, which was made on the document `base`, to the newest document. `null`: the patch is invalid, or a top-level
 * part that it changes differs between the two documents. Whole parts are compared, because positions in a list lose their meaning once the
 * list changes.
 */
export function withProposal(newest: string, base: string, patch: string): unknown {
  const read = Patch.safeParse(jsonOf(patch));
  const [now, then] = [jsonOf(newest), jsonOf(base)];
  if (!read.success) return null;
  if (!read.data.every(({ path }) => sameIn(partOf(path), now, then))) return null;
  // Kiosks make their patches on a profile in which the schema's defaults are filled in.
  const filled = OfficeProfile.safeParse(now);
  return patched(now, read.data) ?? (filled.success ? patched(filled.data, read.data) : null);
}

function patched(document: unknown, patch: readonly { op: string; path: string }[]): unknown {
  const copy: unknown = structuredClone(document);
  // `applyPatch` returns an error for each invalid operation instead of throwing.
  const faults = applyPatch(copy, patch as unknown as Operation[]);
  return faults.every((fault) => fault === null) ? copy : null;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
