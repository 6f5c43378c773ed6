import { type Finding, lineAt, type Source, targetOf } from './source-files.ts';

type Graph = ReadonlyMap<string, readonly string[]>;

/**
 * Finds circles of imports; imports of types count too. Each file that is in no circle reported so far gives a finding with its shortest
 * circle.
 */
export function circlesOf(sources: readonly Source[]): Finding[] {
  const known = new Set(sources.filter(({ module }) => module).map(({ file }) => file));
  const graph = new Map<string, string[]>();
  for (const { file, module } of sources) {
    const targets = (module?.imports ?? []).flatMap(({ name }) => targetOf(file, name) ?? []);
    graph.set(file, [...new Set(targets)].filter((target) => known.has(target)).toSorted());
  }
  const findings: Finding[] = [];
  const reported = new Set<string>();
  for (const file of [...graph.keys()].toSorted()) {
    if (reported.has(file)) continue;
    const circle = shortestCircle(graph, file);
    if (circle === null) continue;
    for (const member of circle) reported.add(member);
    findings.push({ file, line: importLine(sources, file, circle[1]), complaint: `circle: ${circle.join(' -> ')}` });
  }
  return findings;
}

function shortestCircle(graph: Graph, start: string): string[] | null {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (const file of queue)
    for (const target of graph.get(file) ?? []) {
      if (target === start) return [...pathTo(cameFrom, start, file), start];
      if (cameFrom.has(target)) continue;
      cameFrom.set(target, file);
      queue.push(target);
    }
  return null;
}

function pathTo(cameFrom: ReadonlyMap<string, string>, start: string, end: string): string[] {
  const path = [end];
  for (let file = end; file !== start; ) {
    file = cameFrom.get(file) ?? start;
    path.unshift(file);
  }
  return path;
}

function importLine(sources: readonly Source[], file: string, target: string | undefined): number {
  const source = sources.find((one) => one.file === file);
  const found = source?.module?.imports.find(({ name }) => targetOf(file, name) === target);
  return source && found ? lineAt(source.text, found.at) : 1;
}
