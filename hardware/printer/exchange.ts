import type { PrinterCondition, PrinterFault, PrintResult } from './contract.ts';
import type { Bits, PrinterMessage } from './dialect.ts';
import type { PrinterProfile } from './profile.ts';

/**
 * What one exchange is about: perhaps a clearing, the status questions, and, if there is a job and the answers allow it, the job
 * until its result is known. Without a job it is a probe.
 */
export interface ExchangePlan {
  /** The printer may still hold an old job: that is settled before anything of a new one is sent. */
  clearFirst: boolean;
  job: ExchangeJob | null;
  profile: Pick<PrinterProfile, 'confirmation' | 'clearing' | 'nearEndSensor' | 'status'>;
  timing: ExchangeTiming;
}

export interface ExchangeJob {
  processId: string;
  /** What its bytes need on the wire, and then the paper to move and be cut. */
  wireMs: number;
  printMs: number;
}

export interface ExchangeTiming {
  /** For one status question. */
  answerTimeoutMs: number;
  /** For the answer to a clearing; the makers give no figure. */
  clearTimeoutMs: number;
  /** Added to a job's own time: speeds are the makers' best. */
  jobMarginMs: number;
  /** A hot head cools and goes on by itself. */
  overheatedTimeoutMs: number;
}

export type ClearCause = PrinterFault | 'no-answer';

interface Asking {
  answers: readonly Bits[];
  noise: boolean;
}

export type ExchangeState = { plan: ExchangePlan } & (
  | { at: 'clearing-first' }
  /** `counter`: whether it was just set going, when nothing is asked or believed for a moment. */
  | ({ at: 'asking'; owesAnswers: boolean; counter: 'as-found' | 'starting' | 'started' } & Asking)
  /** The printer can print but may owe answers in turn to an old job: they would pass for the new one's. */
  | { at: 'awaiting-turn'; heard: PrinterCondition; answered: boolean }
  /**
   * `passed`: nothing more is waited for but the time that the paper takes. `cooled`: a hot head had its time already. `count` is
   * the counter of jobs before it.
   */
  | { at: 'printing'; heard: PrinterCondition; overheated: boolean; cooled: boolean; passed: boolean; count: number }
  /** Asking once more, when the paper must be out. */
  | ({ at: 'checking'; heard: PrinterCondition } & Asking)
  | { at: 'clearing'; heard: PrinterCondition; cause: ClearCause; printed: boolean; count: number }
  | { at: 'ended'; ending: ExchangeEnding }
);

export interface ExchangeEnding {
  /** `null` after a probe. */
  result: PrintResult | null;
  /** What the answers to the questions added up to; `null` when they did not all come. */
  heard: PrinterCondition | null;
  /** Whether the connection may be used further: one that owes an answer may not, as the answer could come late. */
  link: 'good' | 'silent' | 'nonsense' | 'lost';
  /** The printer may still hold a job that must not come out. */
  owesClear: boolean;
}

export type ExchangeEvent =
  | { kind: 'message'; message: PrinterMessage }
  | { kind: 'deadline' }
  | { kind: 'link-lost' }
  /** The link took nothing of what the last step wanted to send. */
  | { kind: 'refused' };

/** `deadline` replaces the one before. Effects run in order; none of a step's later ones after a refused sending. */
export type ExchangeEffect =
  /** Which of the dialect's questions, from 0. */
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
