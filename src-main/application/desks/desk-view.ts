import type { DeskTicket, DeskView } from '../../contract/hub/desk.ts';
import { HUB_STALE_AFTER_S } from '../../contract/hub/pairing.ts';
import type { LocalizedText } from '../../contract/shared/localized-text.ts';
import type { Service } from '../../contract/shared/services.ts';
import { readTarget, UNDO_ORDER_MS } from '../../domain/desk.ts';
import { ticketNameOf } from '../../domain/guidance.ts';
import type { Clock } from '../../ports/clock.ts';
import type { PausedDesk } from '../../ports/life-book.ts';
import type { QueueStates } from '../../ports/queue-state.ts';
import { waitingOf } from '../calling.ts';
import type { Office } from '../office.ts';
import { heldBy, isWaiting, type LivingTicket, placeOf, standingEvents, waitingFor } from './desk-day.ts';
import { isToday } from './desk-orders.ts';

/** As many as a person looks at. */
const MOST_NEXT = 30;
const MOST_NO_SHOWS = 12;
/** Who has not read it by then has seen to it in another way. */
const LOST_SHOWN_MS = 60 * 60_000;
const MOST_LOST = 8;

export interface DeskViewParts {
  office: Office;
  clock: Clock;
  tickets: readonly LivingTicket[];
  paused: readonly PausedDesk[];
  /** Where a browser finds the office's other kiosks. */
  kiosks: readonly string[];
  queueStates: Pick<QueueStates, 'ofService'>;
}

export function deskView(deskId: string, parts: DeskViewParts): DeskView {
  const { office, clock, tickets, paused, kiosks } = parts;
  const { profile } = office;
  const nowMs = clock.wallMs();
  const today = paused.filter(({ sinceMs }) => isToday(office, clock, sinceMs));
  const own = today.find((one) => one.deskId === deskId);
  return {
    officeName: profile.name,
    deskId,
    deskName: deskNameOf(parts, deskId),
    asOfMs: nowMs,
    staleAfterS: HUB_STALE_AFTER_S,
    holds: heldBy(deskId, tickets).map((living) => heldTicket(living, deskId, parts)),
    waiting: profile.services.map((service) => waitingRow(service, parts)),
    next: waitingFor(deskId, tickets, profile, nowMs)
      .slice(0, MOST_NEXT)
      .map((living) => deskTicket(living, parts)),
    noShows: noShows(deskId, tickets),
    lost: lostCalls(deskId, parts),
    pause: own === undefined ? null : { reason: own.reason, sinceMs: own.sinceMs },
    undo: undoOf(deskId, parts),
    desks: profile.desks
      .filter((desk) => desk.deskId !== deskId)
      .map((desk) => ({
        deskId: desk.deskId,
        name: desk.name,
        isPaused: today.some((one) => one.deskId === desk.deskId),
      })),
    kiosks: [...kiosks],
  };
}

export const deskNameOf = ({ office }: Pick<DeskViewParts, 'office'>, deskId: string): LocalizedText =>
  office.profile.desks.find((desk) => desk.deskId === deskId)?.name ?? { ca: deskId };

function deskTicket(living: LivingTicket, { office: { profile } }: DeskViewParts): DeskTicket {
  const { ticket, life } = living;
  const { ticketId, label, language, appointment, asked, issuedAtMs } = ticket;
  const last = standingEvents(living).findLast(({ act }) => act.kind === 'transfer');
  const target = last?.act.kind === 'transfer' ? readTarget(last.act.to) : null;
  const isHanded = last !== undefined && target !== null && life.state !== 'waiting';
  return {
    ...{ ticketId, number: label, language, sinceMs: issuedAtMs },
    serviceId:
      profile.services.find(({ serviceId }) => serviceId === placeOf(living, profile).serviceId)?.serviceId ??
      ticket.serviceId,
    class: waitingOf(ticket, profile).class,
    appointmentMs: appointment?.startMs ?? null,
    ...asked,
    isOwn: placeOf(living, profile).deskId !== null,
    handed: isHanded ? { of: target.of, note: last.note } : null,
  };
}

/** How often a number was called to the desk that has it. */
export const timesCalled = (living: LivingTicket, deskId: string): number =>
  standingEvents(living).filter(
    ({ act }) => (act.kind === 'call' || act.kind === 'recall') && 'desk' in act && act.desk === deskId,
  ).length;

function heldTicket(living: LivingTicket, deskId: string, parts: DeskViewParts): DeskView['holds'][number] {
  const { state } = living.life;
  return {
    ...deskTicket(living, parts),
    state: state === 'serving' || state === 'recalled' ? state : 'called',
    times: timesCalled(living, deskId),
    stateAtMs: standingEvents(living).at(-1)?.atMs ?? living.ticket.issuedAtMs,
  };
}

function waitingRow(service: Service, { office, tickets, queueStates }: DeskViewParts): DeskView['waiting'][number] {
  const { serviceId } = service;
  const own = tickets.filter((living) => isWaiting(living) && placeOf(living, office.profile).serviceId === serviceId);
  const oldestAtMs = own.length === 0 ? null : Math.min(...own.map(({ ticket }) => ticket.issuedAtMs));
  return {
    serviceId,
    name: ticketNameOf(service),
    count: own.length,
    oldestAtMs,
    comer: queueStates.ofService(serviceId),
  };
}

function noShows(deskId: string, tickets: readonly LivingTicket[]): DeskView['noShows'] {
  return tickets
    .filter(({ life }) => life.state === 'no-show')
    .flatMap((living) => {
      const last = standingEvents(living).findLast(({ act }) => act.kind === 'no-show');
      return last?.by === deskId ? [{ living, atMs: last.atMs }] : [];
    })
    .toSorted((one, other) => other.atMs - one.atMs)
    .slice(0, MOST_NO_SHOWS)
    .map(({ living: { ticket } }) => ({ ticketId: ticket.ticketId, number: ticket.label }));
}

/** Both desks are told. */
function lostCalls(deskId: string, parts: DeskViewParts): DeskView['lost'] {
  const { tickets, clock } = parts;
  const sinceMs = clock.wallMs() - LOST_SHOWN_MS;
  const nameOf = (other: string | null) => (other === null ? null : deskNameOf(parts, other));
  const all = tickets.flatMap(({ ticket, life, deskEvents }) =>
    life.lost.flatMap(({ id, desk, heldBy: holder }) => {
      const atMs = deskEvents.find((event) => event.id === id)?.atMs ?? 0;
      if (atMs < sinceMs || (desk !== deskId && holder !== deskId)) return [];
      const isOwn = desk === deskId;
      return [{ atMs, lost: { id, number: ticket.label, isOwn, other: nameOf(isOwn ? holder : desk) } }];
    }),
  );
  return all
    .toSorted((one, other) => other.atMs - one.atMs)
    .slice(0, MOST_LOST)
    .map(({ lost }) => lost);
}

function undoOf(deskId: string, { tickets, clock }: DeskViewParts): DeskView['undo'] {
  const lasts = tickets.flatMap((living) => {
    const last = standingEvents(living).at(-1);
    return last?.by === deskId ? [{ last, number: living.ticket.label }] : [];
  });
  const newest = lasts.toSorted((one, other) => other.last.atMs - one.last.atMs)[0];
  if (newest === undefined) return null;
  const untilMs = newest.last.atMs + UNDO_ORDER_MS;
  if (untilMs < clock.wallMs()) return null;
  return { orderId: newest.last.id, kind: newest.last.act.kind, number: newest.number, untilMs };
}
