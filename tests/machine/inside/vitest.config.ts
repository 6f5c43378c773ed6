import { defineConfig } from 'vitest/config';
import { WAITS_IN_VAIN_MS } from '../../limits.ts';

// All test files plug devices into the same emulated USB sockets, so they run one after the other.
export default defineConfig({
  test: {
    include: ['tests/machine/inside/**/*.test.ts'],
    testTimeout: WAITS_IN_VAIN_MS,
    hookTimeout: WAITS_IN_VAIN_MS,
    expect: { poll: { timeout: WAITS_IN_VAIN_MS } },
    isolate: false,
    maxWorkers: 1,
    reporters: ['verbose'],
  },
});
