import { defineConfig } from 'vitest/config';
import suite from '../vitest.config.ts';
import { CHOSEN_TESTS } from './chosen-tests.ts';

/**
 * The suite's settings for the test files that `npm run mutate` chose. A single test has no time limit, because Stryker limits the whole
 * run, and its counters slow down a test that calls the mutated code a million times.
 */
export default defineConfig({
  ...suite,
  test: { ...suite.test, testTimeout: 0, hookTimeout: 0, include: (process.env[CHOSEN_TESTS] ?? '').split('\n') },
});
