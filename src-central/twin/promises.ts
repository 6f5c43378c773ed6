import { type MeasuredVisit, tookOf, waitRange } from '../../src-main/calling/rules/waits.ts';
import { comingOf } from '../../src-main/calling/steps/desk-visits.ts';
import { USUAL_CALLING } from '../../src-main/domain/calling-order.ts';
import type { LivedDay, TwinTicket } from './live-day.ts';
import { isWithin, type TwinOffice } from './office-day.ts';

export interface Promised {
  /** Tickets whose wait the kiosk could estimate. */
  said: number;
  /** Tickets whose wait was within the estimated range. */
  kept: number;
  unknown: number;
}

/** Only every `EVERY`th ticket is compared, because each estimated range needs a simulation of its own. */
const EVERY = 20;
const KEPT_DAYS = 10;
const MINUTE_MS = 60_000;

export function createPromises(office: TwinOffice) {
  const { profile } = office;
  const promised: Promised = { said: 0, kept: 0, unknown: 0 };
  let past: MeasuredVisit[][] = [];
  return {
    see(lived: LivedDay): void {
      const today = visitsOf(lived);
      for (const [at, { ticket, visit }] of lived.tickets.entries()) {
        if (at % EVERY !== 0 || visit === null) continue;
        const range = rangeFor(ticket, lived, [...past.flat(), ...today], office);
        if (range === null) {
          promised.unknown += 1;
          continue;
        }
        const minutes = (visit.calledMs - ticket.issuedMs) / MINUTE_MS;
        promised.said += 1;
        if (range.from <= minutes && minutes <= range.to) promised.kept += 1;
      }
      past = [...past, today].slice(-KEPT_DAYS);
    },
    promised,
  };

  function rangeFor(ticket: TwinTicket, lived: LivedDay, measured: readonly MeasuredVisit[], { part }: TwinOffice) {
    const nowMs = ticket.issuedMs;
    const { midnightMs, shifts } = lived.day;
    const hourOf = (ms: number): number => new Date(ms - midnightMs).getUTCHours();
    const over = measured.filter(({ calledAtMs, tookMs }) => calledAtMs + tookMs <= nowMs);
    const tookMs = new Map(
      part.services.flatMap(({ serviceId }) => {
        const took = tookOf(over, serviceId, nowMs, hourOf);
        return took === null ? [] : [[serviceId as string, took] as const];
      }),
    );
    const waiting = lived.tickets.flatMap(({ ticket: one, visit }) =>
      one.hereMs <= nowMs && one !== ticket && (visit === null || visit.calledMs > nowMs) ? [one] : [],
    );
    const all = new Set(part.services.map(({ serviceId }) => serviceId as string));
    const desks = shifts.flatMap(({ deskId, services, spans }) => {
      const held = lived.tickets.find(
        ({ visit }) => visit?.deskId === deskId && visit.calledMs <= nowMs && nowMs < visit.endMs,
      );
      if (held === undefined && !isWithin(spans, nowMs)) return [];
      const holds = held?.visit ? { serviceId: held.ticket.serviceId, sinceMs: held.visit.calledMs } : null;
      return [{ calls: services ?? all, holds }];
    });
    const known = lived.tickets
      .filter(({ ticket: one }) => one.issuedMs <= nowMs)
      .map(({ ticket: one }) => ({
        ticket: {
          ticketId: one.ticketId,
          serviceId: one.serviceId,
          issuedAtMs: one.issuedMs,
          appointment: one.appointmentMs === null ? null : { startMs: one.appointmentMs },
          asked: { preferential: one.preferential },
        },
      }));
    const coming = comingOf(known, profile, nowMs);
    const rule = profile.calling ?? USUAL_CALLING;
    return waitRange(ticket, { waiting, desks, tookMs, coming, rule, nowMs });
  }
}

const visitsOf = ({ tickets }: LivedDay): MeasuredVisit[] =>
  tickets.flatMap(({ ticket, visit }) =>
    visit === null
      ? []
      : [
          {
            serviceId: ticket.serviceId,
            calledAtMs: visit.calledMs,
            tookMs: visit.endMs - visit.calledMs,
            servedMs: visit.servedMs === null ? null : visit.endMs - visit.servedMs,
          },
        ],
  );
