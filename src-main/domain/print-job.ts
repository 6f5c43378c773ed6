import { PRINTER_FAULTS } from './device-conditions.ts';

/**
 * The life of one ticket's print job in the queue. `printed`, `not-sent`, `cancelled` and `unknown` are final.
 *
 * Invariants:
 * - Only the printer's confirmation makes a job `printed`.
 * - A job whose bytes may have reached a printer is never resent automatically: `sending` is on disk before the first byte, and a job found
 * `sending` at start ends `unknown`.
 * - An unsent job may wait for the printer, but never longer than `JOB_LIFE_MS`, so that paper refilled in the morning does not print
 * yesterday's turns. It never waits across a restart, because after a restart no clock can tell its age.
 */
export const PRINT_JOB_STATES = ['waiting', 'sending', 'printed', 'not-sent', 'cancelled', 'unknown'] as const;
export type PrintJobState = (typeof PRINT_JOB_STATES)[number];

interface PrintJobStateRow {
  readonly ended: boolean;
  /** Largest part of the slip that may have come out of the printer. */
  readonly out: 'nothing' | 'a-piece' | 'all';
}

export const PRINT_JOB_STATE: Readonly<Record<PrintJobState, PrintJobStateRow>> = {
  waiting: { ended: false, out: 'nothing' },
  sending: { ended: false, out: 'all' },
  printed: { ended: true, out: 'all' },
  'not-sent': { ended: true, out: 'nothing' },
  cancelled: { ended: true, out: 'a-piece' },
  unknown: { ended: true, out: 'all' },
};

/** Causes for which a job waits, or ended without a confirmed paper. */
export const TROUBLE_CAUSES = [
  ...PRINTER_FAULTS,
  'no-answer',
  'link-lost',
  'no-confirmation',
  'no-printer',
  'expired',
  /** The citizen gave up the ticket, or the staff voided it, before a byte was sent. */
  'withdrawn',
  'interrupted',
] as const;
export type TroubleCause = (typeof TROUBLE_CAUSES)[number];

export interface PrintJob {
  readonly state: PrintJobState;
  /** The cause for which the job waits, or ended without a confirmed paper; `null` while nothing went wrong. */
  readonly cause: TroubleCause | null;
}

export type PrintJobEvent =
  | { type: 'attempt' }
  | {
      type: 'ended';
      result: { kind: 'printed' } | { kind: 'not-sent' | 'cancelled' | 'unknown'; cause: TroubleCause };
    }
  /** The printer refused the job before this one, so this job waits too. */
  | { type: 'held'; cause: TroubleCause }
  | { type: 'give-up'; cause: TroubleCause }
  | { type: 'found-at-start' };

/** A job may wait this long for a printer, counted from the citizen's touch; a later paper could come out after the citizen has left. */
export const JOB_LIFE_MS = 120_000;

export const isEnded = (job: PrintJob): boolean => PRINT_JOB_STATE[job.state].ended;

/** Returns the job after `event`. Events that do not apply change nothing: a late result never changes a final state. */
export function stepPrintJob(job: PrintJob, event: PrintJobEvent): PrintJob {
  switch (job.state) {
    case 'waiting':
      if (event.type === 'attempt') return { state: 'sending', cause: job.cause };
      if (event.type === 'found-at-start') return { state: 'not-sent', cause: 'interrupted' };
      if (event.type === 'held') return { state: 'waiting', cause: event.cause };
      if (event.type === 'give-up') return { state: 'not-sent', cause: event.cause };
      return job;
    case 'sending':
      if (event.type === 'found-at-start') return { state: 'unknown', cause: 'interrupted' };
      if (event.type !== 'ended') return job;
      if (event.result.kind === 'printed') return { state: 'printed', cause: null };
      if (event.result.kind === 'not-sent') return { state: 'waiting', cause: event.result.cause };
      return { state: event.result.kind, cause: event.result.cause };
    case 'printed':
    case 'not-sent':
    case 'cancelled':
    case 'unknown':
      return job;
  }
}
