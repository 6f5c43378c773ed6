import { canPrint, type PrinterCondition, type PrinterFault, type PrintOutcome } from './contract.ts';
import type { PrinterProfile } from './profile.ts';
import { dialectOf, type PrinterMessage } from './status.ts';

/**
 * One exchange with the printer, as a pure machine: perhaps a clearing, the status questions, and, if there is a job and the
 * answers allow it, the job until its outcome is known. Without a job it is a probe.
 *
 * Only the profile's own proof makes a job `printed`: its process ID; an answer in turn, then silence about faults until the paper
 * must be out, then a good status; or the counter one higher than before.
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

type ClearCause = PrinterFault | 'no-answer';

interface Asking {
  answers: readonly (readonly number[])[];
  noise: boolean;
}

export type ExchangeState = { plan: ExchangePlan } & (
  | { at: 'clearing-first' }
  /** `counter`: whether Star's was just set going, when nothing is asked or believed for a moment. */
  | ({ at: 'asking'; owesAnswers: boolean; counter: 'as-found' | 'starting' | 'started' } & Asking)
  /** The printer can print but may owe answers in turn to an old job: they would pass for the new one's. */
  | { at: 'awaiting-turn'; heard: PrinterCondition; answered: boolean }
  /**
   * `passed`: nothing more is waited for but the time that the paper takes. `cooled`: a hot head had its time already. `count` is
   * Star's counter before the job.
   */
  | { at: 'printing'; heard: PrinterCondition; overheated: boolean; cooled: boolean; passed: boolean; count: number }
  /** Asking once more, when the paper must be out. */
  | ({ at: 'checking'; heard: PrinterCondition } & Asking)
  | { at: 'clearing'; heard: PrinterCondition; cause: ClearCause; printed: boolean; count: number }
  | { at: 'ended'; ending: ExchangeEnding }
);

export interface ExchangeEnding {
  /** `null` after a probe. */
  outcome: PrintOutcome | null;
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

/** Of Star's counter, 0 to 31: 0 says that the printer was cleared, so a job begins above it and never brings it round to 0. */
const LOWEST_COUNT = 1;
const HIGHEST_COUNT = 29;

export function beginExchange(plan: ExchangePlan): ExchangeStep {
  if (plan.clearFirst && plan.profile.clearing !== 'none') {
    return {
      state: { plan, at: 'clearing-first' },
      effects: [{ do: 'clear' }, { do: 'deadline', afterMs: plan.timing.clearTimeoutMs }],
    };
  }
  return ask(plan, plan.clearFirst && plan.profile.confirmation === 'fence');
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

/** Ends before the first byte of the job, if there is one. */
function endUnsent(plan: ExchangePlan, cause: PrinterFault, ending: Omit<ExchangeEnding, 'outcome'>): ExchangeStep {
  return end(plan, { outcome: plan.job === null ? null : { kind: 'not-sent', cause }, ...ending });
}

/** Waits afresh for `afterMs`. */
const goOn = (state: ExchangeState, afterMs: number): ExchangeStep => ({
  state,
  effects: [{ do: 'deadline', afterMs }],
});

function whileClearingFirst(state: At<'clearing-first'>, event: ExchangeEvent): ExchangeStep {
  const { plan } = state;
  switch (event.kind) {
    case 'message':
      // Proof of an old job comes too late here: its outcome was told long ago.
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
      if (message.kind === 'changed' && dialectOf(plan.profile).answersByReport)
        return takeReport(state, message.condition, message.count);
      if (message.kind !== 'status') return stay(state);
      const answered = takeAnswer(state, message.bits);
      if (answered.heard === null) return answered.next;
      return afterAnswers(plan, { heard: answered.heard, owesAnswers: state.owesAnswers, count: 0 });
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

type Answered = { heard: PrinterCondition } | { heard: null; next: ExchangeStep };

/** The next question, or what all answers add up to. */
function takeAnswer(state: At<'asking'> | At<'checking'>, bits: readonly number[]): Answered {
  const { plan } = state;
  const answers = [...state.answers, bits];
  if (answers.length < questionsOf(plan).length)
    return { heard: null, next: askAt(answers.length, { ...state, answers }) };
  return { heard: dialectOf(plan.profile).conditionOfAnswers(answers, plan.profile) };
}

/**
 * Star's answer. Before a job its counter must stand where proof and clearing can be told from it. Setting it going passes through
 * 0, so no answer from before it may be under way when the job is.
 */
function takeReport(state: At<'asking'>, heard: PrinterCondition, count: number | null): ExchangeStep {
  const { plan, counter } = state;
  const isInRange = count !== null && count >= LOWEST_COUNT && count <= HIGHEST_COUNT;
  if (plan.profile.confirmation !== 'star-counter' || !canPrint(heard) || isInRange)
    return afterAnswers(plan, { heard, owesAnswers: false, count: count ?? 0 });
  if (count === null || counter === 'started')
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
  if (job === null) return end(plan, { outcome: null, heard, link: 'good', owesClear: owesAnswers });
  if (!canPrint(heard)) return endUnsent(plan, heard, { heard, link: 'good', owesClear: owesAnswers });
  if (!owesAnswers) return sendJob(plan, job, heard, count);
  return {
    state: { plan, at: 'awaiting-turn', heard, answered: false },
    // An old job may come out first.
    effects: [{ do: 'ask-in-turn' }, { do: 'deadline', afterMs: proofTimeoutMs(plan, job) }],
  };
}

/** Answers to old requests come first and then, with nothing to print in between, those to newer ones and to this exchange's. */
function whileAwaitingTurn(state: At<'awaiting-turn'>, event: ExchangeEvent): ExchangeStep {
  const { plan, heard, answered } = state;
  switch (event.kind) {
    case 'message':
      if (event.message.kind !== 'paper-sensor') return stay(state);
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
  const passed = plan.profile.confirmation === 'none';
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
      return end(plan, { outcome: { kind: 'unknown', cause: 'link-lost' }, heard, link: 'lost', owesClear: true });
    case 'refused':
      return endUnsent(plan, 'printer-unreachable', { heard, link: 'lost', owesClear: false });
  }
}

function hearWhilePrinting(state: At<'printing'>, message: PrinterMessage): ExchangeStep {
  const { plan, heard } = state;
  if (isProof(message, plan, state.count)) return end(plan, { outcome: { kind: 'printed' }, heard, ...CLEAN });
  if (plan.profile.confirmation === 'fence' && plan.job !== null) {
    if (message.kind === 'noise' || (message.kind === 'paper-sensor' && state.passed)) return endInDoubt(plan, heard);
    if (message.kind === 'paper-sensor')
      return message.bits & 0x0c ? clear(state, 'paper-out') : goOn({ ...state, passed: true }, plan.job.printMs);
  }
  return message.kind === 'changed' && plan.profile.status.reportsChanges
    ? reactToChange(state, message.condition)
    : stay(state);
}

const CLEAN = { link: 'good', owesClear: false } as const;

/**
 * One byte is all that an answer in turn consists of. With a second one, or bytes that nobody can read, nobody knows whether the
 * first was it.
 */
const endInDoubt = (plan: ExchangePlan, heard: PrinterCondition): ExchangeStep =>
  end(plan, { outcome: { kind: 'unknown', cause: 'unknown-answer' }, heard, link: 'nonsense', owesClear: true });

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

/** The paper must be out, and the printer says that all is well. */
function conclude(plan: ExchangePlan, heard: PrinterCondition): ExchangeStep {
  const isProved = plan.profile.confirmation === 'fence';
  const outcome: PrintOutcome = isProved ? { kind: 'printed' } : { kind: 'unknown', cause: 'no-confirmation' };
  return end(plan, { outcome, heard, ...CLEAN });
}

function whileChecking(state: At<'checking'>, event: ExchangeEvent): ExchangeStep {
  const { plan, heard } = state;
  switch (event.kind) {
    case 'message': {
      const { message } = event;
      if (message.kind === 'changed' && dialectOf(plan.profile).answersByReport) return judge(state, message.condition);
      if (message.kind === 'changed' && plan.profile.status.reportsChanges && !canPrint(message.condition))
        return clear({ ...state, count: 0 }, message.condition);
      if (plan.profile.confirmation === 'fence' && (message.kind === 'paper-sensor' || message.kind === 'noise'))
        return endInDoubt(plan, heard);
      if (message.kind !== 'status') return stay(state);
      const answered = takeAnswer(state, message.bits);
      return answered.heard === null ? answered.next : judge(state, answered.heard);
    }
    case 'deadline':
      return end(plan, { outcome: { kind: 'unknown', cause: 'no-answer' }, heard, link: 'silent', owesClear: true });
    case 'link-lost':
    case 'refused':
      return end(plan, { outcome: { kind: 'unknown', cause: 'link-lost' }, heard, link: 'lost', owesClear: true });
  }
}

const judge = (state: At<'checking'>, condition: PrinterCondition): ExchangeStep =>
  canPrint(condition) ? conclude(state.plan, condition) : clear({ ...state, count: 0 }, condition);

interface Stopped {
  plan: ExchangePlan;
  heard: PrinterCondition;
  count: number;
}

function clear({ plan, heard, count }: Stopped, cause: ClearCause): ExchangeStep {
  if (plan.profile.clearing === 'none') {
    const link = cause === 'no-answer' ? 'silent' : 'good';
    return end(plan, { outcome: { kind: 'unknown', cause }, heard, link, owesClear: true });
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
      // Proof may come late, but what follows the clearing is lost until the printer has answered it: the exchange goes on.
      if (isProof(message, plan, state.count)) return stay({ ...state, printed: true });
      if (isDropped(message, plan)) {
        const outcome: PrintOutcome = state.printed ? { kind: 'printed' } : { kind: 'cancelled', cause: state.cause };
        return end(plan, { outcome, heard, ...CLEAN });
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
  const outcome: PrintOutcome = state.printed ? { kind: 'printed' } : { kind: 'unknown', cause };
  return end(state.plan, { outcome, heard: state.heard, link, owesClear: true });
}

/** A deadline may pass just before the printer tells why. */
function withCause(state: At<'clearing'>, condition: PrinterCondition): At<'clearing'> {
  return state.cause === 'no-answer' && !canPrint(condition) ? { ...state, cause: condition } : state;
}

/** What the printer itself says of this job. */
function isProof(message: PrinterMessage, { job, profile }: ExchangePlan, count: number): boolean {
  if (job === null) return false;
  if (profile.confirmation === 'process-id') return message.kind === 'printed' && message.processId === job.processId;
  return profile.confirmation === 'star-counter' && message.kind === 'changed' && message.count === count + 1;
}

/** No job leaves the counter at 0, so there it tells of a clearing. */
const isDropped = (message: PrinterMessage, { profile }: ExchangePlan): boolean =>
  profile.clearing === 'star-can' ? message.kind === 'changed' && message.count === 0 : message.kind === 'dropped';
