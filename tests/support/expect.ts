import { expect as usual } from '@playwright/test';
import { WAITS_IN_VAIN_MS } from '../limits.ts';

/** Playwright's `expect` with the suite's time limit, because outside its runner Playwright would wait only five seconds. */
export const expect = usual.configure({ timeout: WAITS_IN_VAIN_MS });
