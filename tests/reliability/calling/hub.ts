import { readFileSync } from 'node:fs';
import type { DeskAnswer, DeskOrder, DeskWork } from '../../../src-main/calling/contract/desk.ts';
import type { DeskEvent } from '../../../src-main/calling/ports/life-book.ts';
import { mergeActs } from '../../../src-main/calling/rules/shared-ticket.ts';
import { createDeskDay, type DeskDay, heldBy, type LivingTicket } from '../../../src-main/calling/steps/desk-day.ts';
import { createDeskOrders } from '../../../src-main/calling/steps/desk-orders.ts';
import { deskViews } from '../../../src-main/calling/view/desk-view.ts';
import { HolidayCalendar } from '../../../src-main/contract/shared/holiday-calendar.ts';
import type { TicketId } from '../../../src-main/contract/shared/ids.ts';
import { OfficeProfile } from '../../../src-main/contract/shared/office-profile.ts';
import { refuse, succeed } from '../../../src-main/domain/result.ts';
import { type LifeEvent, lifeOf, type TicketLife } from '../../../src-main/domain/ticket-life.ts';
import { createOffice, type Office } from '../../../src-main/office/steps/office.ts';
import type { Clock } from '../../../src-main/ports/clock.ts';
import { TicketRecord } from '../../../src-main/session/contract/kiosk-api.ts';
import type { NumberOfDay } from '../../../src-main/tickets/ports/day-book.ts';
import { demonstrationOffice } from '../../support/core-process.ts';
import { listedDay } from '../../support/service-day.ts';

export const DESKS = ['taula-1', 'taula-2', 'taula-3', 'taula-4'];
const profile = OfficeProfile.parse({
  ...(JSON.parse(readFileSync(demonstrationOffice, 'utf8')) as Record<string, unknown>),
  desks: DESKS.map((deskId) => ({ deskId, name: { ca: deskId } })),
});
const calendar = HolidayCalendar.parse({ calendarId: 'none', holidays: [] });
const officeAt = (clock: Clock): Office => createOffice({ profile, calendar }, [], clock);

/** A variant of the program. `OURS` behaves as the real program. */
export interface Variant {
  life: (events: readonly LifeEvent[]) => TicketLife;
  /** Whether a clerk's act on a ticket survives a power cut once it is written. */
  keeps: boolean;
  /** Whether the hub (the part of a kiosk that serves desks) recognises a desk's command that is sent again. */
  knowsOrders: boolean;
  seesAtOnce: boolean;
  /** Whether an act gets a higher rank than the earlier acts on its ticket that its hub knows; `false`: every act has rank 1. */
  ranks: boolean;
  tellsAll: boolean;
  /** Whether a hub recognises an act that the other hub sends again. */
  hearsOnce: boolean;
  /** Whether a page repeats an unsent command under the same id. */
  keepsIds: boolean;
  /** Whether a page keeps its unsent commands across a reload. */
  keepsOrders: boolean;
  /** Whether an absent desk counts as present, so that other desks may not call the tickets that it parked until these have waited long. */
  leavesParked: boolean;
  /** Whether a desk learns that its call lost to another desk's call of the same ticket. */
  tellsLost: boolean;
}

export interface Kept extends DeskEvent {
  orderId: string;
  ticketId: TicketId;
}

class PowerCut extends Error {}

const TICKET = {
  requestId: '00000000-0000-4000-8000-000000000001',
  series: 'A',
  serviceDay: '2026-11-24',
  serviceId: 'empadronament',
  visitType: 'walk-in',
  language: 'ca',
  followToken: null,
  appointment: null,
  withdrawnAtMs: null,
  replaces: [],
  largePrint: false,
  asked: { preferential: false, comeAndFetch: false },
  acknowledged: null,
  durableAtMs: null,
  print: { state: 'printed', cause: null, firstByteAtMs: null, endedAtMs: null },
};
export const ticketOf = (number: number, issuedAtMs: number): TicketRecord =>
  TicketRecord.parse({
    ...TICKET,
    ticketId: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    number,
    issuedAtMs,
    label: `A${String(number).padStart(3, '0')}`,
  });

/**
 * A hub with the program's own decisions and its merging of acts from other hubs, on a simulated disk that a power cut leaves unchanged.
 */
export function createModelHub(
  slot: number,
  clock: Clock,
  variant: Variant,
  newId: () => string,
  isOpen: (deskId: string) => boolean,
) {
  const isThere = (deskId: string): boolean => variant.leavesParked || isOpen(deskId);
  const tickets = new Map<TicketId, { ticket: TicketRecord; slot: number }>();
  let disk: Kept[] = [];
  let cut: 'none' | 'before' | 'after' = 'none';
  const office = officeAt(clock);
  // The day is read once: it is the same for the whole morning, and reading it takes most of a step's time.
  const morning = listedDay(office.now().clockDay);
  const numbers = (isOwn: boolean): (NumberOfDay & { slot: number })[] =>
    [...tickets.values()]
      .filter((one) => (one.slot === slot) === isOwn)
      .map((one) => ({
        ...one,
        isVoided: false,
        servedEvents: [],
        deskEvents: disk.filter(({ ticketId }) => ticketId === one.ticket.ticketId),
      }));
  const real = createDeskDay(
    { all: () => succeed(numbers(true)) },
    { now: () => morning },
    {
      heard: () => succeed(numbers(false)),
    },
  );
  const day: DeskDay = {
    read: () => otherLives(real.read(), variant),
    add(ticketId, event) {
      if (variant.seesAtOnce) real.add(ticketId, event);
    },
    forget: () => real.forget(),
  };
  const living = (): ReadonlyMap<TicketId, LivingTicket> => {
    const read = day.read();
    return read.ok ? read.value : new Map();
  };
  const order = createDeskOrders({
    day,
    office,
    clock,
    log: { event: () => undefined },
    help: { isOpen: isThere },
    lives: {
      write({ ticketId, ageMs, ...event }) {
        if (cut === 'before') throw new PowerCut();
        const id = variant.knowsOrders ? event.id : newId();
        const at = { rank: variant.ranks ? event.rank : 1, atMs: clock.wallMs() - ageMs };
        disk.push({ ...event, id, orderId: event.id, ticketId, ageMs, ...at });
        if (cut === 'after') throw new PowerCut();
        return succeed(null);
      },
      ticketOf(lifeId) {
        const found = variant.knowsOrders ? disk.find(({ id }) => id === lifeId) : undefined;
        return succeed(found === undefined ? null : { ticketId: found.ticketId, deskId: found.by });
      },
      pause: () => refuse({ kind: 'store-failed', detail: 'nobody pauses here' }),
      paused: () => succeed([]),
      chooseServices: () => refuse({ kind: 'store-failed', detail: 'nobody chooses here' }),
      chosenServices: () => succeed([]),
    },
  });
  const view = (deskId: string): DeskWork =>
    deskViews({
      office,
      clock,
      tickets: [...living().values()],
      paused: [],
      chosen: [],
      alarms: [],
      kiosks: [],
      dayInDoubt: null,
      help: { calls: () => [], isOpen: isThere, alarmSeenBy: () => [], isWithStaff: () => false },
      queueStates: { ofService: () => null, usualVisitMs: () => null },
    })(deskId);
  return {
    slot,
    give(ticket: TicketRecord) {
      tickets.set(ticket.ticketId, { ticket, slot });
      day.forget();
    },
    order(deskId: string, wanted: DeskOrder, power: typeof cut): DeskAnswer | null {
      cut = power;
      if (wanted.kind === 'give' || wanted.kind === 'help' || wanted.kind === 'alarm' || wanted.kind === 'alarm-end')
        throw new Error('no desk gives numbers or help here');
      try {
        return order(deskId, wanted);
      } catch (error) {
        if (!(error instanceof PowerCut)) throw error;
        return null;
      } finally {
        cut = 'none';
      }
    },
    restart() {
      if (!variant.keeps) disk = disk.slice(0, -1);
      day.forget();
    },
    reread: () => day.forget(),
    disk: (): readonly Kept[] => disk,
    tickets: () => tickets,
    living,
    parked: (deskId: string) =>
      // The view is computed only if a ticket is parked, because computing it for every desk at each step is slow.
      [...living().values()].some(({ life }) => life.state === 'parked' || life.state === 'transferred')
        ? view(deskId).parked.map(({ ticketId }) => ticketId)
        : [],
    holds: (deskId: string) => heldBy(deskId, living().values()).map(({ ticket }) => ticket.ticketId),
    view,
    /** Takes over the acts on another hub's disk, including acts that the other hub has itself taken over. */
    hear(other: { disk: readonly Kept[]; tickets: Iterable<{ ticket: TicketRecord; slot: number }> }) {
      for (const one of other.tickets) tickets.set(one.ticket.ticketId, one);
      const said = variant.tellsAll ? other.disk : other.disk.filter(({ act }) => act.kind !== 'finish');
      const ids = new Set(disk.map(({ id }) => id));
      const heard = variant.hearsOnce ? said : said.map((act) => (ids.has(act.id) ? againOf(act) : act));
      const [known, fresh] = [Map.groupBy(disk, ofTicket), Map.groupBy(heard, ofTicket)];
      disk = [...new Set([...known.keys(), ...fresh.keys()])].flatMap((ticketId) =>
        mergeActs(known.get(ticketId) ?? [], fresh.get(ticketId) ?? []),
      );
      day.forget();
    },
  };
}

/** Copies an act under a new id. A hub that does not recognise repeated acts (`hearsOnce: false`) stores such a copy. */
const againOf = (act: Kept): Kept => (act.id.endsWith('again') ? act : { ...act, id: `${act.id} again` });

const ofTicket = ({ ticketId }: Kept): TicketId => ticketId;

/** Computes the tickets' states by the variant's rules, from the same acts in the sequence of their arrival. */
function otherLives(read: ReturnType<DeskDay['read']>, { life }: Variant): ReturnType<DeskDay['read']> {
  if (life === lifeOf || !read.ok) return read;
  return succeed(new Map([...read.value].map(([id, one]) => [id, { ...one, life: life(one.deskEvents) }])));
}
export type ModelHub = ReturnType<typeof createModelHub>;

export const isSameLife = (one: TicketLife, other: TicketLife): boolean =>
  JSON.stringify(one) === JSON.stringify(other);
