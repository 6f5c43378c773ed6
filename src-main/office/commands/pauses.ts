import type { ServiceId } from '../../contract/shared/ids.ts';
import { type Result, refuse, succeed } from '../../domain/result.ts';
import { instantOfMoment } from '../../domain/service-day.ts';
import type { Commands } from '../../session/commands/command.ts';
import type { ParamsOf, Refusal } from '../../session/contract/kiosk-api.ts';
import type { KioskContext } from '../../session/steps/kiosk-context.ts';
import { asStaff } from '../../staff/commands/staff.ts';

/** Commands with which staff pause a service, so that it issues no tickets, and resume it. */
export function pauseCommands(context: KioskContext) {
  return {
    pauseService: (params) =>
      asStaff(context, params.stamp, 'staff-pause-service', params.serviceId, () => pause(context, params)),
    resumeService: ({ stamp, serviceId }) =>
      asStaff(context, stamp, 'staff-resume-service', serviceId, () => resume(context, serviceId)),
  } satisfies Partial<Commands>;
}

const isKnown = ({ office }: KioskContext, serviceId: ServiceId): boolean =>
  office.profile.services.some((service) => service.serviceId === serviceId);

function pause(context: KioskContext, { serviceId, reason, until }: ParamsOf<'pauseService'>): Result<null, Refusal> {
  const { office, pauses, clock, log, refresh } = context;
  if (!isKnown(context, serviceId)) return refuse({ kind: 'unknown-service', detail: serviceId });
  const sinceMs = clock.wallMs();
  const untilMs = until === undefined ? null : instantOfMoment(until, office.profile.zone);
  if (until !== undefined && (untilMs === null || untilMs <= sinceMs))
    return refuse({ kind: 'pause-not-ahead', detail: `${until.date} ${until.time}` });
  const kept = pauses.pause({ serviceId, reason, sinceMs, untilMs });
  if (!kept.ok) return kept;
  log.event('service-paused', { serviceId, reason, until: until && `${until.date} ${until.time}` });
  refresh();
  return succeed(null);
}

function resume(context: KioskContext, serviceId: ServiceId): Result<null, Refusal> {
  const { pauses, log, refresh } = context;
  // A paused service that is not in the profile any more can still be resumed.
  const kept = pauses.resume(serviceId);
  if (!kept.ok) return kept;
  log.event('service-resumed', { serviceId });
  refresh();
  return succeed(null);
}
