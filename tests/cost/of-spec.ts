import { relative } from 'node:path';
import type { Reporter, TestCase } from '@playwright/test/reporter';
import { noteCost, treeSeconds } from '../../build/cost.ts';
import { repositoryRoot } from '../../build/runtime.ts';

/** Records the processor seconds of each test, including those of its display. Work between two tests counts for the second test. */
class CostReporter implements Reporter {
  #before = 0;

  onTestEnd(test: TestCase): void {
    const now = treeSeconds(process.ppid);
    noteCost(`${relative(repositoryRoot, test.location.file)} › ${test.title}`, now - this.#before);
    this.#before = now;
  }

  onEnd(): void {
    noteCost('after the last test', treeSeconds(process.ppid) - this.#before);
  }

  printsToStdio(): boolean {
    return false;
  }
}

// Playwright takes a reporter from the default export.
// biome-ignore lint/style/noDefaultExport: Playwright's interface
export default CostReporter;
