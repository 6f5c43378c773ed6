import { formatLabel } from '../../../src-main/domain/numbering.ts';
import { localDateTime, serviceDayOf } from '../../../src-main/domain/service-day.ts';
import { UNIQUE_FOR_MS } from '../../../src-main/tickets/rules/issue-number.ts';
import type { Invariant, Kiosk, Ticket, World } from './state.ts';

export const LETTERS = 'ABCD';
const ZONE = 'Europe/Madrid';

interface Hour {
  readonly serviceDay: string;
  readonly hour: number;
}

const HOUR_MS = 3_600_000;
const hours = new Map<number, Hour>();

/**
 * The hour and service day by the product's rule. One value per UTC hour is cached, because Madrid's offset from UTC
 * is a whole number of hours.
 */
function hourOf(instantMs: number): Hour {
  const index = Math.floor(instantMs / HOUR_MS);
  const known = hours.get(index);
  if (known !== undefined) return known;
  const hour = {
    serviceDay: serviceDayOf(instantMs, ZONE),
    hour: Number(localDateTime(instantMs, ZONE).time.slice(0, 2)),
  };
  hours.set(index, hour);
  return hour;
}

export const dayOf = (instantMs: number): string => hourOf(instantMs).serviceDay;
export const localHour = (instantMs: number): number => hourOf(instantMs).hour;

const dayNumbers = new Map<string, number>();
function dayNumber(serviceDay: string): number {
  const known = dayNumbers.get(serviceDay);
  if (known !== undefined) return known;
  dayNumbers.set(serviceDay, dayNumbers.size);
  return dayNumbers.size - 1;
}

const NUMBERS = 10_000_000;
export const rowKey = (series: number, serviceDay: string): number => dayNumber(serviceDay) * LETTERS.length + series;
const printedKey = ({ series, serviceDay, number }: Ticket): number => rowKey(series, serviceDay) * NUMBERS + number;

export const labelOf = ({ series, number }: Ticket): string => formatLabel(LETTERS.charAt(series), number);
const nameOf = (ticket: Ticket): string => `${labelOf(ticket)} of ${ticket.serviceDay} (ticket ${ticket.id})`;

export function ticketOf(world: World, id: number): Ticket {
  const ticket = world.tickets[id];
  if (ticket === undefined) throw new RangeError(`there is no ticket ${id}`);
  return ticket;
}

export function breakPromise(world: World, invariant: Invariant, detail: string): void {
  if (!world.variant.checks.has(invariant)) return;
  world.broken ??= { invariant, detail };
}

export function see(world: World, ticket: Ticket, durable: boolean): void {
  ticket.shown = true;
  if (!durable) breakPromise(world, 'I2', `${nameOf(ticket)} is visible and not durable`);
  const key = printedKey(ticket);
  const other = world.byKey.get(key);
  if (other === undefined) world.byKey.set(key, ticket.id);
  else if (other !== ticket.id) breakPromise(world, 'I1', `${nameOf(ticket)} is ticket ${other} as well`);
  const seen = ticket.series * NUMBERS + ticket.number;
  const last = world.lastSeen.get(seen);
  if (last === undefined) {
    world.lastSeen.set(seen, { ticket: ticket.id, atMs: world.realMs });
    return;
  }
  const sinceMs = world.realMs - last.atMs;
  if (last.ticket !== ticket.id && sinceMs < UNIQUE_FOR_MS)
    breakPromise(
      world,
      'U2',
      `${nameOf(ticket)} comes ${Math.round(sinceMs / 60_000)} minutes after ticket ${last.ticket}`,
    );
  last.ticket = ticket.id;
  last.atMs = world.realMs;
}

/** Stores a batch at the centre. A batch may arrive again; each event is stored once. */
export function storeAtCentre(world: World, ids: readonly number[]): void {
  const { stored, byKey, byPlace, highest } = world.centre;
  for (const id of ids) {
    if (stored.has(id)) continue;
    stored.add(id);
    const ticket = ticketOf(world, id);
    const key = printedKey(ticket);
    if (byKey.has(key)) breakPromise(world, 'C1', `the centre gets ${nameOf(ticket)} beside ticket ${byKey.get(key)}`);
    byKey.set(key, id);
    const place = `${ticket.incarnation}/${ticket.epoch}/${ticket.seq}`;
    if (byPlace.has(place)) breakPromise(world, 'C1', `the centre gets ${place} twice`);
    byPlace.set(place, id);
    const row = rowKey(ticket.series, ticket.serviceDay);
    highest.set(row, Math.max(highest.get(row) ?? 0, ticket.number));
  }
}

/**
 * Checks that the kiosk or the centre has every ticket that people have seen, unless its loss is excused. Called after every start that was
 * not interrupted in a repair.
 */
export function checkNothingLost(world: World, kiosk: Kiosk, invariant: Invariant): void {
  const here = new Set(kiosk.database?.tickets);
  for (const id of kiosk.visible) {
    if (here.has(id) || world.centre.stored.has(id)) continue;
    const ticket = ticketOf(world, id);
    if (!ticket.excused) breakPromise(world, invariant, `${nameOf(ticket)} was visible and is gone`);
  }
}

/** Excuses the tickets that the kiosk's database and journal alone had, if both are lost or restored to an older state. */
export function excuseLost(world: World, kiosk: Kiosk): void {
  const { database, journal } = kiosk;
  if (journal !== null || (database !== null && !database.restored)) return;
  const left = new Set(database?.tickets);
  for (const ticket of world.tickets)
    if (ticket.kiosk === kiosk.index && !left.has(ticket.id) && !world.centre.stored.has(ticket.id))
      ticket.excused = true;
}
