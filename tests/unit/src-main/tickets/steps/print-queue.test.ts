import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Printer, PrinterCondition, PrintResult } from '../../../../../hardware/printer/contract.ts';
import type { RequestId } from '../../../../../src-main/contract/shared/ids.ts';
import { JOB_LIFE_MS } from '../../../../../src-main/domain/print-job.ts';
import type { TicketRecord } from '../../../../../src-main/session/contract/kiosk-api.ts';
import type { SlipOrder, TicketStore } from '../../../../../src-main/tickets/ports/store.ts';
import {
  createPrintQueue,
  type PrintQueue,
  type QueuePrinter,
} from '../../../../../src-main/tickets/steps/print-queue.ts';
import { createManualClock, type ManualClock } from '../../../../support/manual-clock.ts';
import { must } from '../../../../support/must.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';
import { openTestStore } from '../../../../support/test-store.ts';
import { issueTicket } from '../../../../support/ticket-order.ts';

const compose = ({ ticket, duplicate }: SlipOrder) => ({
  blocks: [{ kind: 'number', text: `${ticket?.label}${duplicate ? ' duplicate' : ''}` } as const],
});

const log = { event: () => undefined };

/** A simulated printer. `asked` lists the numbers that it was asked to print. */
function controlledPrinter() {
  let condition: PrinterCondition = 'ready';
  const listeners: ((condition: PrinterCondition) => void)[] = [];
  const asked: string[] = [];
  let answer: ((result: PrintResult) => void) | null = null;
  const printer: Printer = {
    condition: () => condition,
    onCondition(listener) {
      listeners.push(listener);
      return () => undefined;
    },
    print(document, onFirstByte) {
      const number = document.blocks.find((block) => block.kind === 'number');
      asked.push(number?.kind === 'number' ? number.text : '');
      onFirstByte?.();
      return new Promise((resolve) => {
        answer = resolve;
      });
    },
    close: async () => undefined,
  };
  return {
    printer,
    asked,
    async end(result: PrintResult) {
      answer?.(result);
      // The queue continues in promise callbacks, which run before `setImmediate`.
      await new Promise((resolve) => setImmediate(resolve));
    },
    become(next: PrinterCondition) {
      condition = next;
      for (const listener of listeners) listener(next);
    },
  };
}

function setUp({
  printing = controlledPrinter(),
  data = temporaryFolder(),
  clock = createManualClock(1_764_000_000_000),
  others = [] as readonly QueuePrinter[],
  afterAnswer = (start: () => void): unknown => start(),
  disk = (kept: TicketStore) => kept,
} = {}) {
  const { store: kept, close } = openTestStore(data, clock);
  const store = disk(kept);
  const queue = createPrintQueue(
    {
      store,
      compose,
      clock,
      log,
      printers: [{ id: 'main', device: printing.printer }, ...others],
      afterAnswer: (start) => void afterAnswer(start),
    },
    must(store.unfinishedSlips()),
  );
  return { ...printing, store, queue, clock, close, take: () => take(store, queue) };
}

/** A queue that also has a second printer. */
function setUpTwo() {
  const second = controlledPrinter();
  return { ...setUp({ others: [{ id: 'second', device: second.printer }] }), second };
}

function take(store: TicketStore, queue: PrintQueue | null): TicketRecord {
  const issued = issueTicket(store);
  queue?.add(paperOf(issued));
  return issued;
}

const paperOf = (ticket: TicketRecord, change: Partial<SlipOrder> = {}): SlipOrder => ({
  jobId: ticket.ticketId,
  kind: 'ticket',
  ticket,
  serviceId: ticket.serviceId,
  language: ticket.language,
  duplicate: false,
  askedAtMs: ticket.issuedAtMs,
  ...change,
});

function printOf(store: TicketStore, requestId: RequestId) {
  const found = store.findByRequest(requestId);
  if (!found.ok || !found.value) throw new Error('the ticket is gone');
  const { state, cause } = found.value.print;
  return { state, cause };
}

const twoMinutes = (clock: ManualClock) => clock.advance(JOB_LIFE_MS);

describe('the print queue', () => {
  test('has one job in progress and keeps the order', async () => {
    const { take: next, asked, end, store } = setUp();
    const first = next();
    next();
    expect(asked).toEqual(['A001']);
    expect(printOf(store, first.requestId).state).toBe('sending');
    await end({ kind: 'printed' });
    expect(asked).toEqual(['A001', 'A002']);
    expect(printOf(store, first.requestId).state).toBe('printed');
  });

  test('prints a job that was not sent once the printer is ready', async () => {
    const { take: next, asked, end, become, store } = setUp();
    const ticket = next();
    become('paper-out');
    await end({ kind: 'not-sent', cause: 'paper-out' });
    expect(printOf(store, ticket.requestId)).toEqual({ state: 'waiting', cause: 'paper-out' });
    become('ready');
    await end({ kind: 'printed' });
    expect(asked).toEqual(['A001', 'A001']);
    expect(printOf(store, ticket.requestId).state).toBe('printed');
  });

  test('reports a printer in trouble to every waiting job', async () => {
    const { take: next, end, become, queue, store } = setUp();
    const seen: string[] = [];
    queue.onChange((_, job) => seen.push(`${job.state}/${job.cause}`));
    next();
    const second = next();
    become('cover-open');
    await end({ kind: 'not-sent', cause: 'cover-open' });
    expect(seen).toContain('waiting/cover-open');
    expect(printOf(store, second.requestId)).toEqual({ state: 'waiting', cause: 'cover-open' });
  });

  test('does not print two minutes after the touch, so that refilled paper brings out no old tickets', async () => {
    const { take: next, asked, end, become, clock, store } = setUp();
    const ticket = next();
    become('paper-out');
    await end({ kind: 'not-sent', cause: 'paper-out' });
    twoMinutes(clock);
    await end({ kind: 'printed' });
    expect(printOf(store, ticket.requestId)).toEqual({ state: 'not-sent', cause: 'expired' });
    become('ready');
    expect(asked).toEqual(['A001']);
  });

  test.each<PrintResult>([
    { kind: 'cancelled', cause: 'paper-out' },
    { kind: 'unknown', cause: 'link-lost' },
  ])('never prints a job again by itself that ended $kind', async (result) => {
    const { take: next, asked, end, become, store } = setUp();
    const ticket = next();
    await end(result);
    become('ready');
    expect(asked).toEqual(['A001']);
    expect(printOf(store, ticket.requestId)).toEqual({
      state: result.kind,
      cause: 'cause' in result ? result.cause : null,
    });
  });

  test('tries a printer again that is ready and refused the job', async () => {
    const { take: next, asked, end, clock } = setUp();
    next();
    await end({ kind: 'not-sent', cause: 'printer-offline' });
    expect(asked).toEqual(['A001']);
    clock.advance(1_000);
    expect(asked).toEqual(['A001', 'A001']);
  });

  test('prints no slip of an earlier run by itself: one in progress is unknown', () => {
    const data = temporaryFolder();
    const clock = createManualClock(1_764_000_000_000);
    const before = setUp({ data, clock });
    const sending = before.take();
    const waiting = before.take();
    before.close();
    const after = setUp({ data, clock });
    expect(printOf(after.store, sending.requestId)).toEqual({ state: 'unknown', cause: 'interrupted' });
    expect(printOf(after.store, waiting.requestId)).toEqual({ state: 'not-sent', cause: 'interrupted' });
    expect(after.asked).toEqual([]);
  });

  test('never sends a job again whose result the disk refused, and saves the result later', async () => {
    let full = false;
    const {
      take: next,
      queue,
      store,
      end,
      clock,
      asked,
    } = setUp({
      disk: (kept) => ({
        ...kept,
        recordPrint: (...change) =>
          full ? { ok: false, error: { kind: 'store-failed', detail: 'no room' } } : kept.recordPrint(...change),
      }),
    });
    const seen: string[] = [];
    queue.onChange((_, job) => seen.push(job.state));
    const ticket = next();
    full = true;
    await end({ kind: 'printed' });
    expect(seen.at(-1)).toBe('printed');
    expect(printOf(store, ticket.requestId).state).toBe('sending');
    full = false;
    clock.advance(5_000);
    expect(printOf(store, ticket.requestId).state).toBe('printed');
    expect(asked).toEqual(['A001']);
  });

  test('starts a job only after its request has been answered', () => {
    const answered: (() => void)[] = [];
    const { take: next, asked, store } = setUp({ afterAnswer: (start) => answered.push(start) });
    const ticket = next();
    expect(asked).toEqual([]);
    expect(printOf(store, ticket.requestId)).toEqual({ state: 'waiting', cause: null });
    for (const start of answered) start();
    expect(asked).toEqual([ticket.label]);
    expect(printOf(store, ticket.requestId).state).toBe('sending');
  });

  test('starts no job after it was closed: the next start finds it not sent', async () => {
    const data = temporaryFolder();
    const answered: (() => void)[] = [];
    const first = setUp({ data, afterAnswer: (start) => answered.push(start) });
    const ticket = first.take();
    await first.queue.close();
    for (const start of answered) start();
    expect(first.asked).toEqual([]);
    first.close();
    const second = setUp({ data });
    expect(printOf(second.store, ticket.requestId)).toEqual({ state: 'not-sent', cause: 'interrupted' });
    expect(second.asked).toEqual([]);
  });

  test('closes only when the job in progress has ended', async () => {
    const { take: next, end, queue, store } = setUp();
    const ticket = next();
    const closed = queue.close();
    await end({ kind: 'printed' });
    await closed;
    expect(printOf(store, ticket.requestId).state).toBe('printed');
  });

  test('gives the second printer a job of which the first accepted no byte', async () => {
    const first = setUpTwo();
    const { take: next, second, store } = first;
    const ticket = next();
    first.become('paper-out');
    await first.end({ kind: 'not-sent', cause: 'paper-out' });
    expect(second.asked).toEqual([ticket.label]);
    await second.end({ kind: 'printed' });
    expect(printOf(store, ticket.requestId).state).toBe('printed');
    expect(store.roll('second')).toMatchObject({ ok: true, value: { papers: 1 } });
    expect(store.roll('main')).toEqual({ ok: true, value: null });
  });

  test('uses the second printer at once while the first reports that it cannot print', () => {
    const first = setUpTwo();
    const { take: next, second } = first;
    first.become('cover-open');
    next();
    expect([first.asked, second.asked]).toEqual([[], ['A001']]);
  });

  test('never gives the second printer a job that the first may have printed', async () => {
    const first = setUpTwo();
    const { take: next, second } = first;
    next();
    await first.end({ kind: 'unknown', cause: 'link-lost' });
    expect(second.asked).toEqual([]);
  });

  test('prints a marked duplicate on request, as a job of its own', async () => {
    const { take: next, asked, end, store, queue } = setUp();
    const ticket = next();
    await end({ kind: 'unknown', cause: 'link-lost' });
    expect(store.mayBePrinted(ticket.ticketId)).toEqual({ ok: true, value: true });
    const again = paperOf(ticket, { jobId: randomUUID(), duplicate: true, askedAtMs: ticket.issuedAtMs + 1 });
    store.addSlip(again);
    queue.add(again);
    await end({ kind: 'printed' });
    expect(asked).toEqual(['A001', 'A001 duplicate']);
    expect(printOf(store, ticket.requestId).state).toBe('printed');
  });

  test('begins no slip of a withdrawn ticket, and lets a slip in progress end', async () => {
    const { take: next, asked, end, become, queue, store } = setUp();
    const [first, second] = [next(), next()];
    for (const { ticketId } of [first, second]) queue.withdraw(ticketId);
    expect(printOf(store, second.requestId)).toEqual({ state: 'not-sent', cause: 'withdrawn' });
    expect(store.mayBePrinted(second.ticketId)).toEqual({ ok: true, value: false });
    become('paper-out');
    await end({ kind: 'not-sent', cause: 'paper-out' });
    expect(printOf(store, first.requestId)).toEqual({ state: 'not-sent', cause: 'withdrawn' });
    become('ready');
    next();
    expect(asked).toEqual(['A001', 'A003']);
    expect(queue.waiting()).toBe(1);
  });

  test('gives the second printer no slip of a ticket that was withdrawn meanwhile', async () => {
    const { take: next, end, queue, second } = setUpTwo();
    queue.withdraw(next().ticketId);
    await end({ kind: 'not-sent', cause: 'paper-out' });
    expect(second.asked).toEqual([]);
    expect(queue.waiting()).toBe(0);
  });

  test('knows that a job never sent is not on paper', async () => {
    const { take: next, clock, store, end, become } = setUp();
    become('paper-out');
    const ticket = next();
    await end({ kind: 'not-sent', cause: 'paper-out' });
    twoMinutes(clock);
    await end({ kind: 'not-sent', cause: 'paper-out' });
    expect(printOf(store, ticket.requestId)).toEqual({ state: 'not-sent', cause: 'expired' });
    expect(store.mayBePrinted(ticket.ticketId)).toEqual({ ok: true, value: false });
  });
});
