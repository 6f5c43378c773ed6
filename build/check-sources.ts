// Usage: node build/check-sources.ts [--shrink]. Prints a line per finding; exits with 1 if there is a finding.
// --shrink removes outdated rows from build/checks/known-today.json.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { forbiddenImports } from './check-layers.ts';
import { circlesOf } from './checks/circles.ts';
import { deadExports } from './checks/dead-exports.ts';
import { beyondKnown, countByFile, knownOf, leftOf, shrinkKnown } from './checks/known-today.ts';
import { upwardImports } from './checks/order.ts';
import { packedMembers } from './checks/packed.ts';
import { missingAtRunTime } from './checks/run-time-packages.ts';
import { type Finding, readSources, type Source } from './checks/source-files.ts';
import { limitedWaits } from './checks/waits.ts';
import { readGlossary, refusedWords } from './checks/words.ts';
import { BUNDLED, ORDER, PROVIDED, RUN_FROM_SOURCE } from './layers.ts';
import { repositoryRoot } from './runtime.ts';

const glossary = readGlossary(join(repositoryRoot, 'src-main', 'contract', 'README.md'));

const manifest = JSON.parse(readFileSync(join(repositoryRoot, 'package.json'), 'utf8')) as {
  dependencies: Record<string, string>;
};

const RULES: Readonly<Record<string, (sources: readonly Source[]) => Finding[]>> = {
  layers: forbiddenImports,
  order: (sources) => upwardImports(sources, ORDER),
  circles: (sources) => beyondKnown(circlesOf(sources), knownOf('circles')),
  exports: deadExports,
  packages: (sources) =>
    missingAtRunTime(sources, {
      rooms: RUN_FROM_SOURCE,
      bundled: BUNDLED,
      dependencies: Object.keys(manifest.dependencies),
      provided: PROVIDED,
    }),
  packed: packedMembers,
  waits: limitedWaits,
  words: (sources) => beyondKnown(refusedWords(sources, glossary), knownOf('words')),
};

const sources = readSources(repositoryRoot);
if (sources.length === 0) throw new Error('no source was found');
if (process.argv.includes('--shrink')) {
  shrinkKnown('circles', leftOf(countByFile(circlesOf(sources)), knownOf('circles')));
  shrinkKnown('words', leftOf(countByFile(refusedWords(sources, glossary)), knownOf('words')));
}
for (const [rule, find] of Object.entries(RULES))
  for (const { file, line, complaint } of find(sources)) {
    console.error(`${file}:${line} ${rule}: ${complaint}`);
    process.exitCode = 1;
  }
