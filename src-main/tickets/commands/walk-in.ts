import { longWaitFor } from '../../calling/steps/long-wait.ts';
import { enterCheckIn } from '../../check-in/commands/check-in.ts';
import { RequestId, type ServiceId } from '../../contract/shared/ids.ts';
import type { Service } from '../../contract/shared/services.ts';
import type { VisitType } from '../../contract/shared/visit-type.ts';
import { type Result, refuse, succeed } from '../../domain/result.ts';
import { onlyService } from '../../office/steps/office.ts';
import type { Commands } from '../../session/commands/command.ts';
import type { ParamsOf, Refusal, TicketRecord } from '../../session/contract/kiosk-api.ts';
import type { Stamp } from '../../session/contract/view-state.ts';
import { isCurrent, type KioskContext, touch } from '../../session/steps/kiosk-context.ts';
import type { PlaceOf } from '../../session/steps/session.ts';
import { issueTicket } from '../steps/issue-ticket.ts';

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

/**
 * Shows the question about a long wait. Returns `false` if the wait is not long, or if the screen is not a list of services for a ticket.
 */
function askAbout(context: KioskContext, service: Service): boolean {
  const { office, queueStates, session, apply } = context;
  const { place: list } = session();
  if (list.at !== 'services' || list.purpose !== null) return false;
  const known = longWaitFor(office, queueStates, service, list.visitType);
  if (known === null) return false;
  apply({ type: 'go', place: { at: 'long-wait', serviceId: service.serviceId, list, known, byKeyAtMs: null } });
  return true;
}

/** Shows the question about a long wait; if the wait has become short meanwhile, shows the list again. */
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
  at: 'services',
  visitType: 'walk-in',
  groupId: null,
  purpose: null,
  late: null,
};

/**
 * The key of the keypad that opened the question about a long wait may confirm it only after this time, so that the question's first words
 * have been heard.
 */
const FIRST_WORDS_MS = 1_500;

const isAsked = ({ session }: KioskContext, serviceId: ServiceId): boolean => {
  const { place } = session();
  return place.at === 'long-wait' && place.serviceId === serviceId;
};

/** Returns the question about a long wait that the key of a service opens first; `null`: the key issues a ticket, or does nothing. */
export function questionOfKey(
  context: KioskContext,
  { stamp, serviceId }: Pick<ParamsOf<'pressTicketKey'>, 'stamp' | 'serviceId'>,
): PlaceOf<'long-wait'> | null {
  const { office, queueStates, session, noNumbers, clock } = context;
  if (isAsked(context, serviceId) || !isMeant(context, stamp) || noNumbers() !== null) return null;
  const service = office.service(serviceId, 'walk-in');
  if (!service || office.closureOf(service, 'walk-in') !== null) return null;
  const { place } = session();
  const from = place.at === 'long-wait' ? place.list : place;
  const isWalkIn = from.at === 'services' && from.purpose === null && from.visitType === 'walk-in';
  const known = longWaitFor(office, queueStates, service, 'walk-in');
  const list = isWalkIn ? from : FIRST_LIST;
  return known === null ? null : { at: 'long-wait', serviceId, list, known, byKeyAtMs: clock.monotonicMs() };
}

function pressTicketKey(context: KioskContext, command: ParamsOf<'pressTicketKey'>): Result<null, Refusal> {
  const { session, apply, clock } = context;
  const question = questionOfKey(context, command);
  if (question !== null) {
    apply({ type: 'go', place: question });
    return succeed(null);
  }
  const { place } = session();
  const askedAtMs = isAsked(context, command.serviceId) && place.at === 'long-wait' ? place.byKeyAtMs : null;
  if (askedAtMs !== null && clock.monotonicMs() - askedAtMs < FIRST_WORDS_MS) return succeed(null);
  const taken = take(context, { ...command, visitType: 'walk-in' });
  return taken.ok ? succeed(null) : taken;
}

function takeOnly(context: KioskContext, serviceId: ServiceId, visitType: VisitType): Result<null, Refusal> {
  const { session, newId, refresh } = context;
  const { language, attention } = session();
  const requestId = RequestId.parse(newId());
  const issued = issueTicket(context, { requestId, serviceId, visitType, language, attention }, { isHere: true });
  refresh();
  return issued.ok ? succeed(null) : issued;
}

/** Whether the touch came from the current screen and this screen may issue a ticket. A screen that already shows a ticket may not. */
export const isMeant = (context: KioskContext, stamp: Stamp): boolean =>
  isCurrent(context, stamp) && !('ticket' in context.session().place);

/** Issues a ticket. Without `stamp` the ticket belongs to no citizen's session, and the screen does not change. */
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
