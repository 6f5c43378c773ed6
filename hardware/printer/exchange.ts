import type { PrinterCondition, PrinterFault, PrintResult } from './contract.ts';
import type { Bits, PrinterMessage } from './dialect.ts';
import type { PrinterProfile } from './profile.ts';

/**
 * One exchange with the printer: it clears an old job if needed, asks the status questions and then, if there is a job and the answers
 * allow it, prints the job and waits for its result. An exchange without a job only checks the status.
 */
export interface ExchangePlan {
  /** True if the printer may still have an old job. The exchange clears that job first if the printer has a command for it (`clearing`). */
  clearFirst: boolean;
  job: ExchangeJob | null;
  profile: Pick<PrinterProfile, 'confirmation' | 'clearing' | 'nearEndSensor' | 'status'>;
  timing: ExchangeTiming;
}

export interface ExchangeJob {
  processId: string;
  /** `wireMs`: time on the wire; `printMs`: time for the paper to move and be cut. */
  wireMs: number;
  printMs: number;
}

export interface ExchangeTiming {
  answerTimeoutMs: number;
  /** Milliseconds for the answer to a clearing; the makers give no figure. */
  clearTimeoutMs: number;
  /** Milliseconds added to a job's own time, because the makers state their best speeds. */
  jobMarginMs: number;
  /** Milliseconds in which a hot head cools down and continues by itself. */
  overheatedTimeoutMs: number;
}

export type ClearCause = PrinterFault | 'no-answer';

interface Asking {
  answers: readonly Bits[];
  noise: boolean;
}

export type ExchangeState = { plan: ExchangePlan } & (
  | { at: 'clearing-first' }
  /** `counter`: while `starting`, the exchange asks nothing and ignores messages. */
  | ({ at: 'asking'; owesAnswers: boolean; counter: 'as-found' | 'starting' | 'started' } & Asking)
  /** The printer can print, but it may still send answers for an old job, which look like the answers for the new job. */
  | { at: 'awaiting-turn'; heard: PrinterCondition; answered: boolean }
  /**
   * `passed`: the printer has obeyed the whole job, and only the paper must still come out. `cooled`: a hot head has already had its extra
   * time. `count`: the job counter before the job.
   */
  | { at: 'printing'; heard: PrinterCondition; overheated: boolean; cooled: boolean; passed: boolean; count: number }
  /** The exchange asks the questions once more after the paper must be out. */
  | ({ at: 'checking'; heard: PrinterCondition } & Asking)
  | { at: 'clearing'; heard: PrinterCondition; cause: ClearCause; printed: boolean; count: number }
  | { at: 'ended'; ending: ExchangeEnding }
);

export interface ExchangeEnding {
  result: PrintResult | null;
  /** The condition from all answers; `null` if some are missing. */
  heard: PrinterCondition | null;
  /**
   * The state of the connection. The driver replaces a `silent` or `nonsense` connection, because the missing answer could arrive late and
   * be taken for the answer to a later question.
   */
  link: 'good' | 'silent' | 'nonsense' | 'lost';
  owesClear: boolean;
}

export type ExchangeEvent =
  | { kind: 'message'; message: PrinterMessage }
  | { kind: 'deadline' }
  | { kind: 'link-lost' }
  | { kind: 'refused' };

/** Effects run one after another; if the link refuses a send, the rest of the step is dropped. A `deadline` replaces the previous one. */
export type ExchangeEffect =
  | { do: 'ask'; question: number }
  | { do: 'start-counter' }
  | { do: 'ask-in-turn' }
  | { do: 'send-job' }
  | { do: 'clear' }
  | { do: 'deadline'; afterMs: number };

export interface ExchangeStep {
  state: ExchangeState;
  effects: readonly ExchangeEffect[];
}
