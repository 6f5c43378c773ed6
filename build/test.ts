// Usage: npm test. Every check, the build, every test, then one plain line that counts what really ran.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runChecks } from './check.ts';
import { pinnedNode, projectEnv, repositoryRoot } from './runtime.ts';
import { add, type Count, closingLine, judge, NOTHING, readPlaywright, readVitest } from './test-report.ts';

const reports = join(repositoryRoot, 'test-results');
const vitestReport = join(reports, 'vitest.json');
const playwrightReport = join(reports, 'playwright.json');

let running: ChildProcess | null = null;
for (const signal of ['SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    running?.kill(signal);
    process.exit(1);
  });

function run(script: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<number | null> {
  const child = spawn(pinnedNode, [join(repositoryRoot, script), ...args], {
    cwd: repositoryRoot,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...projectEnv(), ...env },
  });
  running = child;
  return new Promise((resolve) => {
    child.once('error', () => resolve(127));
    child.once('exit', (code) => resolve(code));
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

async function endToEnd(): Promise<Count> {
  const playwright = join(repositoryRoot, 'node_modules', '.bin', 'playwright');
  const code = await run('build/with-display.ts', [playwright, 'test', '--config', 'tests/playwright.config.ts'], {
    TORN_PLAYWRIGHT_REPORT: playwrightReport,
  });
  return judge(code, readReport(playwrightReport), readPlaywright);
}

rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });
let count: Count = { ...NOTHING, failed: runChecks().length };
const isBuilt = (await run('build/vite.ts', [])) === 0;
if (!isBuilt) count = add(count, { ...NOTHING, failed: 1 });
count = add(count, await unit());
if (isBuilt) count = add(count, await endToEnd());
console.log(`\n${closingLine(count)}`);
process.exitCode = count.failed > 0 ? 1 : 0;
