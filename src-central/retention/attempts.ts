import { messageOf } from '../../src-main/domain/result.ts';
import type { RetentionCounts } from './retention-runs.ts';

/** The way in which a run of retention removes data: at most `size` rows in a transaction. A rejection of `onBatch` ends the run. */
export interface Batches {
  size: number;
  isDryRun: boolean;
  onBatch: () => Promise<void>;
}

/** Runs one part of a run. If it fails, the next parts still run. */
export type Attempt = (part: string, work: () => Promise<void>) => Promise<void>;

export interface PartFault {
  part: string;
  error: unknown;
}

/** Some parts of a run have failed. The next run tries them again; the other parts are done. */
export class RetentionIncomplete extends AggregateError {
  override name = 'RetentionIncomplete';
  readonly counts: RetentionCounts;

  constructor(faults: readonly PartFault[], counts: RetentionCounts) {
    const parts = faults.map(({ part, error }) => `${part} (${messageOf(error)})`);
    super(
      faults.map(({ error }) => error),
      `retention failed in part: ${parts.join(', ')}`,
    );
    this.counts = counts;
  }
}

/** Begins one run, whose parts may fail. A rejection of `onBatch` ends the whole run, not only its part. */
export function beginAttempts(onBatch: () => Promise<void>): {
  attempt: Attempt;
  onBatch: () => Promise<void>;
  faults: readonly PartFault[];
} {
  const faults: PartFault[] = [];
  let isEnded = false;
  return {
    faults,
    async onBatch() {
      try {
        await onBatch();
      } catch (error) {
        isEnded = true;
        throw error;
      }
    },
    async attempt(part, work) {
      try {
        await work();
      } catch (error) {
        if (isEnded) throw error;
        faults.push({ part, error });
      }
    },
  };
}
