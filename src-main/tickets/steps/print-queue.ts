import type { KioskEvent } from '../../contract/shared/events.ts';
import { PRINTER_CONDITION } from '../../domain/device-conditions.ts';
import {
  isEnded,
  JOB_LIFE_MS,
  PRINT_JOB_STATE,
  type PrintJob,
  type PrintJobEvent,
  stepPrintJob,
  type TroubleCause,
} from '../../domain/print-job.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { Printer, PrintResult, SlipDocument } from '../ports/printer.ts';
import type { PrintChange, SlipJob, SlipOrder, TicketStore } from '../ports/store.ts';

/** A printer that reported ready but took no byte of a job is tried again after this time. */
const RETRY_AFTER_MS = 1_000;
/** A change that the disk refused is tried again after this time at the latest; nothing more is sent until the disk has it. */
const SAVE_AGAIN_AFTER_MS = 5_000;

/** A printer by its name in the office's profile: `main`, `second`. */
export interface QueuePrinter {
  readonly id: string;
  readonly device: Printer;
}

/** `printer`: the printer that tried the job last; `null` before the first try. */
export type SlipListener = (paper: SlipOrder, job: PrintJob, printer: string | null) => void;

export interface PrintQueue {
  /** Starts no further slip of this ticket. A waiting slip ends without paper; a slip with bytes already sent continues. */
  withdraw(ticketId: string): void;
  /** Takes a slip whose waiting job is in the store. Printing starts after the caller has returned. */
  add(order: SlipOrder): void;
  waiting(): number;
  /** Adds a printer after the start; it is tried before the other printers. */
  include(printer: QueuePrinter): void;
  /** `listener` runs when a job starts, waits for a printer or ends. */
  onChange(listener: SlipListener): () => void;
  /**
   * Starts no further job; settles when the current one has ended. Waiting jobs stay in the store, and the next run ends them as
   * `not-sent`.
   */
  close(): Promise<void>;
}

export interface PrintQueueParts {
  store: TicketStore;
  /** The printers in the sequence in which they are tried; empty in an office without a printer. */
  printers: readonly QueuePrinter[];
  compose: (order: SlipOrder) => SlipDocument;
  /**
   * Runs `start` after the command has been answered, so that composing and committing the job do not delay the screen that shows the
   * number.
   */
  afterAnswer: (start: () => void) => void;
  clock: Clock;
  log: Log;
}

interface Entry {
  order: SlipOrder;
  job: PrintJob;
  printer: string | null;
  expiresAtMonotonicMs: number;
  withdrawn?: boolean;
  /** Tries again to save a result that the disk refused. The paper may be out, so the job is never sent again. */
  unsaved?: () => boolean;
}

/**
 * Prints one job at a time, oldest first, each by the rules of `stepPrintJob`, on the first printer that can: if a printer takes no byte,
 * the next one is tried. `unfinished` are jobs of an earlier run: a job that was being sent ends `unknown`, a waiting one `not-sent`.
 */
export function createPrintQueue(parts: PrintQueueParts, unfinished: readonly SlipJob[]): PrintQueue {
  const { store, compose, afterAnswer, clock, log } = parts;
  const { printers, include } = followPrinters(parts.printers, () => pump());
  const changed = new Set<SlipListener>();
  const entries: Entry[] = [];
  let working = false;
  let underWay: Promise<void> = Promise.resolve();
  let closed = false;
  let cancelWake = () => {};

  /** Saves a job's next state; returns `false`, with the job unchanged, if the disk refuses. */
  function move(entry: Entry, event: PrintJobEvent, change: Omit<PrintChange, 'job'> = {}): boolean {
    const { order } = entry;
    const job = stepPrintJob(entry.job, event);
    const ended = isEnded(job);
    const by = entry.printer === null ? {} : { printer: entry.printer };
    const saved = store.recordPrint(
      order.jobId,
      { job, ...(ended ? { endedAtMs: clock.wallMs() } : {}), ...by, ...change },
      ended ? eventOf(order, job) : undefined,
    );
    if (!saved.ok) {
      log.event(saved.error.kind, { detail: saved.error.detail, jobId: order.jobId });
      scheduleWake(SAVE_AGAIN_AFTER_MS);
      return false;
    }
    entry.job = job;
    if (ended) {
      entries.splice(entries.indexOf(entry), 1);
      log.event(job.state === 'printed' ? 'job-printed' : 'job-not-printed', {
        jobId: order.jobId,
        kind: order.kind,
        label: order.ticket?.label ?? null,
        printer: entry.printer,
        state: job.state,
        cause: job.cause,
      });
    }
    tell(entry, job);
    return true;
  }

  function tell({ order, printer }: Entry, job: PrintJob): void {
    for (const listener of changed) listener(order, job, printer);
  }

  function moveWaiting(event: PrintJobEvent, isMeant: (entry: Entry) => boolean): void {
    for (const entry of entries.filter(({ job }) => job.state === 'waiting')) if (isMeant(entry)) move(entry, event);
  }

  function expireOld(): void {
    const now = clock.monotonicMs();
    moveWaiting({ type: 'give-up', cause: 'expired' }, ({ expiresAtMonotonicMs }) => now >= expiresAtMonotonicMs);
  }

  const endWithdrawn = (): void =>
    moveWaiting({ type: 'give-up', cause: 'withdrawn' }, ({ withdrawn }) => withdrawn === true);

  const hold = (cause: TroubleCause): void => moveWaiting({ type: 'held', cause }, ({ job }) => job.cause !== cause);

  /** A waiting slip ends now, even while another prints. If the disk refuses the change, the slip ends before the next job. */
  function withdraw(ticketId: string): void {
    for (const entry of entries) if (entry.order.ticket?.ticketId === ticketId) entry.withdrawn = true;
    endWithdrawn();
  }

  function scheduleWake(delayMs: number): void {
    cancelWake();
    cancelWake = clock.after(delayMs, pump);
  }

  function wakeAtNextExpiry(): void {
    const next = Math.min(...entries.map((entry) => entry.expiresAtMonotonicMs));
    if (Number.isFinite(next)) scheduleWake(Math.max(0, next - clock.monotonicMs()));
  }

  /** Tries one printer after the other until one takes bytes of the job. `null`: the disk refused a change. */
  async function attempt(entry: Entry): Promise<PrintResult | null> {
    let result: PrintResult | null = null;
    for (const { id, device } of candidatesOf(printers)) {
      entry.printer = id;
      result = await attemptOn(entry, device);
      if (result?.kind !== 'not-sent' || entry.withdrawn) break;
    }
    return result;
  }

  async function attemptOn(entry: Entry, device: Printer): Promise<PrintResult | null> {
    const durableAtMs = entry.order.ticket?.durableAtMs ?? null;
    if (!move(entry, { type: 'attempt' }, durableAtMs === null ? {} : { durableAtMs })) return null;
    let firstByteAtMs: number | undefined;
    const result = await device.print(compose(entry.order), () => {
      firstByteAtMs = clock.wallMs();
    });
    const times = { ...(firstByteAtMs === undefined ? {} : { firstByteAtMs }), endedAtMs: clock.wallMs() };
    const settle = () => move(entry, { type: 'ended', result }, times);
    if (!settle()) {
      entry.unsaved = settle;
      tell(entry, stepPrintJob(entry.job, { type: 'ended', result }));
      return null;
    }
    return result;
  }

  function pump(): void {
    if (working || closed) return;
    working = true;
    underWay = work();
  }

  /**
   * `working` is cleared in the same turn of the event loop as the last look at the entries, so that an entry added a moment later is not
   * missed.
   */
  async function work(): Promise<void> {
    try {
      for (;;) {
        expireOld();
        const entry = entries[0];
        if (!entry || closed) return;
        if (entry.unsaved) {
          if (!entry.unsaved()) return;
          delete entry.unsaved;
          continue;
        }
        const cause = giveUpCause(entry, printers);
        if (cause !== null) {
          if (!move(entry, { type: 'give-up', cause })) return;
          continue;
        }
        const result = await attempt(entry);
        if (result === null) return;
        if (result.kind === 'not-sent') {
          endWithdrawn();
          hold(result.cause);
          wakeAtNextExpiry();
          if (printers.some(({ device }) => PRINTER_CONDITION[device.condition()].prints)) scheduleWake(RETRY_AFTER_MS);
          return;
        }
      }
    } finally {
      working = false;
    }
  }

  function enter(order: SlipOrder, job: PrintJob): Entry {
    const entry: Entry = { order, job, printer: null, expiresAtMonotonicMs: clock.monotonicMs() + JOB_LIFE_MS };
    entries.push(entry);
    return entry;
  }

  for (const { job, ...order } of unfinished) move(enter(order, job), { type: 'found-at-start' });
  pump();

  return {
    withdraw,
    add(order) {
      enter(order, { state: 'waiting', cause: null });
      afterAnswer(pump);
    },
    waiting: () => entries.length,
    include,
    onChange(listener) {
      changed.add(listener);
      return () => void changed.delete(listener);
    },
    async close() {
      closed = true;
      cancelWake();
      await underWay;
    },
  };
}

/** Keeps the printers in the sequence in which they are tried. `onPrints` runs when a printer becomes able to print. */
function followPrinters(atStart: readonly QueuePrinter[], onPrints: () => void) {
  const printers = [...atStart];
  const follow = ({ device }: QueuePrinter) => {
    device.onCondition((condition) => {
      if (PRINTER_CONDITION[condition].prints) onPrints();
    });
  };
  for (const printer of printers) follow(printer);
  return {
    printers,
    include(printer: QueuePrinter) {
      printers.unshift(printer);
      follow(printer);
      onPrints();
    },
  };
}

/** Returns the printers that can print; without any, the first printer, whose result then contains the cause. */
function candidatesOf(printers: readonly QueuePrinter[]): readonly QueuePrinter[] {
  const able = printers.filter(({ device }) => PRINTER_CONDITION[device.condition()].prints);
  return able.length > 0 ? able : printers.slice(0, 1);
}

function giveUpCause({ withdrawn }: Entry, printers: readonly QueuePrinter[]): TroubleCause | null {
  if (withdrawn) return 'withdrawn';
  return printers.length === 0 ? 'no-printer' : null;
}

/**
 * Returns the event about an ended job for the centre. A proof of attendance is included if its whole paper may be out, because its code
 * must be confirmable.
 */
function eventOf({ kind, ticket, code, duplicate, askedAtMs }: SlipOrder, job: PrintJob): KioskEvent | undefined {
  if (!ticket) return undefined;
  const { ticketId } = ticket;
  if (kind === 'ticket')
    return { type: 'ticket-print-ended', v: 1, payload: { ticketId, state: job.state, cause: job.cause, duplicate } };
  if (code === undefined || PRINT_JOB_STATE[job.state].out !== 'all') return undefined;
  const [from, to] = [new Date(ticket.issuedAtMs).toISOString(), new Date(askedAtMs).toISOString()];
  return { type: 'attendance-proof-printed', v: 1, payload: { ticketId, code, from, to } };
}
