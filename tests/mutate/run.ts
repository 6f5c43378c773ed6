// Usage: npm run mutate -- FILES, see USAGE.
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { readSources } from '../../build/checks/source-files.ts';
import { pinnedNode, projectEnv, repositoryRoot } from '../../build/runtime.ts';
import { copyTree } from '../support/tree-copy.ts';
import { chooseTests } from './chosen-tests.ts';
import { mutate } from './mutants.ts';
import { LEAST_SCORE, linesOf, scoreOf } from './report.ts';

const USAGE = `usage: npm run mutate -- FILE[:FIRST-LAST]… [--with TEST-FILE]… [--nearest COUNT] [--only TEST-FILE]…
       npm run mutate -- --since GIT-REF

Changes the named product files in one place at a time, in a copy of the tree, and runs the tests that load them. Prints each change
that no test notices, by family, and the score. Exit code 1 below ${LEAST_SCORE} %, 2 for wrong arguments, 3 when nothing could be tried.

  --since    the product files that changed since GIT-REF, uncommitted ones too
  --nearest  how many test files a product file gets at most, the nearest by imports first (8)
  --with     one more test file
  --only     this test file and no other, except for further --only`;

const PRODUCT = ['src-main', 'src-central', 'src-renderer', 'hardware', 'config'];
const NEAREST = 8;
const WITHOUT_CORE = 'tests/unit/';

function refuse(why: string): never {
  console.error(`${why}\n\n${USAGE}`);
  process.exit(2);
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        since: { type: 'string' },
        with: { type: 'string', multiple: true, default: [] },
        only: { type: 'string', multiple: true, default: [] },
        nearest: { type: 'string', default: String(NEAREST) },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

const git = (...args: string[]): string[] =>
  execFileSync('git', args, { cwd: repositoryRoot, encoding: 'utf8' }).split('\n').filter(Boolean);

const fromRoot = (file: string): string => relative(repositoryRoot, join(process.env.INIT_CWD ?? process.cwd(), file));
const withoutLines = (file: string): string => file.replace(/:\d+-\d+$/, '');
const isProgram = (file: string): boolean => /\.tsx?$/.test(file) && !file.endsWith('.d.ts');

const { values, positionals } = readArguments();
if (values.help) {
  console.log(USAGE);
  process.exit();
}
const nearest = Number(values.nearest);
if (!Number.isSafeInteger(nearest) || nearest < 1) refuse('--nearest must be a positive whole number');
const named = positionals.map(fromRoot);
const changed =
  values.since === undefined
    ? []
    : [
        ...git('diff', '--name-only', '--diff-filter=d', values.since, '--', ...PRODUCT),
        ...git('ls-files', '--others', '--exclude-standard', '--', ...PRODUCT),
      ].filter(isProgram);
const files = [...new Set([...named, ...changed])];
if (files.length === 0)
  refuse(values.since === undefined ? 'no file is named' : `no product file changed since ${values.since}`);
const [only, more] = [values.only.map(fromRoot), values.with.map(fromRoot)];
if (only.length > 0 && more.length > 0) refuse('--only and --with exclude each other');
for (const file of [...files, ...only, ...more].map(withoutLines))
  if (!isProgram(file) || !existsSync(join(repositoryRoot, file)))
    refuse(`${file} is not a product file of this repository`);

const tests =
  only.length > 0
    ? [...new Set(only)]
    : [...new Set([...chooseTests(readSources(repositoryRoot), files.map(withoutLines), nearest), ...more])];
if (tests.length === 0) refuse('no test loads these files; name a test file with --with');
console.log(`${tests.length} test files:\n${tests.map((test) => `  ${test}`).join('\n')}`);

const root = copyTree('torn-mutate-');
// If root runs the tests, PostgreSQL runs as a user of its own, who must be able to enter the copy.
chmodSync(root, 0o755);
const remove = (): void => rmSync(root, { recursive: true, force: true });
let end = remove;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    end();
    process.exit(3);
  });
const startedMs = performance.now();
try {
  if (tests.some((test) => !test.startsWith(WITHOUT_CORE)))
    execFileSync(pinnedNode, ['build/vite.ts', 'core'], { cwd: root, env: projectEnv(), stdio: 'ignore' });
  const running = mutate({ root, files, tests, config: 'tests/mutate/vitest.config.ts', tells: true });
  end = () => {
    running.end();
    remove();
  };
  const mutants = await running.mutants;
  if (mutants === null) {
    console.error('nothing was tried: see the output above');
    process.exitCode = 3;
  } else {
    console.log(linesOf(mutants).join('\n'));
    console.log(`${((performance.now() - startedMs) / 60_000).toFixed(1)} minutes`);
    if (scoreOf(mutants) < LEAST_SCORE) process.exitCode = 1;
  }
} finally {
  end();
}
