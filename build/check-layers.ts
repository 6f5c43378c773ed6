// Usage: node build/check-layers.ts [ROOT]. One line per forbidden import, exit code 1 when there is any.
import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, posix } from 'node:path';
import { parseSync } from 'vite';
import { NOT_SOURCE, ROOMS, type Room, SANDBOX_SWITCH } from './layers.ts';
import { repositoryRoot } from './runtime.ts';

export interface Finding {
  file: string;
  line: number;
  complaint: string;
}

interface Import {
  /** The specifier; null when it is computed at run time. */
  name: string | null;
  at: number;
  typeOnly: boolean;
}

const SOURCE = /\.[cm]?[jt]sx?$/;
/** Where a command line may hide besides source. */
const SCRIPT = /\.(ya?ml|json|sh|html)$|^\.ci\//;

/** Every import of a tree that no rule allows, and every use of the sandbox switch outside its one file. */
export function checkLayers(root: string, rooms: readonly Room[] = ROOMS): { files: number; findings: Finding[] } {
  const findings: Finding[] = [];
  let files = 0;
  for (const file of filesOf(root)) {
    const isSource = SOURCE.test(file) && !/\.d\.[cm]?ts$/.test(file);
    if (!isSource && !SCRIPT.test(file)) continue;
    const text = readFileSync(join(root, file), 'utf8');
    const complain = (at: number, complaint: string): void => {
      findings.push({ file, line: text.slice(0, at).split('\n').length, complaint });
    };
    const sandbox = text.indexOf(SANDBOX_SWITCH.text);
    if (sandbox >= 0 && file !== SANDBOX_SWITCH.file)
      complain(sandbox, `${SANDBOX_SWITCH.text} belongs in ${SANDBOX_SWITCH.file} alone`);
    if (!isSource) continue;
    files++;
    const room = roomOf(file, rooms);
    if (room === undefined) {
      complain(0, 'lies in no room of build/layers.ts');
      continue;
    }
    for (const found of importsOf(file, text)) {
      const reason = whyForbidden(file, room, found);
      if (reason !== null) complain(found.at, `${room.path} must not import ${reason}`);
    }
  }
  return { files, findings };
}

function* filesOf(root: string, folder = ''): Generator<string> {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    if (NOT_SOURCE.includes(entry.name)) continue;
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory()) yield* filesOf(root, path);
    else if (entry.isFile() && entry.name !== 'package-lock.json') yield path;
  }
}

const isWithin = (path: string, place: string): boolean => path === place || path.startsWith(`${place}/`);

function roomOf(file: string, rooms: readonly Room[]): Room | undefined {
  return rooms
    .filter((room) => isWithin(file, room.path))
    .sort((a, b) => b.path.length - a.path.length)
    .at(0);
}

function whyForbidden(file: string, room: Room, { name, typeOnly }: Import): string | null {
  if (name === null) return room.computed ? null : 'what is not written out';
  if (name.startsWith('.')) {
    const target = posix.join(posix.dirname(file), name.replace(/\?.*$/, ''));
    if (room.imports.some((place) => isWithin(target, place))) return null;
    if (!room.types?.some((place) => isWithin(target, place))) return target;
    return typeOnly ? null : `${target} except by "import type"`;
  }
  const bare = name.replace(/^node:/, '');
  const isBuiltin = name !== bare || builtinModules.includes(bare);
  const module = bare.split('/', !isBuiltin && bare.startsWith('@') ? 2 : 1).join('/');
  if (isBuiltin) return room.node === 'all' || room.node.includes(module) ? null : `node:${bare}`;
  return room.packages.includes(module) ? null : `the package ${module}`;
}

/** All ways to reach another file: import, export from, import(), types by import(), require() and import.meta.glob(). */
function importsOf(file: string, text: string): Import[] {
  const { program, errors } = parseSync(file, text);
  const [error] = errors;
  if (error) throw new Error(`${file}: ${error.message}`);
  const found: Import[] = [];
  visit(program, (node) => {
    const add = (source: unknown, typeOnly: boolean): void => {
      found.push({ name: literalOf(source), at: Number(node.start), typeOnly });
    };
    switch (node.type) {
      case 'ImportDeclaration':
        // Names marked one by one as types still load the module: verbatimModuleSyntax keeps the import itself.
        add(node.source, node.importKind === 'type');
        break;
      case 'ExportNamedDeclaration':
      case 'ExportAllDeclaration':
        if (node.source) add(node.source, node.exportKind === 'type');
        break;
      case 'ImportExpression':
        add(node.source, false);
        break;
      case 'TSImportType':
        add(node.source, true);
        break;
      case 'CallExpression': {
        const callee = node.callee;
        if (!isNode(callee) || !Array.isArray(node.arguments)) break;
        const isGlob =
          callee.type === 'MemberExpression' &&
          text.slice(Number(callee.start), Number(callee.end)) === 'import.meta.glob';
        if (isGlob || (callee.type === 'Identifier' && callee.name === 'require')) add(node.arguments[0], false);
        break;
      }
    }
  });
  return found;
}

type SyntaxNode = { type: string } & Record<string, unknown>;

const isNode = (value: unknown): value is SyntaxNode =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

function visit(value: unknown, see: (node: SyntaxNode) => void): void {
  if (Array.isArray(value)) for (const item of value) visit(item, see);
  else if (isNode(value)) {
    see(value);
    for (const child of Object.values(value)) visit(child, see);
  }
}

const literalOf = (node: unknown): string | null =>
  isNode(node) && node.type === 'Literal' && typeof node.value === 'string' ? node.value : null;

if (import.meta.main) {
  const { files, findings } = checkLayers(process.argv[2] ?? repositoryRoot);
  for (const { file, line, complaint } of findings) console.error(`${file}:${line} ${complaint}`);
  if (findings.length > 0 || files === 0) {
    console.error(`layers: ${findings.length} forbidden in ${files} files; the rules are in build/layers.ts`);
    process.exitCode = 1;
  }
}
