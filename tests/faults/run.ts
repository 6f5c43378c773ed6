// Usage: npm run faults -- [--only TEXT] [--check]. Plants known faults in a copy of the tree and runs their tests. One line per
// fault; exit code 1 if a fault is not noticed or can no longer be planted.
import { parseArgs } from 'node:util';
import { repositoryRoot } from '../../build/runtime.ts';
import { whyUnplantable } from './fault.ts';
import { FAULTS } from './list.ts';
import { createScratchTree, type TestResult } from './scratch-tree.ts';

const USAGE = 'usage: npm run faults -- [--only TEXT-OF-ITS-FILE-OR-SENTENCE] [--check]';

function readArguments() {
  try {
    return parseArgs({ options: { only: { type: 'string' }, check: { type: 'boolean', default: false } } }).values;
  } catch {
    console.error(USAGE);
    process.exit(2);
  }
}

const WORDS: Record<TestResult, string> = {
  failed: 'noticed',
  passed: 'NOT NOTICED',
  broken: 'NOT NOTICED, because no test can run with it:',
};

const { only = '', check } = readArguments();
const chosen = FAULTS.filter(({ file, means }) => file.includes(only) || means.includes(only));
if (chosen.length === 0) {
  console.error(`no fault of the list matches ${only}\n${USAGE}`);
  process.exit(2);
}

const stale = chosen.flatMap((fault) => {
  const why = whyUnplantable(repositoryRoot, fault);
  return why === null ? [] : [`cannot be planted: ${fault.means}: ${why}`];
});
for (const line of stale) console.log(line);
if (stale.length > 0) process.exitCode = 1;
if (check) {
  console.log(`${chosen.length - stale.length} can be planted, ${stale.length} cannot`);
  process.exit();
}

const tree = createScratchTree();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    tree.remove();
    process.exit(1);
  });
try {
  let noticed = 0;
  const tried = chosen.filter((fault) => whyUnplantable(repositoryRoot, fault) === null);
  for (const [index, fault] of tried.entries()) {
    const startedMs = performance.now();
    const result = await tree.tryOut(fault);
    if (result === 'failed') noticed += 1;
    const seconds = ((performance.now() - startedMs) / 1_000).toFixed(1);
    const place = `${index + 1}/${tried.length}`;
    console.log(`${WORDS[result]}  ${place}  ${fault.file}: ${fault.means} (${seconds} s)`);
  }
  // The tests also run on the unchanged tree, because a test that fails there proves nothing.
  const tests = [...new Set(tried.flatMap(({ noticedBy }) => noticedBy))].toSorted();
  for (const test of tests)
    if (!(await tree.passes([test]))) {
      console.log(`fails without any fault, so that it proves nothing: ${test}`);
      process.exitCode = 1;
    }
  const missed = tried.length - noticed + stale.length;
  console.log(`${noticed} noticed, ${missed} not noticed`);
  if (missed > 0) process.exitCode = 1;
} finally {
  tree.remove();
}
