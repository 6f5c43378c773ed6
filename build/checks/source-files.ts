import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { parseSync } from 'vite';
import { NOT_SOURCE } from '../layers.ts';
import { isNode, type SyntaxNode, visit } from './syntax.ts';

/** `line` counts from 1. */
export interface Finding {
  file: string;
  line: number;
  complaint: string;
}

export interface Import {
  /** The imported path or package; `null` if it is computed at run time. */
  name: string | null;
  at: number;
  typeOnly: boolean;
  /** The imported names; `all` if the import does not list them. */
  takes: readonly string[] | 'all';
}

export interface Source {
  file: string;
  text: string;
  /** `null` for a script, which is checked only as text. */
  module: { program: SyntaxNode; imports: readonly Import[] } | null;
}

const SOURCE = /\.[cm]?[jt]sx?$/;
/** Files that are no modules but may contain a command line, and so a switch that `check-layers.ts` forbids. */
const SCRIPT = /\.(ya?ml|json|sh|html)$|^\.ci\//;

export function readSources(root: string): Source[] {
  const sources: Source[] = [];
  for (const file of filesOf(root)) {
    const isSource = SOURCE.test(file) && !/\.d\.[cm]?ts$/.test(file);
    if (!isSource && !SCRIPT.test(file)) continue;
    const text = readFileSync(join(root, file), 'utf8');
    sources.push({ file, text, module: isSource ? parse(file, text) : null });
  }
  return sources;
}

export const lineAt = (text: string, at: number): number => text.slice(0, at).split('\n').length;

/** Returns the file that a relative import names; `null` for a package, a module of Node or a computed path. */
export function targetOf(file: string, specifier: string | null): string | null {
  if (specifier === null || !specifier.startsWith('.')) return null;
  return posix.join(posix.dirname(file), specifier.replace(/\?.*$/, ''));
}

export function isWithin(path: string, place: string): boolean {
  const folders = path.split('/');
  return place.split('/').every((name, no) => (name === '*' ? folders[no] !== undefined : folders[no] === name));
}

/** Cuts `path` to the number of segments that `place` has. The segments are only counted, because `place` may contain `*`. */
export const folderOf = (path: string, place: string): string =>
  path.split('/').slice(0, place.split('/').length).join('/');

function* filesOf(root: string, folder = ''): Generator<string> {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    if (NOT_SOURCE.includes(entry.name)) continue;
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory()) yield* filesOf(root, path);
    else if (entry.isFile() && entry.name !== 'package-lock.json') yield path;
  }
}

function parse(file: string, text: string): Source['module'] {
  const { program, errors } = parseSync(file, text);
  const [error] = errors;
  if (error) throw new Error(`${file}: ${error.message}`);
  if (!isNode(program)) throw new Error(`${file}: no program`);
  const imports: Import[] = [];
  visit(program, (node) => {
    const found = importOf(node, text);
    if (found) imports.push(found);
  });
  return { program, imports };
}

/** Reads any form of import: import, export from, import(), import types, require() and import.meta.glob(). */
function importOf(node: SyntaxNode, text: string): Import | null {
  const found = (source: unknown, typeOnly: boolean, takes: Import['takes']): Import => ({
    name: literalOf(source),
    at: Number(node.start),
    typeOnly,
    takes,
  });
  switch (node.type) {
    case 'ImportDeclaration':
      // An import whose names are all types still loads the module, because verbatimModuleSyntax keeps the import itself.
      return found(node.source, node.importKind === 'type', takenBy(node, 'imported'));
    case 'ExportNamedDeclaration':
      return node.source ? found(node.source, node.exportKind === 'type', takenBy(node, 'local')) : null;
    case 'ExportAllDeclaration':
      return found(node.source, node.exportKind === 'type', 'all');
    case 'ImportExpression':
      return found(node.source, false, 'all');
    case 'TSImportType':
      return found(node.source, true, 'all');
    case 'CallExpression': {
      const callee = node.callee;
      if (!isNode(callee) || !Array.isArray(node.arguments)) return null;
      const isGlob =
        callee.type === 'MemberExpression' &&
        text.slice(Number(callee.start), Number(callee.end)) === 'import.meta.glob';
      const isRequire = callee.type === 'Identifier' && callee.name === 'require';
      return isGlob || isRequire ? found(node.arguments[0], false, 'all') : null;
    }
    default:
      return null;
  }
}

function takenBy({ specifiers }: SyntaxNode, key: 'imported' | 'local'): Import['takes'] {
  const names: string[] = [];
  for (const specifier of Array.isArray(specifiers) ? specifiers.filter(isNode) : []) {
    if (specifier.type === 'ImportNamespaceSpecifier') return 'all';
    const named = specifier[key];
    if (isNode(named)) names.push(String(named.name ?? named.value));
    else if (specifier.type === 'ImportDefaultSpecifier') names.push('default');
  }
  return names;
}

const literalOf = (node: unknown): string | null =>
  isNode(node) && node.type === 'Literal' && typeof node.value === 'string' ? node.value : null;
