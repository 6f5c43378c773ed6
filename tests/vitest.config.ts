import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { WAITS_IN_VAIN_MS } from './limits.ts';

// A test of the page asks for happy-dom in its own first line.
export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  // A copy of the repository with planted faults has links to packages outside the copy.
  server: { fs: { strict: false } },
  test: {
    include: ['tests/{unit,contract,integration,references,reliability,faults,mutate}/**/*.test.{ts,tsx}'],
    testTimeout: WAITS_IN_VAIN_MS,
    hookTimeout: WAITS_IN_VAIN_MS,
    expect: { poll: { timeout: WAITS_IN_VAIN_MS } },
    // The programs that tests start from source keep their compiled code, which halves the time of each start.
    env: { NODE_COMPILE_CACHE: join(import.meta.dirname, '..', '.torn', 'compile-cache') },
    globalSetup: ['tests/support/postgres-folder.ts'],
    setupFiles: process.env.TORN_COST_FILE === undefined ? [] : ['tests/cost/of-file.ts'],
    // Test files share a worker's modules, which saves a third of a second for each of 200 files. The product keeps no state in its
    // modules, and a test that changes some restores it.
    isolate: false,
    // Mocks and environment variables that a test leaves behind are undone before the next one.
    restoreMocks: true,
    unstubEnvs: true,
    // Test files mostly wait for programs that they start, so four files at once, beside the end-to-end tests, keep two processors busy. Six
    // were no faster.
    maxWorkers: 4,
  },
});
