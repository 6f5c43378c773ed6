import { type Finding, lineAt, type Source, targetOf } from './source-files.ts';
import { isNode, type SyntaxNode } from './syntax.ts';

/**
 * Finds exported values that no other file imports. Default exports do not count, because tools read them. Types do not count either: they
 * add nothing to a bundle and may name a function's parameters.
 */
export function deadExports(sources: readonly Source[]): Finding[] {
  const taken = new Map<string, Set<string> | 'all'>();
  for (const { file, module } of sources)
    for (const { name, takes } of module?.imports ?? []) {
      const target = targetOf(file, name);
      if (target === null) continue;
      const before = taken.get(target) ?? new Set<string>();
      taken.set(target, takes === 'all' || before === 'all' ? 'all' : new Set([...before, ...takes]));
    }
  return sources.flatMap(({ file, text, module }) => {
    const takes = taken.get(file) ?? new Set<string>();
    if (!module || takes === 'all') return [];
    return exportsOf(module.program)
      .filter(({ name }) => !takes.has(name) && !FOR_TOOLS.has(name))
      .map(({ name, at }) => ({ file, line: lineAt(text, at), complaint: `no file imports ${name}` }));
  });
}

/** vitest calls these exports of its global setup. */
const FOR_TOOLS = new Set(['setup', 'teardown']);

function exportsOf({ body }: SyntaxNode): { name: string; at: number }[] {
  const statements = Array.isArray(body) ? body.filter(isNode) : [];
  return statements.flatMap((statement) => {
    if (statement.type !== 'ExportNamedDeclaration' || statement.exportKind === 'type') return [];
    const { declaration, specifiers } = statement;
    const at = Number(statement.start);
    if (isNode(declaration)) return declaredBy(declaration).map((name) => ({ name, at }));
    return (Array.isArray(specifiers) ? specifiers.filter(isNode) : []).flatMap(({ exported, start }) =>
      isNode(exported) ? { name: String(exported.name ?? exported.value), at: Number(start) } : [],
    );
  });
}

function declaredBy(declaration: SyntaxNode): string[] {
  if (isNode(declaration.id)) return [String(declaration.id.name)];
  const declarators = Array.isArray(declaration.declarations) ? declaration.declarations.filter(isNode) : [];
  return declarators.flatMap(({ id }) => (isNode(id) ? namesIn(id) : []));
}

function namesIn(pattern: SyntaxNode): string[] {
  if (pattern.type === 'Identifier') return [String(pattern.name)];
  const parts = Array.isArray(pattern.properties) ? pattern.properties : pattern.elements;
  return (Array.isArray(parts) ? parts.filter(isNode) : []).flatMap((part) => {
    const inner = part.value ?? part.argument ?? part.left ?? part;
    return isNode(inner) ? namesIn(inner) : [];
  });
}
