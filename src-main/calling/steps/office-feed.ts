import type { TicketId } from '../../contract/shared/ids.ts';
import { type Result, refuse, succeed } from '../../domain/result.ts';
import { columnsOf, type LifeEvent } from '../../domain/ticket-life.ts';
import type { Office } from '../../office/steps/office.ts';
import type { Clock } from '../../ports/clock.ts';
import type { StoreFailure } from '../../ports/store-failure.ts';
import {
  AlarmSaid,
  CHANGES_IN_A_PAGE,
  type ChangesAsked,
  type OfficeChanges,
  type OfficeTicket,
  PauseSaid,
  ServicesSaid,
  TicketSaid,
} from '../contract/kiosks.ts';
import type { DeskEvent } from '../ports/life-book.ts';
import type { GivenTwice, OfficeBook } from '../ports/office-book.ts';
import { areTogether } from '../rules/office-hub.ts';
import type { SharedAct } from '../rules/shared-ticket.ts';
import type { DeskDay, LivingTicket } from './desk-day.ts';

export interface OfficeFeed {
  readonly officeId: string;
  changes(asked: Pick<ChangesAsked, 'log' | 'since'>): OfficeChanges;
  last(): number;
  look(): void;
  onChange(listener: () => void): () => void;
  /**
   * Stores the data that a sibling kiosk sends; entries that fail their schema are left out, and so are pauses and choices of services from
   * the future. `other-office`: the sibling belongs to another office, and nothing is stored. Tickets of a kiosk with a wrong clock are
   * stored too, so that their citizens are called. The day of a ticket follows from the sequence of arrival here, not from that clock.
   */
  hear(said: OfficeChanges): Result<Heard, StoreFailure | { kind: 'other-office' }>;
  /**
   * Raises this kiosk's counters to the highest numbers of a kiosk with the same slot, and stores nothing else from it. Returns the tickets
   * whose label this kiosk has issued as well.
   */
  count(said: OfficeChanges): Result<readonly GivenTwice[], StoreFailure>;
}

export interface Heard {
  readonly isNew: boolean;
  readonly isTogether: boolean;
}

export interface OfficeFeedParts {
  day: DeskDay;
  book: OfficeBook;
  office: Office;
  clock: Clock;
  slot: number;
  /** Id of this run of the program, because the numbers of changes start again with each run. */
  log: string;
}

interface Known {
  no: number;
  /** The ticket of this entry; `null` if the entry is a list of rows about desks (`LISTS`). */
  living: LivingTicket | null;
  text: string;
}

/** Rows about desks: each list is sent whole whenever one of its rows changes. */
const LISTS = ['pauses', 'services', 'alarms'] as const;
type List = (typeof LISTS)[number];
const isList = (key: string): key is List => LISTS.some((list) => list === key);

export function createOfficeFeed(parts: OfficeFeedParts): OfficeFeed {
  const { day, book, office, clock, slot, log } = parts;
  const known = new Map<TicketId | List, Known>();
  const listeners = new Set<() => void>();
  let last = 0;

  function note(key: TicketId | List, living: LivingTicket | null, text: string): void {
    const before = known.get(key);
    if (before?.text === text) before.living = living;
    else {
      last += 1;
      known.set(key, { no: last, living, text });
    }
  }
  function look(): void {
    const read = day.read();
    const lists = LISTS.map((list) => ({ list, rows: book[list]() }));
    // While the disk cannot be read, no change is recorded; the next look may succeed.
    if (!read.ok || lists.some(({ rows }) => !rows.ok)) return;
    const before = last;
    for (const [ticketId, living] of read.value)
      if (known.get(ticketId)?.living !== living) note(ticketId, living, JSON.stringify(saidOf(living, slot)));
    for (const key of known.keys()) if (!isList(key) && !read.value.has(key)) known.delete(key);
    for (const { list, rows } of lists)
      if (rows.ok && rows.value.length > 0) note(list, null, JSON.stringify(rows.value));
    if (last !== before) for (const listener of [...listeners]) listener();
  }
  return {
    officeId: office.profile.officeId,
    look,
    last: () => last,
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    changes(asked) {
      const since = asked.log === log ? asked.since : 0;
      const all = [...known.entries()]
        .filter(([, { no }]) => no > since)
        .toSorted(([, one], [, other]) => one.no - other.no);
      const page = all.slice(0, CHANGES_IN_A_PAGE);
      const listed = (list: List): unknown[] =>
        page.flatMap(([key, { text }]) => (key === list ? (JSON.parse(text) as unknown[]) : []));
      return {
        officeId: office.profile.officeId,
        slot,
        log,
        isAll: page.length === all.length,
        nowMs: clock.wallMs(),
        next: page.length === all.length ? last : (page.at(-1)?.[1].no ?? last),
        tickets: page.flatMap(([key, { text }]) => (isList(key) ? [] : [JSON.parse(text) as TicketSaid])),
        pauses: listed('pauses'),
        services: listed('services'),
        alarms: listed('alarms'),
      };
    },
    hear(said) {
      if (said.officeId !== office.profile.officeId) return refuse({ kind: 'other-office' });
      const nowMs = clock.wallMs();
      const isTogether = areTogether(said.nowMs, nowMs);
      const aheadMs = isTogether ? 0 : nowMs - said.nowMs;
      const tickets = said.tickets
        .flatMap((one) => TicketSaid.safeParse(one).data ?? [])
        .map(({ ticket, acts }) => ({
          ticket: { ...ticket, issuedAtMs: issuedHere(ticket.issuedAtMs, aheadMs, nowMs) },
          acts,
        }));
      const isPast = ({ atMs }: { atMs: number }): boolean => atMs <= nowMs || areTogether(atMs, nowMs);
      const pauses = said.pauses.flatMap((one) => PauseSaid.safeParse(one).data ?? []).filter(isPast);
      const services = (said.services ?? []).flatMap((one) => ServicesSaid.safeParse(one).data ?? []).filter(isPast);
      // Alarms are not filtered by time, so that a wrong clock cannot hide an alarm.
      const alarms = (said.alarms ?? [])
        .flatMap((one) => AlarmSaid.safeParse(one).data ?? [])
        .map(({ end, ...alarm }) => ({
          ...alarm,
          atMs: issuedHere(alarm.atMs, aheadMs, nowMs),
          end: end && { ...end, atMs: issuedHere(end.atMs, aheadMs, nowMs) },
        }));
      if (tickets.length + pauses.length + services.length + alarms.length === 0)
        return succeed({ isNew: false, isTogether });
      const heard = book.hear({ fromSlot: said.slot, tickets, pauses, services, alarms });
      return heard.ok ? succeed({ isNew: heard.value, isTogether }) : heard;
    },
    count: (said) => book.count(said.tickets.flatMap((one) => TicketSaid.safeParse(one).data ?? [])),
  };
}

/**
 * Converts an issue time to this kiosk's clock, which is `aheadMs` ahead of the sender's. The sender's clock may have been set since the
 * issue, so the result may be far in the future. It then becomes now, because a ticket is always issued before it arrives here; later
 * citizens would otherwise be called first.
 */
function issuedHere(atMs: number, aheadMs: number, nowMs: number): number {
  const hereMs = atMs + aheadMs;
  return areTogether(hereMs, nowMs) ? hereMs : Math.min(hereMs, nowMs);
}

function saidOf({ ticket, slot, isVoided, servedEvents, deskEvents }: LivingTicket, ownSlot: number): TicketSaid {
  const { ticketId, label, serviceDay, serviceId, language, appointment, asked, issuedAtMs, withdrawnAtMs } = ticket;
  const said: OfficeTicket = {
    ticketId,
    slot: slot ?? ownSlot,
    label,
    serviceDay,
    serviceId,
    language,
    appointment,
    asked,
    issuedAtMs,
    withdrawnAtMs,
    isVoided,
    served: servedEvents.map((event) => actOf(event, NOT_OF_A_DESK)),
  };
  const acts = deskEvents.map((event: DeskEvent) => actOf(event, event));
  return { ticket: said, acts: acts.toSorted((one, other) => (one.id < other.id ? -1 : 1)) };
}

const NOT_OF_A_DESK = { atMs: 0, ageMs: 0, note: null, word: null };

const actOf = (
  { id, rank, by, act }: LifeEvent,
  { atMs, ageMs, note, word }: Pick<DeskEvent, 'atMs' | 'ageMs' | 'note' | 'word'>,
): SharedAct => ({
  id,
  rank,
  by,
  note,
  word,
  ageMs,
  atMs,
  ...columnsOf(act),
});
