import type { TicketId, TicketRecord } from '../contract/kiosk-api.ts';
import { isEnded, JOB_LIFE_MS, type PrintJob, type PrintJobEvent, stepPrintJob } from '../domain/print-job.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { PaperDocument, Printer, PrinterCondition, PrintOutcome } from '../ports/printing.ts';
import type { PrintChange, TicketStore } from '../ports/store.ts';

/** A printer that says it can print but did not take a job is asked again after this. */
const RETRY_AFTER_MS = 1_000;
/** A change that the disk refused is tried again after this; until then nothing more is sent. */
const SAVE_AGAIN_AFTER_MS = 5_000;

export interface PrintQueue {
  /** Takes over a ticket that was just issued. */
  add(ticket: TicketRecord): void;
  waiting(): number;
  /** Called when a job starts, waits for the printer or ends. */
  onChange(listener: (ticketId: TicketId, job: PrintJob) => void): void;
  /** Starts no further job; settles when the one under way has ended. What waits is kept for the next run. */
  close(): Promise<void>;
}

export interface PrintQueueParts {
  store: TicketStore;
  /** `null` in an office without a printer. */
  printer: Printer | null;
  compose: (ticket: TicketRecord) => PaperDocument;
  clock: Clock;
  log: Log;
}

interface Entry {
  ticket: TicketRecord;
  job: PrintJob;
  expiresAtMonotonicMs: number;
  /** The outcome that could not be made durable yet. Its paper may be out, so the job is never sent again. */
  unsaved?: () => boolean;
}

/**
 * One job at a time, oldest first, each as `stepPrintJob` says. `unfinished` are the jobs that an earlier run of the core left: one
 * that was being sent ends `unknown`, one that waited prints if it is still young.
 */
export function createPrintQueue(parts: PrintQueueParts, unfinished: readonly TicketRecord[]): PrintQueue {
  const { store, printer, compose, clock, log } = parts;
  const changed: ((ticketId: TicketId, job: PrintJob) => void)[] = [];
  const entries: Entry[] = [];
  let closed = false;
  let working = false;
  let underWay: Promise<void> = Promise.resolve();
  let cancelWake = () => {};

  /** Steps a job and makes it durable; false, with the job as it was, when the disk refuses. */
  function move(entry: Entry, event: PrintJobEvent, times: Omit<PrintChange, 'job'> = {}): boolean {
    const { ticketId } = entry.ticket;
    const job = stepPrintJob(entry.job, event);
    const ended = isEnded(job);
    const saved = store.recordPrint(
      ticketId,
      ended ? { job, endedAtMs: clock.wallMs(), ...times } : { job, ...times },
      ended
        ? { type: 'ticket-print-ended', v: 1, payload: { ticketId, state: job.state, cause: job.cause } }
        : undefined,
    );
    if (!saved.ok) {
      log.error(saved.error.kind, { detail: saved.error.detail, ticketId });
      scheduleWake(SAVE_AGAIN_AFTER_MS);
      return false;
    }
    entry.job = job;
    if (ended) {
      entries.splice(entries.indexOf(entry), 1);
      const report = job.state === 'printed' ? log.info : log.warn;
      report('print-ended', { ticketId, label: entry.ticket.label, state: job.state, cause: job.cause });
    }
    tell(ticketId, job);
    return true;
  }

  function tell(ticketId: TicketId, job: PrintJob): void {
    for (const listener of changed) listener(ticketId, job);
  }

  function expireOld(): void {
    const now = clock.monotonicMs();
    for (const entry of [...entries])
      if (entry.job.state === 'waiting' && now >= entry.expiresAtMonotonicMs)
        move(entry, { type: 'give-up', cause: 'expired' });
  }

  function hold(cause: string): void {
    for (const entry of [...entries])
      if (entry.job.state === 'waiting' && entry.job.cause !== cause) move(entry, { type: 'held', cause });
  }

  function scheduleWake(delayMs: number): void {
    cancelWake();
    cancelWake = clock.after(delayMs, pump);
  }

  function wakeAtNextExpiry(): void {
    const next = Math.min(...entries.map((entry) => entry.expiresAtMonotonicMs));
    if (Number.isFinite(next)) scheduleWake(Math.max(0, next - clock.monotonicMs()));
  }

  async function attempt(entry: Entry, device: Printer): Promise<PrintOutcome | null> {
    const { durableAtMs } = entry.ticket;
    if (!move(entry, { type: 'attempt' }, durableAtMs === null ? {} : { durableAtMs })) return null;
    let firstByteAtMs: number | undefined;
    const outcome = await device.print(compose(entry.ticket), () => {
      firstByteAtMs = clock.wallMs();
    });
    const times = { ...(firstByteAtMs === undefined ? {} : { firstByteAtMs }), endedAtMs: clock.wallMs() };
    const settle = () => move(entry, { type: 'outcome', outcome }, times);
    if (!settle()) {
      entry.unsaved = settle;
      tell(entry.ticket.ticketId, stepPrintJob(entry.job, { type: 'outcome', outcome }));
      return null;
    }
    return outcome;
  }

  function pump(): void {
    if (working || closed) return;
    working = true;
    underWay = work();
  }

  /** Ends, and clears `working` in the same turn as its last look at the entries, so that one added a moment later is not missed. */
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
        if (!printer) {
          if (!move(entry, { type: 'give-up', cause: 'no-printer' })) return;
          continue;
        }
        const outcome = await attempt(entry, printer);
        if (outcome === null) return;
        if (outcome.kind === 'not-sent') {
          hold(outcome.cause);
          wakeAtNextExpiry();
          if (printerTakesJobs(printer.condition())) scheduleWake(RETRY_AFTER_MS);
          return;
        }
      }
    } finally {
      working = false;
    }
  }

  function restore(ticket: TicketRecord): void {
    const ageMs = clock.wallMs() - ticket.issuedAtMs;
    // A clock that went back makes a negative age: nobody knows how old the job is, so it counts as too old.
    const remainingMs = ageMs < 0 ? 0 : Math.max(0, JOB_LIFE_MS - ageMs);
    const entry: Entry = {
      ticket,
      job: { state: ticket.print.state, cause: ticket.print.cause },
      expiresAtMonotonicMs: clock.monotonicMs() + remainingMs,
    };
    entries.push(entry);
    move(entry, { type: 'found-at-start' });
  }

  for (const ticket of unfinished) restore(ticket);
  printer?.onCondition((condition) => {
    if (printerTakesJobs(condition)) pump();
  });
  pump();

  return {
    add(ticket) {
      entries.push({
        ticket,
        job: { state: 'waiting', cause: null },
        expiresAtMonotonicMs: clock.monotonicMs() + JOB_LIFE_MS,
      });
      pump();
    },
    waiting: () => entries.length,
    onChange: (listener) => void changed.push(listener),
    async close() {
      closed = true;
      cancelWake();
      await underWay;
    },
  };
}

const printerTakesJobs = (condition: PrinterCondition): boolean => condition === 'ready' || condition === 'paper-low';
