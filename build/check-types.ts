// Usage: node build/check-types.ts [--shrink]. Prints tsc's errors, and findings of other checks that need types.
// --shrink removes outdated rows from build/checks/known-today.json.
import { join, relative } from 'node:path';
import type { SourceFile } from 'typescript/unstable/ast';
import { API, type Diagnostic, type Project } from 'typescript/unstable/sync';
import { droppedResults } from './checks/dropped-results.ts';
import { beyondKnown, countByFile, knownOf, leftOf, shrinkKnown } from './checks/known-today.ts';
import { type Finding, lineAt } from './checks/source-files.ts';
import { repositoryRoot } from './runtime.ts';

/**
 * Folders in which a dropped `Result` is a finding. The other tests are exempt, because they check a call's effect instead of its result.
 */
const ANSWERING = ['src-main/', 'src-renderer/', 'src-central/', 'hardware/', 'config/', 'build/', 'tests/support/'];

interface Checked {
  wrong: readonly string[];
  dropped: readonly Finding[];
}

export function checkTypes(root: string): Checked {
  const api = new API({ cwd: root });
  try {
    const snapshot = api.updateSnapshot({ openProjects: [join(root, 'tsconfig.json')] });
    const [project] = snapshot.getProjects();
    if (!project) throw new Error(`no project in ${root}`);
    const wrong = diagnosticsOf(project).map((one) => sentenceOf(one, project, root));
    return { wrong, dropped: droppedIn(project, root) };
  } finally {
    api.close();
  }
}

function diagnosticsOf({ program }: Project): readonly Diagnostic[] {
  return [
    ...program.getConfigFileParsingDiagnostics(),
    ...program.getProgramDiagnostics(),
    ...program.getSyntacticDiagnostics(),
    ...program.getGlobalDiagnostics(),
    ...program.getSemanticDiagnostics(),
  ];
}

function sentenceOf(diagnostic: Diagnostic, { program }: Project, root: string): string {
  const { fileName, pos, code } = diagnostic;
  const file = fileName === undefined ? undefined : program.getSourceFile(fileName);
  const place = file ? `${relative(root, file.fileName)}:${lineAt(file.text, pos)}` : relative(root, fileName ?? root);
  return `${place} TS${code}: ${wordsOf(diagnostic).join('\n  ')}`;
}

const wordsOf = ({ text, messageChain = [] }: Diagnostic): string[] => [text, ...messageChain.flatMap(wordsOf)];

function droppedIn({ program, checker }: Project, root: string): Finding[] {
  const nameOf = (file: SourceFile): string => relative(root, file.fileName);
  const files = program
    .getSourceFileNames()
    .filter((name) => ANSWERING.some((room) => relative(root, name).startsWith(room)))
    .flatMap((name) => program.getSourceFile(name) ?? []);
  return droppedResults(files, checker, nameOf);
}

if (import.meta.main) {
  const { wrong, dropped } = checkTypes(repositoryRoot);
  if (process.argv.includes('--shrink')) shrinkKnown('results', leftOf(countByFile(dropped), knownOf('results')));
  const found = beyondKnown(dropped, knownOf('results'));
  for (const sentence of [...wrong, ...found.map(({ file, line, complaint }) => `${file}:${line} ${complaint}`)])
    console.error(sentence);
  if (wrong.length + found.length > 0) process.exitCode = 1;
}
