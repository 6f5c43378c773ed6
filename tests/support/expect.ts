import { expect as usual } from '@playwright/test';
import { WAITS_IN_VAIN_MS } from '../limits.ts';

/** Playwright's `expect` with the limit of tests, which a program outside Playwright's runner would shorten to five seconds. */
export const expect = usual.configure({ timeout: WAITS_IN_VAIN_MS });
