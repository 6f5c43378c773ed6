import { valueAt, withValueAt } from '../../contract/shared/json-pointer.ts';
import type { OfficeProfile } from '../../contract/shared/office-profile.ts';
import type { OfficeValue } from '../contract/office.ts';
import type { OfferedToOffice } from '../ports/own-office.ts';
import { mayBeRemoved, nodeAt, type OfficeNode, OWN, parentOf, switched } from './office-fields.ts';

/** A draft of an office's profile and its visible part, at the kiosk's screen and at the city's page. */
export interface DraftPlace {
  document: unknown;
  path: string;
}

interface Around {
  /** The last valid state of the draft, which gives an added part its first values. */
  profile: OfficeProfile;
  offered: OfferedToOffice;
}

/**
 * Changes one field, or adds an omitted part and opens it; `OfficeNode.own` gives the part's first values. `null`: there is no such field.
 */
export function withField(
  { document, path }: DraftPlace,
  pointer: string,
  value: OfficeValue,
  { profile, offered }: Around,
): DraftPlace | null {
  const found = nodeAt(document, pointer);
  if (found.path !== pointer || found.node.kind === 'list') return null;
  const { node } = found;
  if (node.kind === 'branch') {
    if (node.own === undefined || value !== OWN || valueAt(document, pointer) !== undefined) return null;
    return { document: withValueAt(document, pointer, node.own(profile)), path: pointer };
  }
  const said = node.kind === 'switch' ? switched(node, value) : inOrder(node, value, { profile, offered });
  const changed = withValueAt(document, pointer, said ?? undefined);
  return { document: pointer === '/languages' ? withReviewsSaid(changed, offered) : changed, path };
}

/** Adds an entry to the visible list and opens it. `null`: no list is visible. */
export function withOneMore({ document, path }: DraftPlace, { profile }: Around): DraftPlace | null {
  const { node } = nodeAt(document, path);
  if (node.kind !== 'list') return null;
  const fresh = node.fresh(profile);
  const longer = Array.isArray(valueAt(document, path))
    ? withValueAt(document, `${path}/-`, fresh)
    : withValueAt(document, path, [fresh]);
  const things = valueAt(longer, path);
  return { document: longer, path: `${path}/${Array.isArray(things) ? things.length - 1 : 0}` };
}

/** Removes the visible list entry or part, and opens the part that contained it. `null`: it cannot be removed. */
export function withoutOne({ document, path }: DraftPlace): DraftPlace | null {
  if (!mayBeRemoved(document, path)) return null;
  const above = parentOf(path);
  const shorter = withValueAt(document, path, undefined);
  const { node } = nodeAt(shorter, above);
  const left = valueAt(shorter, above);
  const isEmpty = node.kind === 'list' && node.isOptional && Array.isArray(left) && left.length === 0;
  return { document: isEmpty ? withValueAt(shorter, above, undefined) : shorter, path: above };
}

/** Moves an entry of a list by `by` places. `null`: `pointer` names no list entry, or the new place is outside the list. */
export function withMoved(document: unknown, pointer: string, by: number): unknown {
  const above = parentOf(pointer);
  const things = valueAt(document, above);
  if (nodeAt(document, above).node.kind !== 'list' || !Array.isArray(things)) return null;
  const from = Number(pointer.slice(above.length + 1));
  const to = from + by;
  if (!(from in things) || !(to in things)) return null;
  return withValueAt(document, above, things.toSpliced(from, 1).toSpliced(to, 0, things[from]));
}

/**
 * Sets `unreviewedLanguages`, by which the office agrees to languages whose sentences no speaker has reviewed. The person has read a
 * warning before choosing such a language.
 */
function withReviewsSaid(document: unknown, { unreviewed }: OfferedToOffice): unknown {
  const languages = valueAt(document, '/languages');
  const has = Array.isArray(languages) && unreviewed.some((language) => languages.includes(language));
  return withValueAt(document, '/unreviewedLanguages', has);
}

/** Sorts the chosen values in the sequence in which the page offers them, because the sequence of the touches means nothing. */
function inOrder(node: OfficeNode, value: OfficeValue, { profile, offered }: Around): OfficeValue {
  if (node.kind !== 'choices' || !Array.isArray(value)) return value;
  const chosen = new Set<unknown>(value);
  const ordered = node.options(profile, offered).flatMap((option) => (chosen.has(option.value) ? [option.value] : []));
  return node.isOptional && ordered.length === 0 ? null : ordered;
}
