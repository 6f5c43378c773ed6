import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { messageOf, type Result, refuse, succeed } from '../domain/result.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import { readCheckedFile, writeCheckedFile } from './checked-file.ts';

export interface KeptDocument<T, K extends string> {
  name: string;
  schema: z.ZodType<T>;
  empty: T;
  faultKind: K;
}

/**
 * The content of a document. `fault`: why `file` is the previous version or an empty document; `null`: `file` is the newest version, or the
 * document was never written.
 */
export interface ReadDocument<T, K extends string> {
  file: T;
  fault: { kind: K; detail: string } | null;
}

export function readDocument<T, K extends string>(dataDir: string, kept: KeptDocument<T, K>): ReadDocument<T, K> {
  const now = readOne(join(dataDir, kept.name), kept);
  if (now.ok) return { file: now.value ?? kept.empty, fault: null };
  const before = readOne(join(dataDir, beforeOf(kept.name)), kept);
  return { file: (before.ok && before.value) || kept.empty, fault: now.error };
}

/** Replaces the document. It is on disk when this returns; after a power cut the disk has either the previous document or this one. */
export function writeDocument<T, K extends string>(
  dataDir: string,
  kept: KeptDocument<T, K>,
  file: T,
): Result<null, StoreFailure> {
  try {
    const path = join(dataDir, kept.name);
    const now = readOne(path, kept);
    if (now.ok && now.value !== null) writeCheckedFile(join(dataDir, beforeOf(kept.name)), JSON.stringify(now.value));
    writeCheckedFile(path, JSON.stringify(file));
    return succeed(null);
  } catch (error) {
    return refuse({ kind: 'store-failed', detail: messageOf(error) });
  }
}

const beforeOf = (name: string): string => `${name}.before`;

function readOne<T, K extends string>(
  path: string,
  { schema, faultKind }: KeptDocument<T, K>,
): Result<T | null, { kind: K; detail: string }> {
  try {
    if (!existsSync(path)) return succeed(null);
    const json = readCheckedFile(path);
    if (json === null) return refuse({ kind: faultKind, detail: `${path}: changed or damaged since it was written` });
    const file = schema.safeParse(JSON.parse(json));
    if (file.success) return succeed(file.data);
    const [issue] = file.error.issues;
    return refuse({ kind: faultKind, detail: `${path}: ${issue?.path.join('/')}: ${issue?.message}` });
  } catch (error) {
    return refuse({ kind: faultKind, detail: `${path}: ${messageOf(error)}` });
  }
}
