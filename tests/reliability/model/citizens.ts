import { ownsNumber, slotOf } from '../../../src-main/domain/numbering.ts';
import { bringBackNumber } from '../../../src-main/tickets/rules/issue-number.ts';
import { mayGoOnTicket, PRINTED_UNASKED_MS } from '../../../src-main/tickets/rules/number-line.ts';
import { readServiceDay } from '../../../src-main/tickets/rules/time-label.ts';
import { bookOf, commitTicket, type Database, isDurable, type JournalRecord, syncJournal } from './disk.ts';
import { monotonicOf, wallOf } from './kiosk.ts';
import { crash } from './recovery.ts';
import type { Choice, Kiosk, Ticket, World } from './state.ts';
import { readDay } from './variants.ts';
import { dayOf, labelOf, see, ticketOf } from './world.ts';

/** The points at which issuing a ticket may be interrupted: between its steps and during its writes. */
export const CRASH_POINTS = ['computed', 'appended', 'synced', 'committing', 'committed', 'answered'] as const;
export type CrashPoint = (typeof CRASH_POINTS)[number];

export interface Crash {
  at: CrashPoint;
  kind: 'kill' | 'power';
  /** Whether the interrupted write reaches the disk. */
  arrives: boolean;
}

/** Issues a ticket of a series; `again`: repeats the kiosk's last request. */
export function press(
  world: World,
  kiosk: Kiosk,
  series: number,
  crashing: Crash | null,
  { again = false, asks = null }: { again?: boolean; asks?: Asked | null } = {},
): void {
  const { database, journal, lastRequest } = kiosk;
  if (!kiosk.running || database === null) return;
  const request = again && lastRequest !== null ? lastRequest.request : world.requests++;
  const wanted = again && lastRequest !== null ? lastRequest.series : series;
  kiosk.lastRequest = { request, series: wanted, atMs: world.realMs };
  const pressedMonotonicMs = monotonicOf(world, kiosk);
  const earlier = again ? database.tickets.find((id) => ticketOf(world, id).request === request) : undefined;
  if (earlier !== undefined) {
    answer(world, kiosk, ticketOf(world, earlier));
    return;
  }
  const { variant } = world;
  const chosen = (asks && fromOther(world, kiosk, wanted, asks)) ?? variant.choose(world, kiosk, wanted);
  if (chosen === null) {
    world.counts.refusals += 1;
    return;
  }
  const { number, serviceDay, issued, clock, learned } = chosen;
  const { incarnation, epoch } = database;
  const ticket: Ticket = {
    id: world.tickets.length,
    kiosk: kiosk.index,
    request,
    series: wanted,
    serviceDay,
    number,
    incarnation,
    epoch,
    seq: database.seq + 1,
    pressedAtMs: world.realMs,
    shown: false,
    excused: false,
  };
  world.tickets.push(ticket);
  world.tell?.(`kiosk ${kiosk.index}: ${labelOf(ticket)} of ${ticket.serviceDay}, ticket ${ticket.id}`);
  const ends = (at: CrashPoint): boolean => {
    if (crashing?.at !== at || !kiosk.running) return false;
    world.tell?.(`kiosk ${kiosk.index}: ${at}`);
    crash(world, kiosk, crashing.kind, crashing.arrives);
    return true;
  };

  if (variant.printsFirst) {
    world.counts.papers += 1;
    seePaper(world, kiosk, ticket);
  }
  if (ends('computed')) return;
  const record: JournalRecord = { ticket: ticket.id, seq: ticket.seq, series: wanted, issued, clock };
  if (journal !== null) {
    journal.unsynced = record;
    if (ends('appended')) return;
    syncJournal(journal);
  }
  if (ends('synced')) return;
  const commits = crashing?.at !== 'committing' || crashing.arrives;
  if (commits) commitTicket(database, record, variant.durableCommits);
  if (ends('committing')) return;
  if (issued === null) kiosk.ofOthers.set(ticket.id, { boot: kiosk.boot, monotonicMs: pressedMonotonicMs });
  else kiosk.lastTickets[wanted] = issued.lastTicket;
  learned?.();
  if (ends('committed')) return;
  answer(world, kiosk, ticket);
  kiosk.waiting.push({ ticket: ticket.id, pressedMonotonicMs, wallMs: wallOf(world, kiosk), boot: kiosk.boot });
  ends('answered');
}

/** The kiosk that is asked for a number of the shared sequence, and the faults of this request. */
export interface Asked {
  giver: Kiosk;
  crashing: Crash | null;
  isLost: boolean;
}

/** Gets a number for `kiosk` from the kiosk `giver`; `null`: `kiosk` takes the next number of its own slot. */
function fromOther(world: World, kiosk: Kiosk, series: number, { giver, crashing, isLost }: Asked): Choice | null {
  const { variant } = world;
  const slot = giver.database?.slot ?? null;
  const given = give(world, giver, series, crashing);
  const day = readDay(world, kiosk);
  if (given === null || slot === null || isLost || day === null) return null;
  const { number, serviceDay } = given;
  if (!variant.line.keepsDay) return { number, serviceDay: day.serviceDay, issued: null, clock: day.row };
  return mayGoOnTicket(given, slot, day.serviceDay) ? { number, serviceDay, issued: null, clock: day.row } : null;
}

/** Takes a number for a different kiosk, with the same steps as `press` but without a ticket. */
function give(world: World, giver: Kiosk, series: number, crashing: Crash | null): Choice | null {
  const { database, journal } = giver;
  const { variant } = world;
  if (!giver.running || database === null) return null;
  const chosen = variant.choose(world, giver, series);
  if (chosen === null || chosen.issued === null) return null;
  if (!variant.line.isCounted) return chosen;
  const ends = (at: CrashPoint): boolean => {
    if (crashing?.at !== at) return false;
    crash(world, giver, crashing.kind, crashing.arrives);
    return true;
  };
  if (ends('computed')) return null;
  const record: JournalRecord = {
    ticket: null,
    seq: database.seq + 1,
    series,
    issued: chosen.issued,
    clock: chosen.clock,
  };
  if (journal !== null) {
    journal.unsynced = record;
    if (ends('appended')) return null;
    syncJournal(journal);
  }
  if (ends('synced')) return null;
  if (crashing?.at !== 'committing' || crashing.arrives) commitTicket(database, record, variant.durableCommits);
  if (ends('committing')) return null;
  giver.lastTickets[series] = chosen.issued.lastTicket;
  if (ends('committed')) return null;
  world.counts.given += 1;
  world.tell?.(`kiosk ${giver.index}: gives ${chosen.number} of ${chosen.serviceDay} to another kiosk`);
  ends('answered');
  return chosen;
}

function answer(world: World, kiosk: Kiosk, ticket: Ticket): void {
  if (world.variant.printsFirst) return;
  seePaper(world, kiosk, ticket);
}

function seePaper(world: World, kiosk: Kiosk, ticket: Ticket): void {
  if (!ticket.shown) kiosk.visible.push(ticket.id);
  see(world, ticket, world.variant.printsFirst || isDurable(ticket.id, kiosk.database, kiosk.journal));
}

export function print(world: World, kiosk: Kiosk): void {
  if (!kiosk.running) return;
  const job = kiosk.waiting.shift();
  if (job === undefined) return;
  const ticket = ticketOf(world, job.ticket);
  if (!world.variant.mayPrint(world, kiosk, job)) {
    world.tell?.(`kiosk ${kiosk.index}: ${labelOf(ticket)} is too old to be printed`);
    return;
  }
  if (world.variant.printsFirst) return;
  world.tell?.(`kiosk ${kiosk.index}: prints ${labelOf(ticket)} of ${ticket.serviceDay}`);
  world.counts.papers += 1;
  seePaper(world, kiosk, ticket);
}

export function reprint(world: World, kiosk: Kiosk, id: number): void {
  const { database } = kiosk;
  if (!kiosk.running || database === null) return;
  const ticket = ticketOf(world, id);
  if (!mayBeAgain(world, kiosk, database, ticket)) return;
  world.tell?.(`kiosk ${kiosk.index}: prints ${labelOf(ticket)} of ${ticket.serviceDay} once more`);
  world.counts.papers += 1;
  seePaper(world, kiosk, ticket);
}

/** Whether the paper may be printed again. The kiosk that counted the number decides, unless the number came a short time ago. */
function mayBeAgain(world: World, kiosk: Kiosk, database: Database, ticket: Ticket): boolean {
  const { number } = ticket;
  if (database.slot === null || ownsNumber(database.slot, number)) return bringBack(world, kiosk, database, ticket);
  const came = kiosk.ofOthers.get(ticket.id);
  const isFresh = came?.boot === kiosk.boot && monotonicOf(world, kiosk) - came.monotonicMs <= PRINTED_UNASKED_MS;
  if (came !== undefined && (isFresh || !world.variant.line.asksOwner)) return true;
  const owner = world.kiosks.find((other) => other.running && other.database?.slot === slotOf(number));
  return owner?.database ? bringBack(world, owner, owner.database, ticket) : false;
}

/**
 * Whether the kiosk that counted the number knows no later ticket with this number. If so, the number becomes the
 * last one of its series.
 */
function bringBack(world: World, kiosk: Kiosk, database: Database, ticket: Ticket): boolean {
  const book = bookOf(database.books, ticket.series);
  const monotonicMs = monotonicOf(world, kiosk);
  const day = readServiceDay({ wallMs: wallOf(world, kiosk), monotonicMs }, kiosk.anchor, database.clock, dayOf);
  const reprinted = bringBackNumber(
    { slot: database.slot, session: book.session },
    { serviceDay: ticket.serviceDay, number: ticket.number, givenAgain: isGivenAgain(world, database, ticket) },
    { day, monotonicMs },
  );
  if (!reprinted.ok) return false;
  book.session = reprinted.value.session;
  kiosk.lastTickets[ticket.series] = reprinted.value.lastTicket;
  return true;
}

function isGivenAgain(world: World, database: Database, { id, series, number, serviceDay }: Ticket): boolean {
  for (const [day, last] of bookOf(database.books, series).counters)
    if (day > serviceDay && last >= number) return true;
  return database.tickets.some((other) => {
    const later = ticketOf(world, other);
    return other > id && later.series === series && later.number === number;
  });
}
