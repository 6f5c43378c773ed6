import { applyPatch, createPatch, type Operation } from 'rfc6902';
import { valueAt } from '../../contract/shared/json-pointer.ts';
import type { ShownChange } from '../contract/office.ts';
import { nodeAt, shownOf } from './office-fields.ts';

/** The change from `before` to `after` as a JSON Patch (RFC 6902). The package `rfc6902` also finds the shortest change of a list. */
export const patchOf = (before: unknown, after: unknown): Operation[] => createPatch(before, after);

export function patched(document: unknown, patch: readonly Operation[]): unknown {
  const copy: unknown = structuredClone(document);
  return applyPatch(copy, [...patch]).every((fault) => fault === null) ? copy : null;
}

/** The change for a reader: one entry for each changed field, and for each added or removed list entry. */
export function differences(before: unknown, after: unknown): ShownChange[] {
  const changes: ShownChange[] = [];
  let state: unknown = structuredClone(before);
  for (const operation of patchOf(before, after)) {
    const next: unknown = structuredClone(state);
    applyPatch(next, [operation]);
    const change = changeBy(operation, state, next);
    const isSame = (one: ShownChange) => one.pointer === change.pointer && one.kind === 'changed';
    const known = changes.findIndex(isSame);
    if (known < 0 || change.kind !== 'changed') changes.push(change);
    else changes[known] = { ...change, before: changes[known]?.before ?? null };
    state = next;
  }
  return changes;
}

function changeBy(operation: Operation, before: unknown, after: unknown): ShownChange {
  const isAway = operation.op === 'remove';
  const pointer = lastOf(operation.path, after);
  const { node, path, where } = nodeAt(isAway ? before : after, pointer);
  if (path !== pointer && (node.kind === 'branch' || node.kind === 'list'))
    return otherChange(pointer, { before, after, path, where });
  const isWhole = operation.op !== 'replace' && path === pointer && node.kind === 'branch' && !node.isText;
  return {
    pointer: path,
    where,
    kind: isWhole ? (isAway ? 'removed' : 'added') : 'changed',
    before: isWhole && !isAway ? null : shownOf(node, valueAt(before, path), before),
    after: isAway && isWhole ? null : shownOf(node, valueAt(after, path), after),
  };
}

function otherChange(
  pointer: string,
  at: { before: unknown; after: unknown; path: string; where: ShownChange['where'] },
): ShownChange {
  const name = pointer.slice(at.path.length + 1);
  return {
    pointer,
    where: [...at.where, { field: 'other', of: null }, { field: 'other', of: name }],
    kind: 'changed',
    before: writtenOf(valueAt(at.before, pointer)),
    after: writtenOf(valueAt(at.after, pointer)),
  };
}

const LONGEST_WRITTEN = 120;

function writtenOf(value: unknown): string | null {
  if (value === undefined) return null;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length <= LONGEST_WRITTEN ? text : `${text.slice(0, LONGEST_WRITTEN)}…`;
}

/** Replaces `-`, which means the end of a list in a JSON Patch, with the index of the added entry. */
function lastOf(path: string, after: unknown): string {
  if (!path.endsWith('/-')) return path;
  const list = path.slice(0, -2);
  const things = valueAt(after, list);
  return `${list}/${Array.isArray(things) ? things.length - 1 : 0}`;
}
