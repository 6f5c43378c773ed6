import { defineConfig, type ReporterDescription } from '@playwright/test';

const report = process.env.TORN_PLAYWRIGHT_REPORT;
const json: ReporterDescription[] = report ? [['json', { outputFile: report }]] : [];

// One kiosk covers one display: one at a time.
export default defineConfig({
  testDir: '.',
  testMatch: 'e2e/**/*.spec.ts',
  outputDir: '../test-results/playwright',
  workers: 1,
  timeout: 60_000,
  forbidOnly: process.env.CI !== undefined,
  reporter: [['list'], ...json],
});
