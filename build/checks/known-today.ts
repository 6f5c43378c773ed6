import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from './source-files.ts';

/** The number of findings of a rule that each file may still have, by the file's path. The numbers may only shrink. */
export type Known = Readonly<Record<string, number>>;

const FILE = join(import.meta.dirname, 'known-today.json');
export type Rule = 'circles' | 'results' | 'words';

const readAll = (): Record<Rule, Known> => JSON.parse(readFileSync(FILE, 'utf8')) as Record<Rule, Known>;

export const knownOf = (rule: Rule): Known => readAll()[rule];

export function shrinkKnown(rule: Rule, left: Known): void {
  const sorted = Object.fromEntries(Object.entries(left).sort(([a], [b]) => a.localeCompare(b)));
  writeFileSync(FILE, `${JSON.stringify({ ...readAll(), [rule]: sorted }, null, 2)}\n`);
}

/** Lowers each known count to today's count. Adds no file and raises no count. */
export function leftOf(found: ReadonlyMap<string, number>, known: Known): Known {
  const left = Object.entries(known).map(([key, may]) => [key, Math.min(may, found.get(key) ?? 0)] as const);
  return Object.fromEntries(left.filter(([, count]) => count > 0));
}

/** Returns a finding for each known count above today's count, because removed findings could otherwise come back unnoticed. */
const staleOf = (found: ReadonlyMap<string, number>, known: Known): Finding[] =>
  Object.entries(known)
    .filter(([key, may]) => (found.get(key) ?? 0) < may)
    .map(([key, may]) => ({
      file: 'build/checks/known-today.json',
      line: 1,
      complaint: `${key} has ${found.get(key) ?? 0}, not ${may}: run npm run check -- --shrink`,
    }));

export function countByFile(findings: readonly Finding[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { file } of findings) counts.set(file, (counts.get(file) ?? 0) + 1);
  return counts;
}

/** Returns the findings of files that have more than their known count, and the known counts that are too high. */
export function beyondKnown(findings: readonly Finding[], known: Known): Finding[] {
  const counts = countByFile(findings);
  const beyond = findings.filter(({ file }) => (counts.get(file) ?? 0) > (known[file] ?? 0));
  return [...beyond, ...staleOf(counts, known)];
}
