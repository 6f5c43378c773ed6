import type { OfficeProfile } from '../../contract/shared/office-profile.ts';
import { endsVisit } from '../../domain/ticket-life.ts';
import type { Coming, MeasuredVisit } from '../rules/waits.ts';
import { type ArrivedTicket, waitingOf } from './calling.ts';
import { type LivingTicket, standingEvents } from './desk-day.ts';

const HOUR_MS = 3_600_000;
/**
 * If the desk's next call follows within this time after a visit, the gap counts as part of the visit. A longer gap is taken to mean that
 * no citizen was waiting.
 */
const AT_ONCE_MS = 4 * 60_000;
/** The rate of arrivals is computed over at least this time, so that a day's first tickets do not count too much. */
const LEAST_SPAN_MS = 20 * 60_000;

/**
 * Returns ended visits, also parked, transferred and missed ones, each with the time that it took its desk: until the next call if that
 * followed within `AT_ONCE_MS`, else until the visit's end.
 */
export function visitsOf(tickets: readonly LivingTicket[]): MeasuredVisit[] {
  const visits = tickets.flatMap((living) => {
    const standing = standingEvents(living);
    return standing.flatMap(({ act, atMs, by }, at) => {
      if (act.kind !== 'call') return [];
      const later = standing.slice(at + 1).filter((event) => event.by === by);
      const end = later.find((event) => endsVisit(event.act.kind));
      if (end === undefined) return [];
      const arrived = later.slice(0, later.indexOf(end)).find((event) => event.act.kind === 'serve');
      const servedMs = arrived === undefined ? null : end.atMs - arrived.atMs;
      return [{ deskId: by, serviceId: living.ticket.serviceId, calledAtMs: atMs, endedAtMs: end.atMs, servedMs }];
    });
  });
  return [...Map.groupBy(visits, ({ deskId }) => deskId).values()].flatMap((own) => {
    const sorted = own.toSorted((one, other) => one.calledAtMs - other.calledAtMs);
    return sorted.map(({ serviceId, calledAtMs, endedAtMs, servedMs }, at) => {
      const nextMs = sorted[at + 1]?.calledAtMs ?? Number.POSITIVE_INFINITY;
      const isAtOnce = nextMs >= endedAtMs && nextMs - endedAtMs <= AT_ONCE_MS;
      return { serviceId, calledAtMs, tookMs: (isAtOnce ? nextMs : endedAtMs) - calledAtMs, servedMs };
    });
  });
}

/** Returns the arrivals per hour of tickets that may be called before others, measured over the last hour at most. */
export function comingOf(
  tickets: readonly { readonly ticket: ArrivedTicket }[],
  profile: OfficeProfile,
  nowMs: number,
): Coming[] {
  const firstMs = Math.min(nowMs, ...tickets.map(({ ticket }) => ticket.issuedAtMs));
  const spanMs = Math.min(HOUR_MS, Math.max(LEAST_SPAN_MS, nowMs - firstMs));
  const recent = tickets
    .filter(({ ticket }) => ticket.issuedAtMs > nowMs - spanMs)
    .map(({ ticket }) => ({ serviceId: ticket.serviceId, class: waitingOf(ticket, profile).class }))
    .filter(({ class: own }) => own !== 'walk-in');
  return [...Map.groupBy(recent, (one) => `${one.serviceId} ${one.class}`).values()].flatMap((group) => {
    const [one] = group;
    return one === undefined ? [] : [{ ...one, perHour: (group.length * HOUR_MS) / spanMs }];
  });
}
