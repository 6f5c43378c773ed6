import { expect as usual } from '@playwright/test';
import { WAITS_IN_VAIN_MS } from '../limits.ts';

/** Playwright's `expect` with the test suite's time limit. Outside Playwright's runner the limit would be five seconds. */
export const expect = usual.configure({ timeout: WAITS_IN_VAIN_MS });
