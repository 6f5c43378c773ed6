import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Printer, SlipDocument } from '../../../hardware/printer/contract.ts';
import { RequestId, ServiceId, TicketId } from '../../../src-main/contract/shared/ids.ts';
import type { Clock } from '../../../src-main/ports/clock.ts';
import type { SlipOrder } from '../../../src-main/tickets/ports/store.ts';
import { createPrintQueue } from '../../../src-main/tickets/steps/print-queue.ts';
import { openTicketStore } from '../../support/store.ts';
import type { Ending } from './witness.ts';

/** The core's store and print queue in front of one printer. */
export interface PrintStation {
  /** Takes a ticket. Resolves when its print job has ended. */
  take(ticketNo: number): Promise<Ending>;
  takeAgain(ticketNo: number): Promise<Ending>;
  close(): Promise<void>;
}

export interface PrintStationOptions {
  printer: Printer;
  compose: (ticketNo: number, duplicate: boolean) => SlipDocument;
  folder: string;
}

/** The queue's times are divided by this factor, so two minutes become six seconds. */
const TIME_SCALE = 20;
const SERVICE = ServiceId.parse('empadronament');
const NO_LOG = { event: () => undefined };

const scaledClock: Clock = {
  wallMs: () => Date.now(),
  monotonicMs: () => performance.now() * TIME_SCALE,
  after(delayMs, action) {
    const timer = setTimeout(action, delayMs / TIME_SCALE);
    return () => clearTimeout(timer);
  },
};

export function openPrintStation({ printer, compose, folder }: PrintStationOptions): PrintStation {
  const dataDir = mkdtempSync(join(folder, 'torn-desk-'));
  const { store, close } = openTicketStore(dataDir, scaledClock);
  const tickets = new Map<string, number>();
  const waiting = new Map<string, (ending: Ending) => void>();
  const orders = new Map<number, SlipOrder>();
  const queue = createPrintQueue(
    {
      store,
      printers: [{ id: 'main', device: printer }],
      afterAnswer: (start) => start(),
      compose: (order) => compose(tickets.get(order.ticket?.ticketId ?? '') ?? 0, order.duplicate),
      clock: scaledClock,
      log: NO_LOG,
    },
    [],
  );
  queue.onChange(({ jobId }, { state }) => {
    if (state === 'waiting' || state === 'sending') return;
    waiting.get(jobId)?.(state);
    waiting.delete(jobId);
  });

  function add(order: SlipOrder): Promise<Ending> {
    return new Promise((resolve) => {
      waiting.set(order.jobId, resolve);
      queue.add(order);
    });
  }

  return {
    take(ticketNo) {
      const ticketId = TicketId.parse(randomUUID());
      const issued = store.issue({
        ticketId,
        requestId: RequestId.parse(randomUUID()),
        series: 'A',
        serviceId: SERVICE,
        visitType: 'walk-in',
        language: 'ca',
        followToken: null,
      });
      if (!issued.ok) throw new Error(issued.error.kind);
      tickets.set(ticketId, ticketNo);
      const order: SlipOrder = {
        jobId: ticketId,
        kind: 'ticket',
        ticket: issued.value,
        serviceId: SERVICE,
        language: 'ca',
        duplicate: false,
        askedAtMs: issued.value.issuedAtMs,
      };
      orders.set(ticketNo, order);
      return add(order);
    },
    takeAgain(ticketNo) {
      const first = orders.get(ticketNo);
      if (first?.ticket == null) throw new Error(`there is no ticket ${ticketNo}`);
      const maybe = store.mayBePrinted(first.ticket.ticketId);
      const order: SlipOrder = {
        ...first,
        jobId: randomUUID(),
        duplicate: maybe.ok && maybe.value,
        askedAtMs: scaledClock.wallMs(),
      };
      const added = store.addSlip(order);
      if (!added.ok) throw new Error(added.error.kind);
      return add(order);
    },
    async close() {
      await queue.close();
      close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
