import type { Link, LinkState } from '../link/contract.ts';
import { type CallOff, startDeadline } from '../link/deadline.ts';
import { canPrint, type Printer, type PrinterCondition, type PrintResult, type SlipDocument } from './contract.ts';
import type { Clearing, CommandSet, Dialect, PrinterMessage, Proof } from './dialect.ts';
import { clearingOf, commandSetOf, dialectOf, encodeJob, proofOf } from './dialects.ts';
import type {
  ExchangeEffect,
  ExchangeEnding,
  ExchangeEvent,
  ExchangeState,
  ExchangeStep,
  ExchangeTiming,
} from './exchange.ts';
import { beginExchange, step } from './job.ts';
import { layOut } from './layout.ts';
import type { PrinterProfile } from './profile.ts';
import { lengthDots, type SlipRow } from './rows.ts';
import { createStatusReader } from './status.ts';
import type { TextShaper } from './text-shaping.ts';

export interface PrinterTiming extends ExchangeTiming {
  /** Milliseconds between status checks while the printer can print. Many printers report changes in between (`reportsChanges`). */
  idleProbeMs: number;
  /** Milliseconds between status checks while the printer cannot print. A refilled printer is ready again after at most this time. */
  faultProbeMs: number;
  /** Milliseconds that a job waits for a connection that has just broken. */
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
  /** The link is not started yet; the printer starts and closes it. */
  link: Link;
  profile: PrinterProfile;
  /** Draws scripts that the printer lacks. Without a shaper `?` replaces each of their characters. */
  shaper?: TextShaper;
  timing?: Partial<PrinterTiming>;
}

interface Job {
  rows: readonly SlipRow[];
  processId: string;
  onFirstByte: (() => void) | undefined;
  settle(result: PrintResult): void;
}

/** `bytes` begin with a cut if a piece of an earlier job may hang from the slot. */
interface Sending {
  job: Job;
  bytes: Uint8Array;
}

/**
 * Drives one printer over one link. The condition is `printer-unreachable` until the first status check ends with another one. Between jobs
 * the driver asks the printer for its status, so that `condition` stays current while no ticket is printed.
 */
export function openPrinter(options: PrinterOptions): Printer {
  const driver = new PrinterDriver(options);
  return {
    condition: () => driver.condition(),
    onCondition: (listener) => driver.onCondition(listener),
    print: (document, onFirstByte) => driver.print(document, onFirstByte),
    close: () => driver.close(),
  };
}

class PrinterDriver {
  readonly #link: Link;
  readonly #profile: PrinterProfile;
  readonly #shaper: TextShaper | undefined;
  readonly #timing: PrinterTiming;
  readonly #commands: CommandSet;
  readonly #dialect: Dialect;
  readonly #proof: Proof;
  readonly #clearing: Clearing | null;
  /** The bytes that switch reports on; `null` if the profile does not trust the reports. */
  readonly #reports: Uint8Array | null;
  readonly #nextProcessId = createProcessIds();
  readonly #listeners = new Set<(condition: PrinterCondition) => void>();
  readonly #unsubscribe: readonly (() => void)[];

  #condition: PrinterCondition = 'printer-unreachable';
  #read: (bytes: Uint8Array) => PrinterMessage[];
  #exchange: { state: ExchangeState; sending: Sending | null } | null = null;
  #waiting: Job | null = null;
  #callOffDeadline: CallOff | undefined;
  #nextProbe: NodeJS.Timeout | undefined;
  #patience: NodeJS.Timeout | undefined;
  #onIdle: (() => void) | undefined;
  /** Count of consecutive unanswered questions and lost connections. */
  #failures = 0;
  /** True if the printer may still buffer a job that must not be printed any more. */
  #owesClear = false;
  /** Length of the last job with an unknown end, in bytes: a truncated command may still wait for that much data. */
  #unfinishedBytes = 0;
  /** True from a connection's end to the next `#sendBuffered`: the printer may wait for the rest of a short command that was cut. */
  #commandMayBeCut = false;
  #scrapMayHang = false;
  #isReporting = false;
  #isClosed = false;

  constructor({ link, profile, shaper, timing }: PrinterOptions) {
    this.#link = link;
    this.#profile = profile;
    this.#shaper = shaper;
    this.#timing = { ...DEFAULT_TIMING, ...timing };
    this.#commands = commandSetOf(profile);
    this.#dialect = dialectOf(profile);
    this.#proof = proofOf(profile);
    this.#clearing = clearingOf(profile);
    this.#reports = profile.status.reportsChanges ? this.#dialect.reportChanges : null;
    this.#read = this.#createReader();
    this.#unsubscribe = [
      link.onState((state) => this.#onLinkState(state)),
      link.onBytes((bytes) => this.#onBytes(bytes)),
    ];
    link.start();
  }

  condition(): PrinterCondition {
    return this.#condition;
  }

  onCondition(listener: (condition: PrinterCondition) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  print(document: SlipDocument, onFirstByte?: () => void): Promise<PrintResult> {
    if (this.#isClosed) throw new Error('this printer was closed');
    if (this.#waiting !== null || this.#exchange?.sending) throw new Error('one job at a time');
    const rows = layOut(document, this.#profile, this.#shaper);
    return new Promise((settle) => {
      this.#waiting = { rows, processId: this.#nextProcessId(), onFirstByte, settle };
      this.#proceed(0);
      if (this.#waiting === null) return;
      if (this.#exchange === null && this.#condition === 'printer-unreachable') this.#giveUpWaiting();
      else this.#patience = setTimeout(() => this.#giveUpWaiting(), this.#timing.linkWaitMs);
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#nextProbe);
    this.#giveUpWaiting();
    if (this.#exchange !== null)
      await new Promise<void>((resolve) => {
        this.#onIdle = resolve;
      });
    for (const stop of this.#unsubscribe) stop();
    await this.#link.close();
  }

  #createReader() {
    return createStatusReader(this.#dialect.grammar(this.#profile));
  }

  /** A report is believed if the driver switched reports on, or if the same message also answers a question. */
  #isBelieved(message: PrinterMessage): boolean {
    return this.#reports !== null || this.#dialect.match(message, [], this.#profile) !== null;
  }

  #setCondition(next: PrinterCondition): void {
    if (next === this.#condition) return;
    this.#condition = next;
    for (const listener of this.#listeners) listener(next);
  }

  #onBytes(bytes: Uint8Array): void {
    for (const message of this.#read(bytes)) this.#onMessage(message);
  }

  #onMessage(message: PrinterMessage): void {
    if (message.kind === 'changed' && this.#isBelieved(message)) {
      this.#failures = 0;
      this.#setCondition(message.condition);
      if (this.#exchange === null) this.#proceed(this.#probeDelayMs());
    }
    this.#feed({ kind: 'message', message });
  }

  #onLinkState(state: LinkState): void {
    if (state.kind === 'open') {
      this.#read = this.#createReader();
      this.#isReporting = false;
      this.#proceed(
        this.#condition === 'printer-offline' || this.#condition === 'unknown-answer' ? this.#timing.faultProbeMs : 0,
      );
      return;
    }
    if (state.kind !== 'closed') return;
    this.#commandMayBeCut = true;
    if (state.trouble !== null) {
      this.#feed({ kind: 'link-lost' });
      this.#countFailure('printer-unreachable');
    }
  }

  /** One failure may be momentary, so the condition changes at the second. */
  #countFailure(found: PrinterCondition): void {
    this.#failures += 1;
    if (this.#failures < 2) return;
    this.#setCondition(found);
    if (this.#waiting !== null) this.#giveUpWaiting();
  }

  /** Begins the waiting job, or checks the status after `delayMs`. Does nothing while the link is not open. */
  #proceed(delayMs: number): void {
    clearTimeout(this.#nextProbe);
    if (this.#isClosed || this.#exchange !== null || this.#link.state().kind !== 'open') return;
    if (this.#waiting !== null) {
      clearTimeout(this.#patience);
      const job = this.#waiting;
      this.#waiting = null;
      this.#begin(job);
    } else if (delayMs === 0) this.#begin(null);
    else this.#nextProbe = setTimeout(() => this.#proceed(0), delayMs);
  }

  #begin(job: Job | null): void {
    const { rows = [], processId = '' } = job ?? {};
    const sending = job && {
      job,
      bytes: encodeJob({ rows, profile: this.#profile, processId, cutFirst: this.#scrapMayHang }),
    };
    const jobBytes = Math.max(this.#unfinishedBytes, sending?.bytes.length ?? 0);
    const clearMs = this.#wireMs(this.#clearing?.command(jobBytes).length ?? 0);
    const begun = beginExchange({
      // Without a new job, an old job is cleared only if the printer cannot print, because such a printer would print the old job hours
      // later, after the refill. A printer that can print finishes the old job by itself.
      clearFirst: this.#owesClear && (job !== null || !canPrint(this.#condition)),
      job: sending && { processId, wireMs: this.#wireMs(sending.bytes.length), printMs: this.#printMs(rows) },
      profile: this.#profile,
      timing: { ...this.#timing, clearTimeoutMs: this.#timing.clearTimeoutMs + clearMs },
    });
    this.#exchange = { state: begun.state, sending };
    this.#advance(begun);
  }

  #feed(event: ExchangeEvent): void {
    if (this.#exchange !== null) this.#advance(step(this.#exchange.state, event));
  }

  #advance({ state, effects }: ExchangeStep): void {
    if (this.#exchange === null) return;
    this.#exchange.state = state;
    for (const effect of effects) {
      if (!this.#perform(effect, this.#exchange.sending)) {
        this.#feed({ kind: 'refused' });
        return;
      }
    }
    if (state.at === 'ended') this.#finish(state.ending);
  }

  #perform(effect: ExchangeEffect, sending: Sending | null): boolean {
    switch (effect.do) {
      case 'ask': {
        const question = this.#dialect.questions[effect.question];
        return question !== undefined && this.#link.send(question);
      }
      case 'start-counter':
        return this.#proof.counter !== null && this.#sendBuffered(this.#proof.counter.start);
      case 'ask-in-turn':
        if (this.#proof.inTurn === null) return false;
        return this.#sendBuffered(this.#proof.inTurn.question, this.#unfinishedBytes);
      case 'clear':
        this.#link.dropUnsent();
        return this.#clearing !== null && this.#link.send(this.#clearing.command(this.#unfinishedBytes));
      case 'deadline':
        this.#callOffDeadline?.();
        this.#callOffDeadline = startDeadline(effect.afterMs, () => this.#feed({ kind: 'deadline' }));
        return true;
      case 'send-job':
        return sending !== null && this.#sendJob(sending);
    }
  }

  /**
   * Sends bytes that the printer obeys in turn. After a connection's end, padding is sent ahead of `bytes`: it completes a short command
   * that may have been cut off and would otherwise swallow the first bytes. `least`: smallest number of padding bytes.
   */
  #sendBuffered(bytes: Uint8Array, least = 0): boolean {
    const { questions, reportChanges } = this.#dialect;
    const short = this.#commandMayBeCut ? [...questions, reportChanges ?? []].map(({ length }) => length) : [];
    const isSent = this.#link.send(Buffer.concat([this.#commands.filler(Math.max(least, ...short)), bytes]));
    if (isSent) this.#commandMayBeCut = false;
    return isSent;
  }

  #sendJob({ job, bytes }: Sending): boolean {
    // The padding completes a truncated command of an uncleared old job, which would otherwise swallow this job.
    if (!this.#sendBuffered(bytes, this.#clearing === null ? this.#unfinishedBytes : 0)) return false;
    this.#unfinishedBytes = bytes.length;
    this.#isReporting = true;
    job.onFirstByte?.();
    return true;
  }

  #finish(ending: ExchangeEnding): void {
    this.#callOffDeadline?.();
    if (this.#exchange === null) return;
    const { sending, state } = this.#exchange;
    const { result } = ending;
    this.#exchange = null;
    this.#owesClear = ending.owesClear || (this.#owesClear && !state.plan.clearFirst);
    if (!this.#owesClear) this.#unfinishedBytes = 0;
    if (result?.kind === 'printed') this.#scrapMayHang = false;
    else if (isBroken(result)) this.#scrapMayHang = true;

    if (ending.link === 'good') this.#afterAnswers(ending);
    else if (ending.link !== 'lost')
      this.#afterSilence(ending.link === 'nonsense' ? 'unknown-answer' : 'printer-offline');

    if (sending !== null && result !== null) sending.job.settle(result);
    this.#onIdle?.();
  }

  #afterAnswers({ heard, result }: ExchangeEnding): void {
    this.#failures = 0;
    // After a job `heard` sets the condition only if the driver uses no reports: reports sent during the job are newer than `heard`.
    if (
      heard !== null &&
      (result === null || result.kind === 'not-sent' || (this.#reports === null && !isBroken(result)))
    ) {
      if (canPrint(heard) && !this.#isReporting && this.#reports !== null)
        this.#isReporting = this.#sendBuffered(this.#reports);
      this.#setCondition(heard);
    }
    const clearsNow = this.#owesClear && this.#clearing !== null && !canPrint(this.#condition);
    this.#proceed(isBroken(result) || clearsNow ? 0 : this.#probeDelayMs());
  }

  /** A late answer could be matched to another question, so the next question uses a new connection. */
  #afterSilence(found: PrinterCondition): void {
    this.#countFailure(found);
    if (!this.#isClosed) this.#link.restart();
  }

  #probeDelayMs(): number {
    return canPrint(this.#condition) ? this.#timing.idleProbeMs : this.#timing.faultProbeMs;
  }

  #wireMs(byteCount: number): number {
    return this.#link.bytesPerS === null ? 0 : (byteCount / this.#link.bytesPerS) * 1_000;
  }

  #printMs(rows: readonly SlipRow[]): number {
    const cuts = this.#scrapMayHang ? 2 : 1;
    const paperMm = (lengthDots(rows) * 25.4) / this.#profile.dpi + cuts * this.#profile.headToCutterMm;
    return (paperMm / this.#profile.speedMmPerS) * 1_000 + cuts * this.#profile.cutMs;
  }

  #giveUpWaiting(): void {
    clearTimeout(this.#patience);
    const job = this.#waiting;
    this.#waiting = null;
    job?.settle({ kind: 'not-sent', cause: canPrint(this.#condition) ? 'printer-unreachable' : this.#condition });
  }
}

const isBroken = (result: PrintResult | null): boolean =>
  result?.kind === 'cancelled' || (result?.kind === 'unknown' && result.cause !== 'no-confirmation');

/** Makes ids of four visible characters, counted up from a random start: an id repeats after 78 million jobs. */
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
