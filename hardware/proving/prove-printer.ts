import type { Link } from '../link/contract.ts';
import { startDeadline } from '../link/deadline.ts';
import type { Printer, PrintResult } from '../printer/contract.ts';
import { openPrinter } from '../printer/driver.ts';
import type { PrinterProfile } from '../printer/profile.ts';
import { converse, firstTurn } from './conversation.ts';
import { interview } from './interview.ts';
import {
  beginProof,
  type ProofEffect,
  type ProofEvent,
  type ProofPlan,
  type ProofState,
  type ProofStep,
  stepProof,
} from './proof.ts';
import { type TestPageWords, testPage } from './test-page.ts';

const ANSWER_TIMEOUT_MS = 600;
/** A printer's first condition may take this many answer timeouts, because the driver asks four questions first. */
const FIRST_WORD_ANSWERS = 6;

export interface ProvingOptions extends Omit<ProofPlan, 'ways'> {
  /** One factory per way to reach the device, such as a speed of its serial line. Each call makes a new link that is not started. */
  links: readonly (() => Link)[];
  words: TestPageWords;
  /** Resolves when the device may be opened. */
  ready?: Promise<void>;
  onChange(state: ProofState): void;
  answerTimeoutMs?: number;
}

/**
 * The test of one printer while a person watches the paper. No other part of the program may open the device until `close` has resolved.
 */
export interface Proving {
  state(): ProofState;
  tell(event: Extract<ProofEvent, { type: 'said' | 'again' | 'print-anyway' }>): void;
  close(): Promise<void>;
}

export function proveNewPrinter(options: ProvingOptions): Proving {
  const { links, onChange } = options;
  const plan: ProofPlan = { ...options, ways: links.length };
  let isClosed = false;
  let working: Promise<void> = options.ready ?? Promise.resolve();
  let state = beginProof().state;

  function advance(step: ProofStep): void {
    state = step.state;
    onChange(state);
    for (const effect of step.effects)
      working = working.then(async () => {
        if (isClosed) return;
        const event = await perform(options, effect);
        if (!isClosed) advance(stepProof(plan, state, event));
      });
  }

  advance(beginProof());
  return {
    state: () => state,
    tell(event) {
      if (!isClosed) advance(stepProof(plan, state, event));
    },
    async close() {
      isClosed = true;
      await working;
    },
  };
}

function perform(options: ProvingOptions, effect: ProofEffect): Promise<ProofEvent> {
  const open = options.links[effect.way];
  if (open === undefined) throw new Error(`there is no link number ${effect.way}`);
  return effect.do === 'interview' ? ask(options, open()) : print(options, open(), effect.profile);
}

async function ask({ answerTimeoutMs = ANSWER_TIMEOUT_MS }: ProvingOptions, link: Link): Promise<ProofEvent> {
  try {
    const first = firstTurn(link);
    link.start();
    if ((await first) !== null) return { type: 'unanswered' };
    const found = await interview(converse(link, answerTimeoutMs));
    return { type: 'interviewed', found };
  } finally {
    await link.close();
  }
}

async function print(options: ProvingOptions, link: Link, profile: PrinterProfile): Promise<ProofEvent> {
  const { words, answerTimeoutMs = ANSWER_TIMEOUT_MS } = options;
  const printer = openPrinter({ link, profile, timing: { answerTimeoutMs } });
  try {
    return { type: 'printed', result: await printPage(printer, profile, words, answerTimeoutMs) };
  } finally {
    await printer.close();
  }
}

async function printPage(
  printer: Printer,
  profile: PrinterProfile,
  words: TestPageWords,
  answerTimeoutMs: number,
): Promise<PrintResult> {
  await firstWord(printer, answerTimeoutMs);
  return printer.print(testPage(profile, words));
}

/** Resolves when the printer first reports a condition, at the latest after `FIRST_WORD_ANSWERS` answer timeouts. */
export function firstWord(printer: Printer, answerTimeoutMs: number): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      callOff();
      stop();
      resolve();
    };
    const callOff = startDeadline(answerTimeoutMs * FIRST_WORD_ANSWERS, end);
    const stop = printer.onCondition(end);
  });
}
