// Usage: node build/check-sentences.ts [--shrink]. Prints how easily the sentences read and which read worst, then a line per finding;
// exits with 1 if there is a finding. --shrink tightens build/checks/sentences/bounds.json to today's figures.
import { withCalques } from './checks/sentences/calques.ts';
import { notPlain, withJargon } from './checks/sentences/plain.ts';
import { readSentences } from './checks/sentences/read.ts';
import {
  easeOf,
  figuresOf,
  hardToRead,
  keepBounds,
  readBounds,
  tighter,
  worstOf,
} from './checks/sentences/readability.ts';
import { TERMS, wrongTerms } from './checks/sentences/terms.ts';
import type { Finding } from './checks/source-files.ts';
import { repositoryRoot } from './runtime.ts';

const SHOWN = 3;

const sentences = readSentences(repositoryRoot);
if (sentences.length === 0) throw new Error('no sentence was found');
const figures = figuresOf(sentences);
if (process.argv.includes('--shrink')) keepBounds(tighter(figures, readBounds()));
const bounds = readBounds();

for (const { name, ease, words, measured } of figures) {
  const { ease: least, words: most } = bounds[name] ?? { ease: '?', words: '?' };
  console.log(`  ${name}: reads at ${ease.toFixed(1)} (at least ${least}), longest ${words} words (at most ${most})`);
  if (name.endsWith(' citizens'))
    for (const worst of worstOf(measured, SHOWN))
      console.log(`    ${easeOf([worst]).toFixed(0)} ${worst.of.key}: ${worst.text}`);
}

const RULES: Readonly<Record<string, Finding[]>> = {
  readability: hardToRead(figures, bounds),
  terms: wrongTerms(sentences, TERMS),
  plain: notPlain(sentences),
  jargon: withJargon(sentences),
  calque: withCalques(sentences),
};
for (const [rule, findings] of Object.entries(RULES))
  for (const { file, line, complaint } of findings) {
    console.error(`${file}:${line} ${rule}: ${complaint}`);
    process.exitCode = 1;
  }
