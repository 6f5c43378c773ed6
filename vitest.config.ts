import { defineConfig } from 'vitest/config';

// A test of the page asks for happy-dom in its own first line.
export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  // A copy of the tree with planted faults links its packages, which then lie outside of it.
  server: { fs: { strict: false } },
  test: { include: ['tests/{unit,contract,integration,references,reliability,faults}/**/*.test.{ts,tsx}'] },
});
