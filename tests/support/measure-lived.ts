import type { LivedDay } from '../../src-central/twin/live-day.ts';
import { createMeasure, type MeasuredRow } from '../../src-central/twin/measured.ts';
import type { OfficeId } from '../../src-main/contract/shared/ids.ts';

/** Returns the figures of simulated days as the centre would measure them. */
export function measureLived(officeId: OfficeId, zone: string, days: Iterable<LivedDay>): MeasuredRow[] {
  const measure = createMeasure(officeId, zone);
  for (const { tickets } of days)
    for (const { ticket, visit } of tickets)
      measure.add({
        serviceId: ticket.serviceId,
        class: ticket.appointmentMs === null ? 'walk-in' : 'appointment',
        dueMs: Math.round(Math.max(ticket.issuedMs, ticket.appointmentMs ?? 0)),
        calledMs: visit === null ? null : Math.round(visit.calledMs),
        servedMs: visit?.servedMs == null ? null : Math.round(visit.servedMs),
        endMs: visit === null ? null : Math.round(visit.endMs),
      });
  return measure.rows();
}
