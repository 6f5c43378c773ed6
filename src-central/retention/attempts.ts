import { messageOf } from '../../src-main/domain/result.ts';
import type { RetentionCounts } from './retention-runs.ts';

/** Does one part of a run; when it fails, the parts after it are done all the same. */
export type Attempt = (part: string, work: () => Promise<void>) => Promise<void>;

export interface PartFault {
  /** A rule, or a kind of data with the office or kiosk it is of. */
  part: string;
  error: unknown;
}

/** What could be ended is ended; these parts have failed, and are tried again by the next run. */
export class RetentionIncomplete extends AggregateError {
  override name = 'RetentionIncomplete';
  readonly counts: RetentionCounts;

  constructor(faults: readonly PartFault[], counts: RetentionCounts) {
    const parts = faults.map(({ part, error }) => `${part} (${messageOf(error)})`);
    super(
      faults.map(({ error }) => error),
      `retention has failed in part: ${parts.join(', ')}`,
    );
    this.counts = counts;
  }
}

/** The parts of one run. `onBatch` is the one whose rejection ends the run, and not its part alone. */
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
