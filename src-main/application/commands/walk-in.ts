import type { ParamsOf, Refusal, TicketRecord } from '../../contract/kiosk/kiosk-api.ts';
import type { Stamp } from '../../contract/kiosk/view-state.ts';
import { type Result, refuse } from '../../domain/result.ts';
import { isCurrent, type KioskContext, touch } from '../kiosk-context.ts';
import { issueTicket } from '../slips.ts';
import type { Commands } from './command.ts';

/** From the façade to a ticket, over the list of services. */
export function walkInCommands(context: KioskContext) {
  return {
    openEntry: (params) => openEntry(context, params),
    openGroup: ({ stamp, groupId }) =>
      context.office.hasGroup(groupId)
        ? touch(context, stamp, { type: 'open-group', groupId })
        : refuse({ kind: 'unknown-group', detail: groupId }),
    takeTicket: (params) => take(context, params),
  } satisfies Partial<Commands>;
}

function openEntry(context: KioskContext, { stamp, visitType }: ParamsOf<'openEntry'>): Result<null, Refusal> {
  const { office, noNumbers, session } = context;
  const kind = noNumbers();
  if (kind !== null) return refuse({ kind });
  if (isCurrent(context, stamp) && !office.entries().includes(visitType))
    return refuse({ kind: 'not-possible-here', detail: visitType });
  if (visitType === 'appointment' && office.profile.checkIn !== undefined && session().place.at === 'idle')
    return touch(context, stamp, { type: 'go', place: { at: 'check-in' } });
  return touch(context, stamp, { type: 'open-entry', visitType });
}

/** On a ticket's own screen no further one is taken: that is left first. */
const isMeant = (context: KioskContext, stamp: Stamp): boolean =>
  isCurrent(context, stamp) && !('ticket' in context.session().place);

/** Without a stamp it is taken outside a person's session, and no screen follows. */
function take(
  context: KioskContext,
  { stamp, visitType = 'walk-in', ...command }: ParamsOf<'takeTicket'>,
): Result<TicketRecord, Refusal> {
  const { place, attention } = context.session();
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
