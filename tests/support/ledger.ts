import type { RequestId } from '../../src-main/contract/shared/ids.ts';
import type { TicketRecord } from '../../src-main/session/contract/kiosk-api.ts';
import type { TicketOffice } from './ticket-office.ts';

export type NumberPromise =
  | 'lost'
  /** Number or id of an issued ticket changed. */
  | 'changed'
  /** Two tickets share series, service day and number. */
  | 'repeated'
  | 'does-not-issue';

export interface Complaint<P extends string = string> {
  promise: P;
  detail: string;
}

const MOST_COMPLAINTS = 20;

export function tellComplaints(complaints: readonly Complaint[], tell: (line: string) => void): void {
  for (const { promise, detail } of complaints.slice(0, MOST_COMPLAINTS)) tell(`BROKEN ${promise}: ${detail}`);
  if (complaints.length > MOST_COMPLAINTS) tell(`BROKEN and ${complaints.length - MOST_COMPLAINTS} more`);
}

/** The tickets that a core has answered with. They must stay valid for ever. */
export interface Ledger {
  readonly shown: readonly TicketRecord[];
  readonly complaints: readonly Complaint<NumberPromise>[];
  /** Records a request that has no answer yet and may or may not get a ticket. */
  asked(requestId: RequestId): void;
  show(ticket: TicketRecord): void;
  refused(requestId: RequestId): void;
  isShown(requestId: RequestId): boolean;
  unanswered(): readonly RequestId[];
  complain(promise: NumberPromise, detail: string): void;
  /** Checks that the office knows these answered tickets (default: all), and finds out which unanswered requests got a ticket. */
  audit(office: TicketOffice, tickets?: readonly TicketRecord[]): Promise<void>;
}

export function createLedger(name: string): Ledger {
  const shown = new Map<RequestId, TicketRecord>();
  const holders = new Map<string, TicketRecord>();
  const open = new Set<RequestId>();
  const complaints: Complaint<NumberPromise>[] = [];
  const complain = (promise: NumberPromise, detail: string) =>
    void complaints.push({ promise, detail: `${name}: ${detail}` });

  function tell(ticket: TicketRecord): void {
    open.delete(ticket.requestId);
    const before = shown.get(ticket.requestId);
    if (before) {
      compare(before, ticket);
      return;
    }
    shown.set(ticket.requestId, ticket);
    const key = `${ticket.series} ${ticket.serviceDay} ${ticket.number}`;
    const holder = holders.get(key);
    if (holder) complain('repeated', `${key} of ${holder.ticketId} and of ${ticket.ticketId}`);
    else holders.set(key, ticket);
  }

  function compare(before: TicketRecord, now: TicketRecord): void {
    const same =
      before.ticketId === now.ticketId &&
      before.label === now.label &&
      before.serviceDay === now.serviceDay &&
      before.serviceId === now.serviceId;
    if (!same) complain('changed', `${inWords(before)} is ${inWords(now)}`);
  }

  return {
    get shown() {
      return [...shown.values()];
    },
    complaints,
    asked: (requestId) => void (shown.has(requestId) || open.add(requestId)),
    show: tell,
    refused: (requestId) => void open.delete(requestId),
    isShown: (requestId) => shown.has(requestId),
    unanswered: () => [...open],
    complain,
    async audit(office, tickets = [...shown.values()]) {
      const found = await Promise.all(tickets.map(({ requestId }) => office.find(requestId)));
      for (const [index, ticket] of tickets.entries()) {
        const now = found[index];
        if (now?.ok) compare(ticket, now.value);
        else complain('lost', `${inWords(ticket)}: ${now?.error.kind} ${now?.error.detail ?? ''}`);
      }
      const late = await Promise.all([...open].map((requestId) => office.find(requestId)));
      for (const ticket of late) if (ticket.ok) tell(ticket.value);
    },
  };
}

const inWords = ({ label, serviceDay, ticketId }: TicketRecord): string => `${label} of ${serviceDay} (${ticketId})`;
