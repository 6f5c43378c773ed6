import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pinnedNode, projectEnv } from '../../build/runtime.ts';
import { readVitest } from '../../build/test-report.ts';
import { copyTree } from '../support/tree-copy.ts';
import { editsOf, type Fault, withEdit } from './fault.ts';

/** The limit of one run, because a fault may leave a test waiting for ever. */
const PATIENCE_MS = 600_000;
const IN_THE_CORE = /^(src-main|hardware|config)\//;
const WITHOUT_CORE = 'tests/unit/';
const CONFIG = ['--config', 'tests/vitest.config.ts'];

/** `broken`: no test could run, for example because a file does not parse. Such a run proves nothing. */
export type TestResult = 'passed' | 'failed' | 'broken';

export interface ScratchTree {
  passes(tests: readonly string[]): Promise<boolean>;
  /** Plants the fault, runs its tests, and removes it again. */
  tryOut(fault: Fault): Promise<TestResult>;
  /** Ends running programs and removes the copy. */
  remove(): void;
}

/** Makes a copy of the working tree, including uncommitted files, with links to its packages. */
export function createScratchTree(): ScratchTree {
  const root = copyTree('torn-faults-');

  let endRunning = (): void => {};

  /** Runs Node. Resolves to its exit code, to 127 if it could not start, or to `null` if `endRunning` killed it. */
  function run(args: readonly string[]): Promise<number | null> {
    const child = spawn(pinnedNode, args, {
      cwd: root,
      env: { ...projectEnv(), TORN_WAITS_IN_VAIN_MS: '60000' },
      stdio: 'ignore',
      detached: true,
    });
    endRunning = () => {
      // The whole process group is killed, because a test that hangs may have started programs.
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
    };
    const patience = setTimeout(endRunning, PATIENCE_MS);
    return new Promise((resolve) => {
      child.once('error', () => resolve(127));
      child.once('exit', (code) => {
        clearTimeout(patience);
        resolve(code);
      });
    });
  }

  /** True if the core in `out/` was built from the present tree. */
  let isCoreFresh = false;
  async function freshenCore(tests: readonly string[]): Promise<boolean> {
    if (isCoreFresh || tests.every((file) => file.startsWith(WITHOUT_CORE))) return true;
    isCoreFresh = (await run(['build/vite.ts', 'core'])) === 0;
    return isCoreFresh;
  }

  async function test(files: readonly string[]): Promise<TestResult> {
    const report = join(root, 'report.json');
    rmSync(report, { force: true });
    if (!(await freshenCore(files))) return 'broken';
    const reporters = ['--reporter=json', `--outputFile.json=${report}`];
    const code = await run([
      'node_modules/vitest/vitest.mjs',
      'run',
      ...CONFIG,
      '--bail=1',
      ...reporters,
      ...new Set(files),
    ]);
    if (code === null) return 'failed';
    if (!existsSync(report)) return 'broken';
    const { passed, failed } = readVitest(JSON.parse(readFileSync(report, 'utf8')) as Record<string, unknown>);
    if (passed + failed === 0) return 'broken';
    return failed > 0 || code !== 0 ? 'failed' : 'passed';
  }

  return {
    passes: async (files) => (await test(files)) === 'passed',
    async tryOut(fault) {
      const edits = editsOf(fault);
      const sound = new Map(edits.map(({ file }) => [file, readFileSync(join(root, file), 'utf8')]));
      const isInCore = edits.some(({ file }) => IN_THE_CORE.test(file));
      for (const edit of edits) {
        const path = join(root, edit.file);
        writeFileSync(path, withEdit(readFileSync(path, 'utf8'), edit));
      }
      if (isInCore) isCoreFresh = false;
      try {
        return await test(fault.noticedBy);
      } finally {
        for (const [file, text] of sound) writeFileSync(join(root, file), text);
        if (isInCore) isCoreFresh = false;
      }
    },
    remove() {
      endRunning();
      rmSync(root, { recursive: true, force: true });
    },
  };
}
