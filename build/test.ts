// Usage: npm test [-- --cost]. Runs every check, the build and every test not marked @whole, then prints a line that counts the tests that
// really ran. --cost first prints the processor seconds of each vitest file and each Playwright test, the most expensive first.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { costTable } from './cost.ts';
import { makeQuickFolder } from './quick-folder.ts';
import { pinnedNode, projectEnv, repositoryRoot } from './runtime.ts';
import {
  add,
  type Count,
  closingLine,
  failuresIn,
  judge,
  NOTHING,
  playwrightFailures,
  REPORTS,
  readPlaywright,
  readVitest,
  vitestFailures,
} from './test-report.ts';

const reports = join(repositoryRoot, 'test-results');
const vitestReport = join(reports, REPORTS.unit);
const costFile = process.argv.includes('--cost') ? join(reports, 'cost.jsonl') : null;

// If the caller names a folder for temporary files (TMPDIR), the tests use that folder.
const quickFolder = process.env.TMPDIR === undefined ? makeQuickFolder() : null;
process.on('exit', () => {
  if (quickFolder !== null) rmSync(quickFolder, { recursive: true, force: true });
});

const running = new Set<ChildProcess>();
for (const signal of ['SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    for (const child of running) child.kill(signal);
    process.exit(1);
  });

/** Runs a script and prints its output in whole lines, because several runs share the terminal. */
function run(script: string, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Promise<number | null> {
  const child = spawn(pinnedNode, [join(repositoryRoot, script), ...args], {
    cwd: repositoryRoot,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...projectEnv(),
      ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}),
      ...(costFile === null ? {} : { TORN_COST_FILE: costFile }),
      ...(quickFolder === null ? {} : { TMPDIR: quickFolder }),
      ...env,
    },
  });
  running.add(child);
  for (const [from, to] of [
    [child.stdout, process.stdout],
    [child.stderr, process.stderr],
  ] as const)
    createInterface({ input: from }).on('line', (line) => void to.write(`${line}\n`));
  return new Promise((resolve) => {
    const end = (code: number | null): void => {
      running.delete(child);
      resolve(code);
    };
    child.once('error', () => end(127));
    child.once('close', end);
  });
}

function readReport(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

async function unit(): Promise<Count> {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${vitestReport}`];
  const code = await run('node_modules/vitest/vitest.mjs', ['run', '--config', 'tests/vitest.config.ts', ...reporters]);
  return judge(code, readReport(vitestReport), readVitest);
}

const displays = ['first', 'second', 'third'] as const;
type Display = (typeof displays)[number];
const reportOf = (display: Display): string => join(reports, REPORTS[display]);

/** The specs of each display. The first display runs the specs that no other display names. */
const SPECS: Readonly<Record<Exclude<Display, 'first'>, readonly string[]>> = {
  second: ['city-pages', 'evidence', 'speech', 'start'],
  third: [
    'another-day',
    'citizens',
    'city-centre',
    'city-start',
    'dev',
    'help',
    'shell-supervision',
    'staff',
    'trembling',
  ],
};

const specs = readdirSync(join(repositoryRoot, 'tests', 'e2e'));
const missing = Object.values(SPECS)
  .flat()
  .filter((name) => !specs.includes(`${name}.spec.ts`));
if (missing.length > 0) throw new Error(`build/test.ts names specs that do not exist: ${missing.join(', ')}`);

function displayOf(spec: string): Display {
  const named = displays.find(
    (display) => display !== 'first' && SPECS[display].includes(spec.replace('.spec.ts', '')),
  );
  return named ?? 'first';
}

/**
 * Runs the end-to-end tests of one of three displays. A kiosk covers its whole display. With three displays, the kiosk on one display works
 * while the kiosks on the others wait.
 */
async function endToEnd(display: Display, env: NodeJS.ProcessEnv): Promise<Count> {
  const files = specs.filter((spec) => displayOf(spec) === display).map((spec) => `/tests/e2e/${spec}`);
  if (display === 'second') files.unshift('/tests/screenshots/');
  const playwright = join(repositoryRoot, 'node_modules', '.bin', 'playwright');
  const [report, output] = [reportOf(display), join(reports, `${display}-display`)];
  const sample = ['--grep-invert', '@whole'];
  const only = ['--config', 'tests/playwright.config.ts', '--output', output, ...sample, ...files];
  const code = await run('build/with-display.ts', [playwright, 'test', ...only], {
    TORN_PLAYWRIGHT_REPORT: report,
    ...env,
  });
  return judge(code, readReport(report), readPlaywright);
}

const isGood = async (...command: Parameters<typeof run>): Promise<boolean> => (await run(...command)) === 0;

/**
 * Builds the bundles, makes the packages and then restores the bundles of the checkout. If a package cannot be made, a later test reports
 * this.
 */
async function build(): Promise<{ isBuilt: boolean; arePackagesMade: boolean }> {
  if (!(await isGood('build/vite.ts'))) return { isBuilt: false, arePackagesMade: false };
  const arePackagesMade = await isGood('tests/support/packages.ts');
  return { isBuilt: await isGood('build/vite.ts'), arePackagesMade };
}

rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });
const broken: Count = { ...NOTHING, failed: 1 };
let count: Count = NOTHING;
const [isChecked, { isBuilt, arePackagesMade }] = await Promise.all([isGood('build/check.ts'), build()]);
if (!isChecked) count = add(count, broken);
if (!isBuilt) count = add(count, broken);
// From here on the bundles do not change. The four runs below share no port, folder or display.
const packages = { TORN_TEST_PACKAGES: arePackagesMade ? 'made' : 'failed' };
const counts = await Promise.all([
  unit(),
  ...displays.map((display) => (isBuilt ? endToEnd(display, packages) : NOTHING)),
]);
for (const part of counts) count = add(count, part);
const failures = [
  ...failuresIn(readReport(vitestReport), vitestFailures),
  ...displays.flatMap((name) => failuresIn(readReport(reportOf(name)), playwrightFailures)),
];
if (failures.length > 0) console.log(`\nFailed:\n${failures.map((failure) => `- ${failure}`).join('\n')}`);
if (costFile !== null) console.log(`\n${costTable(readReport(costFile) ?? '')}`);
console.log(`\n${closingLine(count)}`);
process.exitCode = count.failed > 0 ? 1 : 0;
