import { randomUUID } from 'node:crypto';
import { type RequestId, TicketId } from '../../../src-main/contract/shared/ids.ts';
import { formatLabel } from '../../../src-main/domain/numbering.ts';
import { refuse, succeed } from '../../../src-main/domain/result.ts';
import type { Clock } from '../../../src-main/ports/clock.ts';
import type { TicketRecord } from '../../../src-main/session/contract/kiosk-api.ts';
import { DEFAULT_ATTENTION } from '../../../src-main/session/contract/view-state.ts';
import { createDayOf } from '../../../src-main/tickets/rules/time-label.ts';
import { service } from '../../support/core-process.ts';
import type { MakeKiosk } from './kiosk.ts';
import type { ClockPromise } from './run.ts';

export interface Plant {
  /** A description that completes "a kiosk that ...". */
  name: string;
  breaks: readonly ClockPromise[];
  makeKiosk: MakeKiosk;
}

const DAY_MS = 86_400_000;
const RETENTION_MS = 400 * DAY_MS;
const dayOf = createDayOf('Europe/Madrid');

/** A kiosk that remembers everything across restarts but trusts its clock. */
function credulousKiosk(nextNumber: () => (serviceDay: string) => number, forgetsOldTickets: boolean): MakeKiosk {
  return async (_, firstClock) => {
    let clock: Clock = firstClock;
    const next = nextNumber();
    const tickets = new Map<RequestId, TicketRecord>();
    return {
      office: () => ({
        async find(requestId) {
          const ticket = tickets.get(requestId);
          return ticket ? succeed(ticket) : refuse({ kind: 'unknown-request' });
        },
        async take({ requestId, serviceId, language = 'ca' }) {
          const known = tickets.get(requestId);
          if (known) return succeed(known);
          const serviceDay = dayOf(clock.wallMs());
          const number = next(serviceDay);
          const ticket: TicketRecord = {
            ticketId: TicketId.parse(randomUUID()),
            requestId,
            series: 'A',
            serviceDay,
            number,
            label: formatLabel('A', number),
            serviceId: service(serviceId),
            visitType: 'walk-in',
            language,
            followToken: null,
            appointment: null,
            asked: DEFAULT_ATTENTION,
            acknowledged: null,
            issuedAtMs: clock.wallMs(),
            withdrawnAtMs: null,
            largePrint: false,
            replaces: [],
            durableAtMs: clock.wallMs(),
            print: { state: 'waiting', cause: null, firstByteAtMs: null, endedAtMs: null },
          };
          tickets.set(requestId, ticket);
          return succeed(ticket);
        },
      }),
      async restart(newClock) {
        clock = newClock;
        if (!forgetsOldTickets) return;
        for (const [requestId, { issuedAtMs }] of tickets)
          if (issuedAtMs < clock.wallMs() - RETENTION_MS) tickets.delete(requestId);
      },
      close: async () => {},
    };
  };
}

function countAlways(): () => number {
  let last = 0;
  return () => {
    last += 1;
    return last;
  };
}

function countAnewWhenTheDateChanges(): (serviceDay: string) => number {
  let last = 0;
  let date = '';
  return (serviceDay) => {
    last = serviceDay === date ? last + 1 : 1;
    date = serviceDay;
    return last;
  };
}

function countByDay(): (serviceDay: string) => number {
  const counters = new Map<string, number>();
  return (serviceDay) => {
    const number = (counters.get(serviceDay) ?? 0) + 1;
    counters.set(serviceDay, number);
    return number;
  };
}

export const PLANTS: readonly Plant[] = [
  {
    name: 'begins again when the date is another one',
    breaks: ['repeated'],
    makeKiosk: credulousKiosk(() => countAnewWhenTheDateChanges(), false),
  },
  {
    name: 'counts by day, whatever was given a moment ago',
    breaks: ['too-soon'],
    makeKiosk: credulousKiosk(() => countByDay(), false),
  },
  {
    name: 'throws old tickets away by its clock',
    breaks: ['lost'],
    makeKiosk: credulousKiosk(() => countAlways(), true),
  },
];
