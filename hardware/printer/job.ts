import { canPrint, type PrinterCondition, type PrinterFault, type PrintResult } from './contract.ts';
import type { PrinterMessage, Verdict } from './dialect.ts';
import { clearingOf, dialectOf, proofOf } from './dialects.ts';
import type {
  ClearCause,
  ExchangeEnding,
  ExchangeEvent,
  ExchangeJob,
  ExchangePlan,
  ExchangeState,
  ExchangeStep,
} from './exchange.ts';

/**
 * Begins one exchange with the printer, a pure state machine. The profile's dialect decides which message answers which question, how the
 * printer is cleared and which message confirms that a job is printed.
 */
export function beginExchange(plan: ExchangePlan): ExchangeStep {
  if (plan.clearFirst && clearingOf(plan.profile) !== null) {
    return {
      state: { plan, at: 'clearing-first' },
      effects: [{ do: 'clear' }, { do: 'deadline', afterMs: plan.timing.clearTimeoutMs }],
    };
  }
  return ask(plan, plan.clearFirst && proofOf(plan.profile).inTurn !== null);
}

export function step(state: ExchangeState, event: ExchangeEvent): ExchangeStep {
  switch (state.at) {
    case 'clearing-first':
      return whileClearingFirst(state, event);
    case 'asking':
      return whileAsking(state, event);
    case 'awaiting-turn':
      return whileAwaitingTurn(state, event);
    case 'printing':
      return whilePrinting(state, event);
    case 'checking':
      return whileChecking(state, event);
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

function endUnsent(plan: ExchangePlan, cause: PrinterFault, ending: Omit<ExchangeEnding, 'result'>): ExchangeStep {
  return end(plan, { result: plan.job === null ? null : { kind: 'not-sent', cause }, ...ending });
}

const goOn = (state: ExchangeState, afterMs: number): ExchangeStep => ({
  state,
  effects: [{ do: 'deadline', afterMs }],
});

function whileClearingFirst(state: At<'clearing-first'>, event: ExchangeEvent): ExchangeStep {
  const { plan } = state;
  switch (event.kind) {
    case 'message':
      // Only the printer's answer to the clearing counts here. A late confirmation of the job that is being cleared is ignored, because the
      // result of that job is already recorded.
      return isDropped(event.message, plan) ? ask(plan, false) : stay(state);
    case 'deadline':
      return endUnsent(plan, 'printer-offline', { heard: null, link: 'silent', owesClear: true });
    case 'link-lost':
    case 'refused':
      return endUnsent(plan, 'printer-unreachable', { heard: null, link: 'lost', owesClear: true });
  }
}

const questionsOf = ({ profile }: ExchangePlan) => dialectOf(profile).questions;

function ask(plan: ExchangePlan, owesAnswers: boolean): ExchangeStep {
  if (questionsOf(plan).length === 0) return afterAnswers(plan, { heard: 'ready', owesAnswers, count: 0 });
  return askAt(0, { plan, at: 'asking', answers: [], noise: false, owesAnswers, counter: 'as-found' });
}

const askAt = (question: number, state: At<'asking'> | At<'checking'>): ExchangeStep => ({
  state,
  effects: [
    { do: 'ask', question },
    { do: 'deadline', afterMs: state.plan.timing.answerTimeoutMs },
  ],
});

function whileAsking(state: At<'asking'>, event: ExchangeEvent): ExchangeStep {
  const { plan, owesAnswers: owesClear } = state;
  const isStarting = state.counter === 'starting';
  switch (event.kind) {
    case 'message': {
      const { message } = event;
      if (isStarting) return stay(state);
      if (message.kind === 'noise') return stay({ ...state, noise: true });
      const matched = match(state, message);
      if (matched === null) return stay(state);
      if (matched.kind === 'part') return askAt(matched.answers.length, { ...state, answers: matched.answers });
      return takeWhole(state, matched.condition, matched.count);
    }
    case 'deadline':
      if (isStarting) return askAt(0, { ...state, counter: 'started' });
      return state.noise
        ? endUnsent(plan, 'unknown-answer', { heard: null, link: 'nonsense', owesClear })
        : endUnsent(plan, 'printer-offline', { heard: null, link: 'silent', owesClear });
    case 'link-lost':
    case 'refused':
      return endUnsent(plan, 'printer-unreachable', { heard: null, link: 'lost', owesClear });
  }
}

const match = ({ plan, answers }: At<'asking'> | At<'checking'>, message: PrinterMessage) =>
  dialectOf(plan.profile).match(message, answers, plan.profile);

/**
 * Handles the complete status. If the printer's job counter has a value from which the exchange could recognise neither a printed nor a
 * cleared job, the exchange sets the counter. The counter then passes through other values. The exchange waits until reports of these
 * values must have arrived, and asks again.
 */
function takeWhole(state: At<'asking'>, heard: PrinterCondition, count: number | null): ExchangeStep {
  const { plan, counter, owesAnswers } = state;
  const place = canPrint(heard) ? proofOf(plan.profile).counter?.place(count) : 'good';
  if (place === undefined || place === 'good') return afterAnswers(plan, { heard, owesAnswers, count: count ?? 0 });
  if (place === 'missing' || counter === 'started')
    return endUnsent(plan, 'unknown-answer', { heard: null, link: 'nonsense', owesClear: false });
  return {
    state: { ...state, counter: 'starting' },
    effects: [{ do: 'start-counter' }, { do: 'deadline', afterMs: plan.timing.answerTimeoutMs }],
  };
}

interface Answers {
  heard: PrinterCondition;
  owesAnswers: boolean;
  count: number;
}

function afterAnswers(plan: ExchangePlan, { heard, owesAnswers, count }: Answers): ExchangeStep {
  const { job } = plan;
  if (job === null) return end(plan, { result: null, heard, link: 'good', owesClear: owesAnswers });
  if (!canPrint(heard)) return endUnsent(plan, heard, { heard, link: 'good', owesClear: owesAnswers });
  if (!owesAnswers) return sendJob(plan, job, heard, count);
  return {
    state: { plan, at: 'awaiting-turn', heard, answered: false },
    // The time of the new job serves as an estimate of the time that the old job may still need on paper.
    effects: [{ do: 'ask-in-turn' }, { do: 'deadline', afterMs: proofTimeoutMs(plan, job) }],
  };
}

/**
 * Waits until the printer has answered the requests of an old job and, last, this exchange's own request; all answers look alike. After the
 * first answer nothing is left to print, so the remaining answers follow within one answer timeout.
 */
function whileAwaitingTurn(state: At<'awaiting-turn'>, event: ExchangeEvent): ExchangeStep {
  const { plan, heard, answered } = state;
  switch (event.kind) {
    case 'message':
      if (!proofOf(plan.profile).inTurn?.answers(event.message)) return stay(state);
      return answered ? stay(state) : goOn({ ...state, answered: true }, plan.timing.answerTimeoutMs);
    case 'deadline':
      if (answered) return ask(plan, false);
      return endUnsent(plan, 'printer-offline', { heard, link: 'silent', owesClear: true });
    case 'link-lost':
    case 'refused':
      return endUnsent(plan, 'printer-unreachable', { heard, link: 'lost', owesClear: true });
  }
}

const proofTimeoutMs = ({ timing }: ExchangePlan, { wireMs, printMs }: ExchangeJob) =>
  wireMs + printMs + timing.jobMarginMs;

function sendJob(plan: ExchangePlan, job: ExchangeJob, heard: PrinterCondition, count: number): ExchangeStep {
  const passed = !proofOf(plan.profile).isAwaited;
  return {
    state: { plan, at: 'printing', heard, overheated: false, cooled: false, passed, count },
    effects: [
      { do: 'send-job' },
      { do: 'deadline', afterMs: passed ? job.wireMs + job.printMs : proofTimeoutMs(plan, job) },
    ],
  };
}

function whilePrinting(state: At<'printing'>, event: ExchangeEvent): ExchangeStep {
  const { plan, heard } = state;
  switch (event.kind) {
    case 'message':
      return hearWhilePrinting(state, event.message);
    case 'deadline':
      if (state.overheated) return clear(state, 'overheated');
      return state.passed ? check(state) : clear(state, 'no-answer');
    case 'link-lost':
      return end(plan, { result: { kind: 'unknown', cause: 'link-lost' }, heard, link: 'lost', owesClear: true });
    case 'refused':
      return endUnsent(plan, 'printer-unreachable', { heard, link: 'lost', owesClear: false });
  }
}

function hearWhilePrinting(state: At<'printing'>, message: PrinterMessage): ExchangeStep {
  const { plan, heard } = state;
  const verdict = judge(message, state);
  if (verdict === 'printed') return end(plan, { result: { kind: 'printed' }, heard, ...CLEAN });
  if (verdict === 'doubtful') return endInDoubt(plan, heard);
  if (verdict === 'passed') return goOn({ ...state, passed: true }, plan.job?.printMs ?? 0);
  if (verdict !== null) return clear(state, verdict);
  return message.kind === 'changed' && plan.profile.status.reportsChanges
    ? reactToChange(state, message.condition)
    : stay(state);
}

function judge(message: PrinterMessage, { plan, passed, count }: Judged): Verdict {
  if (plan.job === null) return null;
  const { processId } = plan.job;
  return proofOf(plan.profile).judge(message, { processId, countBefore: count, hasPassed: passed });
}

interface Judged {
  plan: ExchangePlan;
  passed: boolean;
  count: number;
}

const CLEAN = { link: 'good', owesClear: false } as const;

const endInDoubt = (plan: ExchangePlan, heard: PrinterCondition): ExchangeStep =>
  end(plan, { result: { kind: 'unknown', cause: 'unknown-answer' }, heard, link: 'nonsense', owesClear: true });

function reactToChange(state: At<'printing'>, condition: PrinterCondition): ExchangeStep {
  const { plan, passed, overheated, cooled } = state;
  if (condition === 'overheated') {
    const hot: ExchangeState = { ...state, overheated: true };
    return overheated || cooled ? stay(hot) : goOn(hot, plan.timing.overheatedTimeoutMs);
  }
  if (!canPrint(condition)) return clear(state, condition);
  if (!overheated || plan.job === null) return stay(state);
  const cool: ExchangeState = { ...state, overheated: false, cooled: true };
  return cooled ? stay(cool) : goOn(cool, passed ? plan.job.printMs : proofTimeoutMs(plan, plan.job));
}

function check(state: At<'printing'>): ExchangeStep {
  const { plan, heard } = state;
  if (questionsOf(plan).length === 0) return conclude(plan, heard);
  return askAt(0, { plan, at: 'checking', heard, answers: [], noise: false });
}

function conclude(plan: ExchangePlan, heard: PrinterCondition): ExchangeStep {
  const isProved = proofOf(plan.profile).isAwaited;
  const result: PrintResult = isProved ? { kind: 'printed' } : { kind: 'unknown', cause: 'no-confirmation' };
  return end(plan, { result, heard, ...CLEAN });
}

function whileChecking(state: At<'checking'>, event: ExchangeEvent): ExchangeStep {
  const { plan, heard } = state;
  switch (event.kind) {
    case 'message': {
      const { message } = event;
      const matched = match(state, message);
      if (matched?.kind === 'whole') return takeLast(state, matched.condition);
      if (matched?.kind === 'part') return askAt(matched.answers.length, { ...state, answers: matched.answers });
      if (message.kind === 'changed' && plan.profile.status.reportsChanges && !canPrint(message.condition))
        return clear({ ...state, count: 0 }, message.condition);
      return judge(message, { plan, passed: true, count: 0 }) === 'doubtful' ? endInDoubt(plan, heard) : stay(state);
    }
    case 'deadline':
      return end(plan, { result: { kind: 'unknown', cause: 'no-answer' }, heard, link: 'silent', owesClear: true });
    case 'link-lost':
    case 'refused':
      return end(plan, { result: { kind: 'unknown', cause: 'link-lost' }, heard, link: 'lost', owesClear: true });
  }
}

const takeLast = (state: At<'checking'>, condition: PrinterCondition): ExchangeStep =>
  canPrint(condition) ? conclude(state.plan, condition) : clear({ ...state, count: 0 }, condition);

interface Stopped {
  plan: ExchangePlan;
  heard: PrinterCondition;
  count: number;
}

function clear({ plan, heard, count }: Stopped, cause: ClearCause): ExchangeStep {
  if (clearingOf(plan.profile) === null) {
    const link = cause === 'no-answer' ? 'silent' : 'good';
    return end(plan, { result: { kind: 'unknown', cause }, heard, link, owesClear: true });
  }
  return {
    state: { plan, at: 'clearing', heard, cause, printed: false, count },
    effects: [{ do: 'clear' }, { do: 'deadline', afterMs: plan.timing.clearTimeoutMs }],
  };
}

function whileClearing(state: At<'clearing'>, event: ExchangeEvent): ExchangeStep {
  const { plan, heard } = state;
  switch (event.kind) {
    case 'message': {
      const { message } = event;
      // The job counts as printed, but the exchange waits for the clearing's answer: until then the printer loses everything it receives.
      if (judge(message, { plan, passed: true, count: state.count }) === 'printed')
        return stay({ ...state, printed: true });
      if (isDropped(message, plan)) {
        const result: PrintResult = state.printed ? { kind: 'printed' } : { kind: 'cancelled', cause: state.cause };
        return end(plan, { result, heard, ...CLEAN });
      }
      return stay(message.kind === 'changed' ? withCause(state, message.condition) : state);
    }
    case 'deadline':
      return endUncleared(state, state.cause, 'silent');
    case 'link-lost':
    case 'refused':
      return endUncleared(state, 'link-lost', 'lost');
  }
}

function endUncleared(state: At<'clearing'>, cause: ClearCause | 'link-lost', link: 'silent' | 'lost'): ExchangeStep {
  const result: PrintResult = state.printed ? { kind: 'printed' } : { kind: 'unknown', cause };
  return end(state.plan, { result, heard: state.heard, link, owesClear: true });
}

/** The deadline may pass just before the printer reports why it stopped; that report then becomes the cause. */
function withCause(state: At<'clearing'>, condition: PrinterCondition): At<'clearing'> {
  return state.cause === 'no-answer' && !canPrint(condition) ? { ...state, cause: condition } : state;
}

const isDropped = (message: PrinterMessage, { profile }: ExchangePlan): boolean =>
  clearingOf(profile)?.isDone(message) ?? false;
