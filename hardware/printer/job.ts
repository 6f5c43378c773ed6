import type { StatusQuestion } from './commands.ts';
import { canPrint, type PrinterCondition, type PrinterFault, type PrintOutcome } from './contract.ts';
import { conditionOfAnswers, conditionOfChange, type PrinterMessage } from './status.ts';

/**
 * One exchange with the printer, as a pure machine: perhaps a clearing, the four status questions, and, if there is a job and
 * the answers allow it, the job until its outcome is known. Without a job it is a probe.
 */
export interface ExchangePlan {
  /** The printer may still hold an old job: it is emptied before anything else is sent. */
  clearFirst: boolean;
  job: { processId: string; timeoutMs: number } | null;
  nearEndSensor: boolean;
  timing: ExchangeTiming;
}

export interface ExchangeTiming {
  /** For one status question. */
  answerTimeoutMs: number;
  /** For the answer to a clearing; the maker gives no figure. */
  clearTimeoutMs: number;
  /** A hot head cools and goes on by itself. */
  overheatedTimeoutMs: number;
}

type ClearCause = PrinterFault | 'no-answer';

export type ExchangeState = { plan: ExchangePlan } & (
  | { at: 'clearing-first' }
  | { at: 'asking'; answers: readonly number[]; noise: boolean }
  | { at: 'printing'; heard: PrinterCondition; overheated: boolean }
  | { at: 'clearing'; heard: PrinterCondition; cause: ClearCause; printed: boolean }
  | { at: 'ended'; ending: ExchangeEnding }
);

export interface ExchangeEnding {
  /** `null` after a probe. */
  outcome: PrintOutcome | null;
  /** What the answers to the four questions added up to; `null` when they did not all come. */
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
  | { do: 'ask'; question: StatusQuestion }
  | { do: 'send-job' }
  | { do: 'clear' }
  | { do: 'deadline'; afterMs: number };

export interface ExchangeStep {
  state: ExchangeState;
  effects: readonly ExchangeEffect[];
}

export function beginExchange(plan: ExchangePlan): ExchangeStep {
  if (!plan.clearFirst) return ask(plan);
  return {
    state: { plan, at: 'clearing-first' },
    effects: [{ do: 'clear' }, { do: 'deadline', afterMs: plan.timing.clearTimeoutMs }],
  };
}

export function step(state: ExchangeState, event: ExchangeEvent): ExchangeStep {
  switch (state.at) {
    case 'clearing-first':
      return whileClearingFirst(state, event);
    case 'asking':
      return whileAsking(state, event);
    case 'printing':
      return whilePrinting(state, event);
    case 'clearing':
      return whileClearing(state, event);
    case 'ended':
      return stay(state);
  }
}

type At<Name extends ExchangeState['at']> = Extract<ExchangeState, { at: Name }>;

const stay = (state: ExchangeState): ExchangeStep => ({ state, effects: [] });

const end = (plan: ExchangePlan, ending: ExchangeEnding): ExchangeStep => ({
  state: { plan, at: 'ended', ending },
  effects: [],
});

/** Ends before the first byte of the job, if there is one. */
function endUnsent(plan: ExchangePlan, cause: PrinterFault, ending: Omit<ExchangeEnding, 'outcome'>): ExchangeStep {
  return end(plan, { outcome: plan.job === null ? null : { kind: 'not-sent', cause }, ...ending });
}

function ask(plan: ExchangePlan): ExchangeStep {
  return askNext({ plan, at: 'asking', answers: [], noise: false }, 1);
}

function askNext(state: At<'asking'>, question: StatusQuestion): ExchangeStep {
  const effects: ExchangeEffect[] = [
    { do: 'ask', question },
    { do: 'deadline', afterMs: state.plan.timing.answerTimeoutMs },
  ];
  return { state, effects };
}

function whileClearingFirst(state: At<'clearing-first'>, event: ExchangeEvent): ExchangeStep {
  const { plan } = state;
  switch (event.kind) {
    case 'message':
      // Proof of an old job comes too late here: its outcome was told long ago.
      return event.message.kind === 'dropped' ? ask(plan) : stay(state);
    case 'deadline':
      return endUnsent(plan, 'printer-offline', { heard: null, link: 'silent', owesClear: true });
    case 'link-lost':
    case 'refused':
      return endUnsent(plan, 'printer-unreachable', { heard: null, link: 'lost', owesClear: true });
  }
}

function whileAsking(state: At<'asking'>, event: ExchangeEvent): ExchangeStep {
  const { plan } = state;
  switch (event.kind) {
    case 'message':
      if (event.message.kind === 'noise') return stay({ ...state, noise: true });
      if (event.message.kind !== 'status') return stay(state);
      return takeAnswer(state, event.message.bits);
    case 'deadline':
      return state.noise
        ? endUnsent(plan, 'unknown-answer', { heard: null, link: 'nonsense', owesClear: false })
        : endUnsent(plan, 'printer-offline', { heard: null, link: 'silent', owesClear: false });
    case 'link-lost':
    case 'refused':
      return endUnsent(plan, 'printer-unreachable', { heard: null, link: 'lost', owesClear: false });
  }
}

function takeAnswer(state: At<'asking'>, bits: number): ExchangeStep {
  const { plan } = state;
  const answers = [...state.answers, bits];
  const [printer, offline, error, paper] = answers;
  if (offline === undefined) return askNext({ ...state, answers }, 2);
  if (error === undefined) return askNext({ ...state, answers }, 3);
  if (paper === undefined) return askNext({ ...state, answers }, 4);
  const heard = conditionOfAnswers([printer ?? 0, offline, error, paper], plan);
  if (plan.job === null) return end(plan, { outcome: null, heard, link: 'good', owesClear: false });
  if (!canPrint(heard)) return endUnsent(plan, heard, { heard, link: 'good', owesClear: false });
  return {
    state: { plan, at: 'printing', heard, overheated: false },
    effects: [{ do: 'send-job' }, { do: 'deadline', afterMs: plan.job.timeoutMs }],
  };
}

function whilePrinting(state: At<'printing'>, event: ExchangeEvent): ExchangeStep {
  const { plan, heard } = state;
  switch (event.kind) {
    case 'message':
      if (isProof(event.message, plan))
        return end(plan, { outcome: { kind: 'printed' }, heard, link: 'good', owesClear: false });
      return event.message.kind === 'changed'
        ? reactToChange(state, conditionOfChange(event.message.bits, plan))
        : stay(state);
    case 'deadline':
      return clear(state, state.overheated ? 'overheated' : 'no-answer');
    case 'link-lost':
      return end(plan, { outcome: { kind: 'unknown', cause: 'link-lost' }, heard, link: 'lost', owesClear: true });
    case 'refused':
      return endUnsent(plan, 'printer-unreachable', { heard, link: 'lost', owesClear: false });
  }
}

function reactToChange(state: At<'printing'>, condition: PrinterCondition): ExchangeStep {
  const { plan } = state;
  if (condition === 'overheated') {
    if (state.overheated) return stay(state);
    return {
      state: { ...state, overheated: true },
      effects: [{ do: 'deadline', afterMs: plan.timing.overheatedTimeoutMs }],
    };
  }
  if (!canPrint(condition)) return clear(state, condition);
  if (!state.overheated || plan.job === null) return stay(state);
  return {
    state: { ...state, overheated: false },
    effects: [{ do: 'deadline', afterMs: plan.job.timeoutMs }],
  };
}

function clear({ plan, heard }: At<'printing'>, cause: ClearCause): ExchangeStep {
  return {
    state: { plan, at: 'clearing', heard, cause, printed: false },
    effects: [{ do: 'clear' }, { do: 'deadline', afterMs: plan.timing.clearTimeoutMs }],
  };
}

function whileClearing(state: At<'clearing'>, event: ExchangeEvent): ExchangeStep {
  const { plan, heard } = state;
  switch (event.kind) {
    case 'message':
      // Proof may come late, but what follows the clearing is lost until the printer has answered it: the exchange goes on.
      if (isProof(event.message, plan)) return stay({ ...state, printed: true });
      if (event.message.kind === 'dropped') {
        const outcome: PrintOutcome = state.printed ? { kind: 'printed' } : { kind: 'cancelled', cause: state.cause };
        return end(plan, { outcome, heard, link: 'good', owesClear: false });
      }
      return stay(
        event.message.kind === 'changed' ? withCause(state, conditionOfChange(event.message.bits, plan)) : state,
      );
    case 'deadline':
      return endUncleared(state, state.cause, 'silent');
    case 'link-lost':
    case 'refused':
      return endUncleared(state, 'link-lost', 'lost');
  }
}

function endUncleared(state: At<'clearing'>, cause: ClearCause | 'link-lost', link: 'silent' | 'lost'): ExchangeStep {
  const outcome: PrintOutcome = state.printed ? { kind: 'printed' } : { kind: 'unknown', cause };
  return end(state.plan, { outcome, heard: state.heard, link, owesClear: true });
}

/** A deadline may pass just before the printer tells why. */
function withCause(state: At<'clearing'>, condition: PrinterCondition): At<'clearing'> {
  return state.cause === 'no-answer' && !canPrint(condition) ? { ...state, cause: condition } : state;
}

const isProof = (message: PrinterMessage, plan: ExchangePlan) =>
  message.kind === 'printed' && plan.job !== null && message.processId === plan.job.processId;
