import { defineConfig } from 'vitest/config';
import suite from '../vitest.config.ts';
import { CHOSEN_TESTS } from './chosen-tests.ts';

/** The suite's own settings for the test files that `npm run mutate` chose. */
export default defineConfig({
  ...suite,
  test: { ...suite.test, include: (process.env[CHOSEN_TESTS] ?? '').split('\n') },
});
