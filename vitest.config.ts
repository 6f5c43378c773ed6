import { defineConfig } from 'vitest/config';

// A test of the page asks for happy-dom in its own first line.
export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: { include: ['tests/{unit,contract,integration,references,reliability}/**/*.test.{ts,tsx}'] },
});
