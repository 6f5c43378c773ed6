import { readFileSync } from 'node:fs';
import { type DeskDay, heldBy, type LivingTicket } from '../../../src-main/application/desks/desk-day.ts';
import { createDeskOrders } from '../../../src-main/application/desks/desk-orders.ts';
import { deskView } from '../../../src-main/application/desks/desk-view.ts';
import { createOffice, type Office } from '../../../src-main/application/office.ts';
import type { DeskAnswer, DeskOrder, DeskView } from '../../../src-main/contract/hub/desk.ts';
import { TicketRecord } from '../../../src-main/contract/kiosk/kiosk-api.ts';
import { HolidayCalendar } from '../../../src-main/contract/shared/holiday-calendar.ts';
import type { TicketId } from '../../../src-main/contract/shared/ids.ts';
import { OfficeProfile } from '../../../src-main/contract/shared/office-profile.ts';
import { refuse, succeed } from '../../../src-main/domain/result.ts';
import type { LifeEvent, TicketLife } from '../../../src-main/domain/ticket-life.ts';
import type { Clock } from '../../../src-main/ports/clock.ts';
import type { DeskEvent } from '../../../src-main/ports/life-book.ts';
import { demonstrationOffice } from '../../support/core-process.ts';

export const DESKS = ['taula-1', 'taula-2', 'taula-3', 'taula-4'];
const profile = OfficeProfile.parse({
  ...(JSON.parse(readFileSync(demonstrationOffice, 'utf8')) as Record<string, unknown>),
  desks: DESKS.map((deskId) => ({ deskId, name: { ca: deskId } })),
});
const calendar = HolidayCalendar.parse({ calendarId: 'none', holidays: [] });
const officeAt = (clock: Clock): Office => createOffice({ profile, calendar }, [], clock);

/** What a variant of the program does otherwise than ours; each member is ours where it is left out. */
export interface Variant {
  life: (events: readonly LifeEvent[]) => TicketLife;
  /** Whether what was written is there after a power cut. */
  keeps: boolean;
  /** Whether an order that is sent again is known. */
  knowsOrders: boolean;
  /** Whether what a desk did is seen by the next one at once. */
  seesAtOnce: boolean;
  /** Of what it knows, ranks what a desk does now. */
  ranks: boolean;
  /** Whether a hub tells another all that it knows. */
  tellsAll: boolean;
  /** Whether a page sends what it could not send under the same id. */
  keepsIds: boolean;
  /** Whether a page keeps what it could not send. */
  keepsOrders: boolean;
  /** Whether desks hear that a call of theirs was lost. */
  tellsLost: boolean;
}

export interface Kept {
  /** By which it was ordered. */
  orderId: string;
  ticketId: TicketId;
  event: DeskEvent;
}

class PowerCut extends Error {}

const TICKET = {
  ...{
    requestId: '00000000-0000-4000-8000-000000000001',
    series: 'A',
    serviceDay: '2026-11-24',
    serviceId: 'empadronament',
  },
  ...{ visitType: 'walk-in', language: 'ca', followToken: null, appointment: null, withdrawnAtMs: null, replaces: [] },
  ...{ largePrint: false, asked: { preferential: false, comeAndFetch: false }, acknowledged: null, durableAtMs: null },
  print: { state: 'printed', cause: null, firstByteAtMs: null, endedAtMs: null },
};
export const ticketOf = (number: number, issuedAtMs: number): TicketRecord =>
  TicketRecord.parse({
    ...TICKET,
    ...{ ticketId: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`, number, issuedAtMs },
    label: `A${String(number).padStart(3, '0')}`,
  });

/** A kiosk's hub: the program's own decisions over a disk of ours. What is on the disk when the power is cut is there afterwards. */
export function createModelHub(clock: Clock, variant: Variant, newId: () => string) {
  const tickets = new Map<TicketId, TicketRecord>();
  /** In the order in which they came. */
  let disk: Kept[] = [];
  let held: Map<TicketId, LivingTicket> | null = null;
  let cut: 'none' | 'before' | 'after' = 'none';
  const office = officeAt(clock);

  function living(): Map<TicketId, LivingTicket> {
    if (held !== null) return held;
    held = new Map();
    for (const ticket of tickets.values()) {
      const deskEvents = disk.flatMap(({ ticketId, event }) => (ticketId === ticket.ticketId ? [event] : []));
      held.set(ticket.ticketId, {
        ...{ ticket, slot: null, isVoided: false, servedEvents: [] },
        ...{ deskEvents, events: deskEvents, life: variant.life(deskEvents) },
      });
    }
    return held;
  }
  const day: DeskDay = {
    read: () => succeed(living()),
    add() {
      if (variant.seesAtOnce) held = null;
    },
    forget() {
      held = null;
    },
  };
  const order = createDeskOrders({
    ...{ day, office, clock, log: { event: () => undefined } },
    lives: {
      write({ ticketId, ageMs, ...event }) {
        if (cut === 'before') throw new PowerCut();
        const id = variant.knowsOrders ? event.id : newId();
        disk.push({
          orderId: event.id,
          ticketId,
          event: { ...event, id, rank: variant.ranks ? event.rank : 1, atMs: clock.wallMs() - ageMs },
        });
        if (cut === 'after') throw new PowerCut();
        return succeed(null);
      },
      ticketOf(lifeId) {
        const found = variant.knowsOrders ? disk.find(({ event }) => event.id === lifeId) : undefined;
        return succeed(found === undefined ? null : { ticketId: found.ticketId, deskId: found.event.by });
      },
      pause: () => refuse({ kind: 'store-failed', detail: 'nobody pauses here' }),
      paused: () => succeed([]),
    },
  });
  return {
    give(ticket: TicketRecord) {
      tickets.set(ticket.ticketId, ticket);
      held = null;
    },
    /** `null`: the power was cut, before or after it was written. */
    order(deskId: string, wanted: DeskOrder, power: typeof cut): DeskAnswer | null {
      cut = power;
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
      held = null;
    },
    reread() {
      held = null;
    },
    disk: (): readonly Kept[] => disk,
    tickets: () => tickets,
    living: (): ReadonlyMap<TicketId, LivingTicket> => living(),
    holds: (deskId: string) => heldBy(deskId, living().values()).map(({ ticket }) => ticket.ticketId),
    view: (deskId: string): DeskView =>
      deskView(deskId, { office, clock, tickets: [...living().values()], paused: [], kiosks: [] }),
    /** Hears of what another one has. */
    hear(other: readonly Kept[], given: Iterable<TicketRecord>) {
      for (const ticket of given) tickets.set(ticket.ticketId, ticket);
      const known = new Set(disk.map(({ event }) => event.id));
      const all = variant.tellsAll ? other : other.filter(({ event }) => event.act.kind !== 'finish');
      disk = [...disk, ...all.filter(({ event }) => !known.has(event.id))];
      held = null;
    },
  };
}
export type ModelHub = ReturnType<typeof createModelHub>;

export const isSameLife = (one: TicketLife, other: TicketLife): boolean =>
  JSON.stringify(one) === JSON.stringify(other);
