import { windowsOf } from '../../check-in/steps/check-in-windows.ts';
import type { OfficeProfile } from '../../contract/shared/office-profile.ts';
import { callingOrder, USUAL_CALLING, type WaitingPerson } from '../../domain/calling-order.ts';
import type { TicketRecord } from '../../session/contract/kiosk-api.ts';

/** Sorts waiting tickets of one service in the sequence in which they would be called now. */
export function inCallingOrder(
  tickets: readonly TicketRecord[],
  profile: OfficeProfile,
  nowMs: number,
): readonly TicketRecord[] {
  const waiting = tickets.map((ticket) => ({ ...waitingOf(ticket, profile), ticket }));
  return callingOrder(waiting, profile.calling ?? USUAL_CALLING, nowMs).map(({ ticket }) => ticket);
}

export interface ArrivedTicket {
  readonly ticketId: string;
  readonly serviceId: string;
  readonly appointment: { readonly startMs: number } | null;
  readonly asked: { readonly preferential: boolean };
  readonly issuedAtMs: number;
}

/**
 * Returns the class and the due time by which a ticket is called. A citizen who is too late for an appointment waits like one without an
 * appointment.
 */
export function waitingOf(
  { ticketId, serviceId, appointment, asked, issuedAtMs }: ArrivedTicket,
  profile: OfficeProfile,
): WaitingPerson {
  const { window, serviceWindows } = windowsOf(profile);
  const { lateMs } = serviceWindows.get(serviceId) ?? window;
  if (appointment !== null && issuedAtMs <= appointment.startMs + lateMs)
    return { ticketId, class: 'appointment', dueMs: appointment.startMs };
  return { ticketId, class: asked.preferential ? 'preferential' : 'walk-in', dueMs: issuedAtMs };
}
