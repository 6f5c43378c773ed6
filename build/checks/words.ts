import { readFileSync } from 'node:fs';
import { type Finding, lineAt, type Source } from './source-files.ts';
import { isNode, type SyntaxNode, visit } from './syntax.ts';

export interface RefusedWord {
  word: string;
  say: string;
}

export interface Glossary {
  refused: readonly RefusedWord[];
  /**
   * Names that the check allows although they contain a refused word: on the wire, on disk or in an office's profile they can no longer
   * change.
   */
  kept: ReadonlySet<string>;
}

const OWN = ['src-main/', 'src-renderer/', 'src-central/', 'hardware/', 'config/', 'build/', 'tests/'];
/** Released migrations are never edited, so their words are not checked. */
const RELEASED = /\/migrations\//;

/**
 * Reads the glossary's table: the first column has the right word, the last one lists the refused words in backticks. The line `Kept:`
 * below the table lists exempt names in backticks.
 * @throws when the file has no such table, because the check would then find nothing
 */
export function readGlossary(file: string): Glossary {
  const text = readFileSync(file, 'utf8');
  const refused = text
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .flatMap((cells) =>
      cells.length === 5 ? quotedIn(cells[3] ?? '').map((word) => ({ word, say: cells[1] ?? '' })) : [],
    );
  if (refused.length === 0) throw new Error(`${file} has no table of words`);
  const kept = /^Kept: .*(?:\n.+)*/m.exec(text)?.[0] ?? '';
  return { refused, kept: new Set(quotedIn(kept)) };
}

const quotedIn = (text: string): string[] => [...text.matchAll(/`([^`]+)`/g)].flatMap(([, word]) => word ?? []);

export function refusedWords(sources: readonly Source[], { refused, kept }: Glossary): Finding[] {
  const refusalOf = (name: string): RefusedWord | undefined => {
    if (kept.has(name)) return undefined;
    const words = wordsOf(name);
    return refused.find(({ word }) => words.includes(word) || words.includes(`${word}s`));
  };
  const complain = (file: string, line: number, name: string): Finding[] => {
    const refusal = refusalOf(name);
    return refusal ? [{ file, line, complaint: `${name}: not "${refusal.word}" but ${refusal.say}` }] : [];
  };
  return sources
    .filter(({ file }) => OWN.some((place) => file.startsWith(place)) && !RELEASED.test(file))
    .flatMap(({ file, text, module }) => {
      const findings = complain(file, 1, file.slice(file.lastIndexOf('/') + 1).replace(/\..*$/, ''));
      if (!module) return findings;
      visit(module.program, (node) => {
        for (const { name, at } of declaredBy(node)) findings.push(...complain(file, lineAt(text, at), name));
      });
      return findings;
    });
}

const wordsOf = (name: string): string[] =>
  name
    .replace(/underWay|UnderWay|under-way/g, ' ')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.toLowerCase());

interface Declared {
  name: string;
  at: number;
}

const named = (node: unknown): Declared[] =>
  isNode(node) && node.type === 'Identifier' ? [{ name: String(node.name), at: Number(node.start) }] : [];

/** Returns the names that a node declares. Names that it only uses are left out, because they were chosen where they are declared. */
function declaredBy(node: SyntaxNode): Declared[] {
  switch (node.type) {
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression': {
      const parameters = Array.isArray(node.params) ? node.params.flatMap(boundBy) : [];
      return [...named(node.id), ...parameters];
    }
    case 'ClassDeclaration':
    case 'TSInterfaceDeclaration':
    case 'TSTypeAliasDeclaration':
      return named(node.id);
    case 'VariableDeclarator':
      return boundBy(node.id);
    case 'TSPropertySignature':
    case 'TSMethodSignature':
    case 'PropertyDefinition':
    case 'MethodDefinition':
      return node.computed === true ? [] : named(node.key);
    case 'CatchClause':
      return boundBy(node.param);
    default:
      return [];
  }
}

/**
 * Returns the new names in a destructuring pattern: `{ way: visitType }` declares `visitType`. `{ way }` declares none, because it repeats
 * a name that was chosen elsewhere.
 */
function boundBy(pattern: unknown): Declared[] {
  if (!isNode(pattern)) return [];
  switch (pattern.type) {
    case 'Identifier':
      return named(pattern);
    case 'ObjectPattern':
      return Array.isArray(pattern.properties)
        ? pattern.properties.filter(isNode).flatMap((property) => {
            if (property.type === 'RestElement') return boundBy(property.argument);
            return property.shorthand === true ? [] : boundBy(property.value);
          })
        : [];
    case 'ArrayPattern':
      return Array.isArray(pattern.elements) ? pattern.elements.flatMap(boundBy) : [];
    case 'AssignmentPattern':
      return boundBy(pattern.left);
    case 'RestElement':
      return boundBy(pattern.argument);
    default:
      return [];
  }
}
