import { defineConfig, type ReporterDescription } from '@playwright/test';
import { WAITS_IN_VAIN_MS } from './limits.ts';

const report = process.env.TORN_PLAYWRIGHT_REPORT;
const json: ReporterDescription[] = report ? [['json', { outputFile: report }]] : [];
const cost: ReporterDescription[] = process.env.TORN_COST_FILE ? [['./cost/of-spec.ts']] : [];

// A kiosk covers its whole display, so only one test runs at a time.
export default defineConfig({
  testDir: '.',
  testMatch: '{e2e,screenshots}/**/*.spec.ts',
  outputDir: '../test-results/playwright',
  snapshotPathTemplate: '{testDir}/screenshots/references/{arg}{ext}',
  workers: 1,
  timeout: 2 * WAITS_IN_VAIN_MS,
  expect: { timeout: WAITS_IN_VAIN_MS },
  forbidOnly: process.env.CI !== undefined,
  reporter: [['list'], ...json, ...cost],
});
