import type { ParamsOf, Refusal, TicketRecord } from '../../contract/kiosk/kiosk-api.ts';
import type { Stamp } from '../../contract/kiosk/view-state.ts';
import { RequestId, type ServiceId } from '../../contract/shared/ids.ts';
import type { Service } from '../../contract/shared/services.ts';
import type { VisitType } from '../../contract/shared/visit-type.ts';
import { type Result, refuse, succeed } from '../../domain/result.ts';
import { isCurrent, type KioskContext, touch } from '../kiosk-context.ts';
import { longWaitFor } from '../long-wait.ts';
import { onlyService } from '../office.ts';
import type { PlaceOf } from '../session.ts';
import { issueTicket } from '../slips.ts';
import { enterCheckIn } from './check-in.ts';
import type { Commands } from './command.ts';

/** From the façade to a ticket, over the list of services. */
export function walkInCommands(context: KioskContext) {
  return {
    openEntry: (params) => openEntry(context, params),
    openGroup: ({ stamp, groupId }) =>
      context.office.hasGroup(groupId)
        ? touch(context, stamp, { type: 'open-group', groupId })
        : refuse({ kind: 'unknown-group', detail: groupId }),
    askWait: (params) => askWait(context, params),
    takeTicket: (params) => take(context, params),
    pressTicketKey: (params) => pressTicketKey(context, params),
  } satisfies Partial<Commands>;
}

function openEntry(context: KioskContext, { stamp, visitType }: ParamsOf<'openEntry'>): Result<null, Refusal> {
  const { office, noNumbers, session } = context;
  const kind = noNumbers();
  if (kind !== null) return refuse({ kind });
  if (isCurrent(context, stamp) && !office.entries().includes(visitType))
    return refuse({ kind: 'not-possible-here', detail: visitType });
  if (visitType === 'appointment' && office.profile.checkIn !== undefined && session().place.at === 'idle')
    return isCurrent(context, stamp) ? enterCheckIn(context) : refuse({ kind: 'stale-command' });
  const only = onlyService(office, visitType);
  if (only === null || !isCurrent(context, stamp) || session().place.at !== 'idle')
    return touch(context, stamp, { type: 'open-entry', visitType });
  context.step({ type: 'open-entry', visitType });
  if (askAbout(context, only)) return succeed(null);
  return takeOnly(context, only.serviceId, visitType);
}

/** Stands at the question, where there is something to ask. */
function askAbout(context: KioskContext, service: Service): boolean {
  const { place: list } = context.session();
  return list.at === 'services' && list.purpose === null && askBefore(context, service, list);
}

/** `list`: where whoever does not want to wait goes back to. */
function askBefore(context: KioskContext, service: Service, list: PlaceOf<'services'>): boolean {
  const { office, queueStates, apply } = context;
  const known = longWaitFor(office, queueStates, service, list.visitType);
  if (known === null) return false;
  apply({ type: 'ask-wait', place: { at: 'long-wait', serviceId: service.serviceId, list, known } });
  return true;
}

/** Where it has become short meanwhile, the list says so. */
function askWait(context: KioskContext, { stamp, serviceId }: ParamsOf<'askWait'>): Result<null, Refusal> {
  if (!isCurrent(context, stamp)) return refuse({ kind: 'stale-command' });
  const service = context.office.service(serviceId, 'walk-in');
  if (!service) return refuse({ kind: 'unknown-service', detail: serviceId });
  if (context.office.closureOf(service, 'walk-in') !== null)
    return refuse({ kind: 'service-closed', detail: serviceId });
  if (!askAbout(context, service)) context.refresh();
  return succeed(null);
}

const FIRST_LIST: PlaceOf<'services'> = {
  ...{ at: 'services', visitType: 'walk-in', groupId: null, purpose: null, late: null },
};

/** Whoever has heard the question says yes by the key that it came from. */
function pressTicketKey(context: KioskContext, command: ParamsOf<'pressTicketKey'>): Result<null, Refusal> {
  const { office, session } = context;
  const { stamp, serviceId } = command;
  const { place } = session();
  const isAsked = place.at === 'long-wait' && place.serviceId === serviceId;
  const service = isAsked || !isMeant(context, stamp) ? null : office.service(serviceId, 'walk-in');
  const isOpen = service !== null && service !== undefined && office.closureOf(service, 'walk-in') === null;
  const isWalkIn = place.at === 'services' && place.purpose === null && place.visitType === 'walk-in';
  if (isOpen && askBefore(context, service, isWalkIn ? place : FIRST_LIST)) return succeed(null);
  const taken = take(context, { ...command, visitType: 'walk-in' });
  return taken.ok ? succeed(null) : taken;
}

/** Where a list would have one service in it. */
function takeOnly(context: KioskContext, serviceId: ServiceId, visitType: VisitType): Result<null, Refusal> {
  const { session, newId, refresh } = context;
  const { language, attention } = session();
  const requestId = RequestId.parse(newId());
  const issued = issueTicket(context, { requestId, serviceId, visitType, language, attention }, { isHere: true });
  refresh();
  return issued.ok ? succeed(null) : issued;
}

/** On a ticket's own screen no further one is taken: that is left first. */
const isMeant = (context: KioskContext, stamp: Stamp): boolean =>
  isCurrent(context, stamp) && !('ticket' in context.session().place);

/** Without a stamp it is taken outside a person's session, and no screen follows. */
function take(
  context: KioskContext,
  { stamp, visitType = 'walk-in', ...command }: ParamsOf<'takeTicket'>,
): Result<TicketRecord, Refusal> {
  const { place: stands, attention } = context.session();
  const place = stands.at === 'long-wait' ? stands.list : stands;
  const late = stamp && place.at === 'services' && place.visitType === visitType ? place.late : null;
  return issueTicket(
    context,
    {
      ...command,
      visitType,
      ...(stamp ? { attention } : {}),
      ...(late ? { checkIn: { ...late, ...attention } } : {}),
    },
    { isHere: stamp !== undefined, isStale: stamp !== undefined && !isMeant(context, stamp) },
  );
}
