import type { Link, LinkState } from '../link/contract.ts';
import { ASK_IN_TURN, DROP_EVERYTHING, dropEverythingStar, nothing, START_STAR_COUNTER } from './commands.ts';
import { canPrint, type PaperDocument, type Printer, type PrinterCondition, type PrintOutcome } from './contract.ts';
import { encoderFor } from './encoder-for.ts';
import {
  beginExchange,
  type ExchangeEffect,
  type ExchangeEnding,
  type ExchangeEvent,
  type ExchangeState,
  type ExchangeStep,
  type ExchangeTiming,
  step,
} from './job.ts';
import { layOut, lengthDots, type PaperRow } from './layout.ts';
import type { PrinterProfile } from './profile.ts';
import { createStatusReader, dialectOf, type PrinterMessage } from './status.ts';
import type { TextShaper } from './text-shaping.ts';

export interface PrinterTiming extends ExchangeTiming {
  /** Between probes while the printer can print; it tells of changes by itself as well. */
  idleProbeMs: number;
  /** Between probes while it cannot: how soon it is ready after a person put paper in. */
  faultProbeMs: number;
  /** How long a job waits for a connection that broke a moment ago. */
  linkWaitMs: number;
}

const DEFAULT_TIMING: PrinterTiming = {
  answerTimeoutMs: 500,
  clearTimeoutMs: 1_500,
  overheatedTimeoutMs: 20_000,
  jobMarginMs: 2_500,
  idleProbeMs: 10_000,
  faultProbeMs: 1_000,
  linkWaitMs: 1_500,
};

export interface PrinterOptions {
  /** Not yet started; the printer starts and closes it. */
  link: Link;
  profile: PrinterProfile;
  /** Draws the scripts that the printer lacks; without it a `?` stands for each of their characters. */
  shaper?: TextShaper;
  timing?: Partial<PrinterTiming>;
}

interface Job {
  rows: readonly PaperRow[];
  processId: string;
  onFirstByte: (() => void) | undefined;
  settle(outcome: PrintOutcome): void;
}

/** A job as it goes out, with the cut before it that an earlier one may have made needful. */
interface Sending {
  job: Job;
  bytes: Uint8Array;
}

/**
 * Drives one printer over one link. It is `printer-unreachable` until it has answered for the first time. While no job is
 * under way it asks the printer from time to time, so that `condition` is true without anyone printing.
 */
export function openPrinter({ link, profile, shaper, timing: given }: PrinterOptions): Printer {
  const timing: PrinterTiming = { ...DEFAULT_TIMING, ...given };
  const dialect = dialectOf(profile);
  const reports = profile.status.reportsChanges ? dialect.reportChanges : null;
  const encode = encoderFor(profile);
  const nextProcessId = createProcessIds();
  const listeners = new Set<(condition: PrinterCondition) => void>();

  let condition: PrinterCondition = 'printer-unreachable';
  let read = createStatusReader(dialect.grammar(profile));
  let exchange: { state: ExchangeState; sending: Sending | null } | null = null;
  let waiting: Job | null = null;
  let deadline: NodeJS.Timeout | undefined;
  let nextProbe: NodeJS.Timeout | undefined;
  let patience: NodeJS.Timeout | undefined;
  let onIdle: (() => void) | undefined;
  /** Unanswered questions and lost connections in a row. */
  let failures = 0;
  /** The printer may hold a job that must not come out any more. */
  let owesClear = false;
  /** Length of the last job whose end nobody knows: as much of a command cut short may still wait for its data. */
  let unfinishedBytes = 0;
  /** A piece of a ticket may hang from the slot. */
  let scrapMayHang = false;
  /** Whether this connection was told to report changes. */
  let reporting = false;
  let closed = false;

  const unsubscribe = [link.onState(onLinkState), link.onBytes(onBytes)];
  link.start();

  function setCondition(next: PrinterCondition): void {
    if (next === condition) return;
    condition = next;
    for (const listener of listeners) listener(next);
  }

  function onBytes(bytes: Uint8Array): void {
    for (const message of read(bytes)) onMessage(message);
  }

  function onMessage(message: PrinterMessage): void {
    if (message.kind === 'changed' && (reports !== null || dialect.answersByReport)) {
      failures = 0;
      setCondition(message.condition);
      if (exchange === null) proceed(probeDelayMs());
    }
    feed({ kind: 'message', message });
  }

  function onLinkState(state: LinkState): void {
    if (state.kind === 'open') {
      read = createStatusReader(dialect.grammar(profile));
      reporting = false;
      // A printer that took two connections without a word is not asked in a rush.
      proceed(condition === 'printer-offline' || condition === 'unknown-answer' ? timing.faultProbeMs : 0);
    } else if (state.kind === 'closed' && state.trouble !== null) {
      feed({ kind: 'link-lost' });
      countFailure('printer-unreachable');
    }
  }

  /** One failure may be a moment's: the condition changes at the second. */
  function countFailure(found: PrinterCondition): void {
    failures += 1;
    if (failures < 2) return;
    setCondition(found);
    if (waiting !== null) giveUpWaiting();
  }

  /** Begins what is due: the job that waits, else a probe after `delayMs`. While the link is not open, nothing is. */
  function proceed(delayMs: number): void {
    clearTimeout(nextProbe);
    if (closed || exchange !== null || link.state().kind !== 'open') return;
    if (waiting !== null) {
      clearTimeout(patience);
      const job = waiting;
      waiting = null;
      begin(job);
    } else if (delayMs === 0) begin(null);
    else nextProbe = setTimeout(proceed, delayMs, 0);
  }

  function begin(job: Job | null): void {
    const { rows = [], processId = '' } = job ?? {};
    const sending = job && { job, bytes: encode({ rows, profile, processId, cutFirst: scrapMayHang }) };
    const clearMs = wireMs(clearCommand(sending?.bytes.length ?? 0).length);
    const begun = beginExchange({
      // A printer that can print finishes what it holds; one that cannot would print it after the refill, hours late.
      clearFirst: owesClear && (job !== null || !canPrint(condition)),
      job: sending && { processId, wireMs: wireMs(sending.bytes.length), printMs: printMs(rows) },
      profile,
      timing: { ...timing, clearTimeoutMs: timing.clearTimeoutMs + clearMs },
    });
    exchange = { state: begun.state, sending };
    advance(begun);
  }

  function feed(event: ExchangeEvent): void {
    if (exchange !== null) advance(step(exchange.state, event));
  }

  function advance({ state, effects }: ExchangeStep): void {
    if (exchange === null) return;
    exchange.state = state;
    for (const effect of effects) {
      if (!perform(effect, exchange.sending)) {
        feed({ kind: 'refused' });
        return;
      }
    }
    if (state.at === 'ended') finish(state.ending);
  }

  /** False when the link refused. */
  function perform(effect: ExchangeEffect, sending: Sending | null): boolean {
    switch (effect.do) {
      case 'ask': {
        const question = dialect.questions[effect.question];
        return question !== undefined && link.send(question);
      }
      case 'start-counter':
        return link.send(START_STAR_COUNTER);
      case 'ask-in-turn':
        return link.send(Buffer.concat([nothing(unfinishedBytes), ASK_IN_TURN]));
      case 'clear':
        link.dropUnsent();
        return link.send(clearCommand(0));
      case 'deadline':
        clearTimeout(deadline);
        deadline = setTimeout(feed, effect.afterMs, { kind: 'deadline' });
        return true;
      case 'send-job':
        return sending !== null && sendJob(sending);
    }
  }

  function clearCommand(jobBytes: number): Uint8Array {
    return profile.clearing === 'star-can' ? dropEverythingStar(Math.max(unfinishedBytes, jobBytes)) : DROP_EVERYTHING;
  }

  function sendJob({ job, bytes }: Sending): boolean {
    // What no clearing removed is filled up, so that this job is not taken for the rest of it.
    const padding = profile.clearing === 'none' ? nothing(unfinishedBytes) : nothing(0);
    if (!link.send(Buffer.concat([padding, bytes]))) return false;
    unfinishedBytes = bytes.length;
    reporting = true;
    job.onFirstByte?.();
    return true;
  }

  function finish(ending: ExchangeEnding): void {
    clearTimeout(deadline);
    if (exchange === null) return;
    const { sending, state } = exchange;
    const { outcome } = ending;
    exchange = null;
    owesClear = ending.owesClear || (owesClear && !state.plan.clearFirst);
    if (!owesClear) unfinishedBytes = 0;
    if (outcome?.kind === 'printed') scrapMayHang = false;
    else if (isBroken(outcome)) scrapMayHang = true;

    if (ending.link === 'good') afterAnswers(ending);
    else if (ending.link !== 'lost') afterSilence(ending.link === 'nonsense' ? 'unknown-answer' : 'printer-offline');

    if (sending !== null && outcome !== null) sending.job.settle(outcome);
    onIdle?.();
  }

  function afterAnswers({ heard, outcome }: ExchangeEnding): void {
    failures = 0;
    // During a job the printer's own reports, if it has any, are newer than its answers.
    if (
      heard !== null &&
      (outcome === null || outcome.kind === 'not-sent' || (reports === null && !isBroken(outcome)))
    ) {
      if (canPrint(heard) && !reporting && reports !== null) reporting = link.send(reports);
      setCondition(heard);
    }
    const clearsNow = owesClear && profile.clearing !== 'none' && !canPrint(condition);
    proceed(isBroken(outcome) || clearsNow ? 0 : probeDelayMs());
  }

  /** A late answer could be taken for another question's, so the next question goes over a new connection. */
  function afterSilence(found: PrinterCondition): void {
    countFailure(found);
    if (!closed) link.restart();
  }

  function probeDelayMs(): number {
    return canPrint(condition) ? timing.idleProbeMs : timing.faultProbeMs;
  }

  const wireMs = (byteCount: number) => (link.bytesPerS === null ? 0 : (byteCount / link.bytesPerS) * 1_000);

  /** Time for the paper to move and be cut. */
  function printMs(rows: readonly PaperRow[]): number {
    const cuts = scrapMayHang ? 2 : 1;
    const paperMm = (lengthDots(rows) * 25.4) / profile.dpi + cuts * profile.headToCutterMm;
    return (paperMm / profile.speedMmPerS) * 1_000 + cuts * profile.cutMs;
  }

  function giveUpWaiting(): void {
    clearTimeout(patience);
    const job = waiting;
    waiting = null;
    job?.settle({ kind: 'not-sent', cause: canPrint(condition) ? 'printer-unreachable' : condition });
  }

  return {
    condition: () => condition,
    onCondition(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    print(document: PaperDocument, onFirstByte) {
      if (closed) throw new Error('this printer was closed');
      if (waiting !== null || exchange?.sending) throw new Error('one job at a time');
      const rows = layOut(document, profile, shaper);
      return new Promise((settle) => {
        waiting = { rows, processId: nextProcessId(), onFirstByte, settle };
        proceed(0);
        if (waiting === null) return;
        if (exchange === null && condition === 'printer-unreachable') giveUpWaiting();
        else patience = setTimeout(giveUpWaiting, timing.linkWaitMs);
      });
    },
    async close() {
      closed = true;
      clearTimeout(nextProbe);
      giveUpWaiting();
      if (exchange !== null)
        await new Promise<void>((resolve) => {
          onIdle = resolve;
        });
      for (const stop of unsubscribe) stop();
      await link.close();
    },
  };
}

/** Whether something may hang from the slot or still come out. */
const isBroken = (outcome: PrintOutcome | null): boolean =>
  outcome?.kind === 'cancelled' || (outcome?.kind === 'unknown' && outcome.cause !== 'no-confirmation');

/** Four visible characters, counted up from a random start: none comes again before 78 million others. */
function createProcessIds(): () => string {
  const first = 0x21;
  const radix = 0x7e - first + 1;
  let next = Math.floor(Math.random() * radix ** 4);
  return () => {
    const digits = [0, 1, 2, 3].map((place) => first + (Math.floor(next / radix ** place) % radix));
    next = (next + 1) % radix ** 4;
    return String.fromCharCode(...digits);
  };
}
