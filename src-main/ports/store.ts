import type { KioskEvent } from '../contract/events.ts';
import type { RequestId, TicketId, TicketRecord } from '../contract/kiosk-api.ts';
import type { Language, ServiceId, Way } from '../contract/office-profile.ts';
import type { Result } from '../contract/result.ts';
import type { PrintJob } from '../domain/print-job.ts';

export type StoreFailure = { kind: 'store-failed'; detail: string };

/** A ticket to be issued; its number is decided inside the transaction. */
export interface TicketOrder {
  ticketId: TicketId;
  requestId: RequestId;
  series: string;
  serviceDay: string;
  serviceId: ServiceId;
  way: Way;
  language: Language;
}

export interface PrintChange {
  job: PrintJob;
  durableAtMs?: number;
  /** Milliseconds since 1970; absent when not reached or unchanged. */
  firstByteAtMs?: number;
  endedAtMs?: number;
}

export interface TicketStore {
  findByRequest(requestId: RequestId): Result<TicketRecord | null, StoreFailure>;
  /**
   * One durable transaction: counter, ticket, waiting print job, outbox event. When it answers, the number is on disk.
   * `next` gives the number after the last one of this series and service day (0 when there is none), or `null`.
   */
  issue(
    order: TicketOrder,
    next: (last: number) => number | null,
  ): Result<TicketRecord, StoreFailure | { kind: 'numbers-exhausted' }>;
  /** Durable when it answers. `event` goes to the outbox in the same transaction. */
  recordPrint(ticketId: TicketId, change: PrintChange, event?: KioskEvent): Result<null, StoreFailure>;
  /** Tickets whose paper has not come to an end, oldest first. */
  unfinishedPrints(): Result<TicketRecord[], StoreFailure>;
  countTickets(serviceDay: string): Result<number, StoreFailure>;
}
