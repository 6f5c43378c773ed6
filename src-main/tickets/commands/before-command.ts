import { longWaitFor } from '../../calling/steps/long-wait.ts';
import { walkInFrom } from '../../check-in/commands/check-in.ts';
import type { RequestId, ServiceId } from '../../contract/shared/ids.ts';
import { onlyService } from '../../office/steps/office.ts';
import type { CoreMethod, ParamsOf, TicketRecord } from '../../session/contract/kiosk-api.ts';
import { isCurrent, type KioskContext } from '../../session/steps/kiosk-context.ts';
import { isMeant, questionOfKey } from './walk-in.ts';

type Wanted = { series: string } | { ticket: TicketRecord } | null;
type Looks = { readonly [M in CoreMethod]?: (context: KioskContext, params: ParamsOf<M>) => Wanted };

/**
 * Commands that may need an answer from a sibling kiosk, because they issue or reprint a walk-in number. Appointments always get numbers of
 * this kiosk: they are called by their time and not in the sequence of numbers.
 */
const WANTED: Looks = {
  takeTicket: wantedByTicket,
  pressTicketKey: (context, command) =>
    questionOfKey(context, command) === null ? wantedByTicket(context, command) : null,
  takeWalkIn: wantedAfterCheckIn,
  openEntry: wantedByEntry,
  printAgain: ({ session, store }) => {
    const { place } = session();
    return place.at === 'printer-trouble' ? known(store.findTicket(place.ticket.ticketId)) : null;
  },
  reprintTicket: ({ store }, { requestId }) => known(store.findByRequest(requestId)),
  reprintNumber: ({ store }, { ticketId }) => known(store.findTicket(ticketId)),
  reprintCheckIn: ({ session, store }) => {
    const { place } = session();
    if (place.at !== 'check-in-result' || place.result.ticket === null) return null;
    return known(store.findTicket(place.result.ticket.ticketId));
  },
};

/**
 * Asks a sibling kiosk before the command is answered: for the number that the command needs or, before a reprint, whether the number still
 * belongs to its ticket. `null`: nothing has to be asked.
 */
export function beforeCommand<M extends CoreMethod>(
  context: KioskContext,
  method: M,
  params: ParamsOf<M>,
): Promise<void> | null {
  const { line, asking } = context;
  if (context.isStopped() || context.noNumbers() !== null) return null;
  const wanted = WANTED[method]?.(context, params) ?? null;
  if (wanted === null) return null;
  if ('ticket' in wanted) return line.isOthers(wanted.ticket.number) ? asking.askAgain(wanted.ticket) : null;
  const { serviceDay } = context.store.today.now();
  return line.isThere() ? asking.ask({ series: wanted.series, serviceDay }) : null;
}

const known = (found: ReturnType<KioskContext['store']['findTicket']>): Wanted =>
  found.ok && found.value !== null ? { ticket: found.value } : null;

/**
 * Returns the series in which a ticket command needs a number; `null` for an appointment, for a touch that will be refused, and for a
 * request that has its ticket already.
 */
function wantedByTicket(
  context: KioskContext,
  { stamp, requestId, serviceId, visitType = 'walk-in' }: Omit<ParamsOf<'takeTicket'>, 'language'>,
): Wanted {
  if (visitType !== 'walk-in' || (stamp !== undefined && !isMeant(context, stamp))) return null;
  return wantedByService(context, serviceId, requestId);
}

function wantedByService({ office, store }: KioskContext, serviceId: ServiceId, requestId: RequestId): Wanted {
  const service = office.service(serviceId, 'walk-in');
  if (!service || office.closureOf(service, 'walk-in') !== null) return null;
  const earlier = store.findByRequest(requestId);
  return earlier.ok && earlier.value === null ? { series: service.series } : null;
}

/** Returns the series in which `takeWalkIn` needs a number, for a citizen whose check-in ended without a ticket. */
function wantedAfterCheckIn(context: KioskContext, { stamp, requestId }: ParamsOf<'takeWalkIn'>): Wanted {
  const turn = isCurrent(context, stamp) ? walkInFrom(context.session().place, context.office) : null;
  return turn === null || turn.serviceId === null ? null : wantedByService(context, turn.serviceId, requestId);
}

/** Returns the series in which `openEntry` needs a number: a list with a single service is skipped, and its ticket is issued at once. */
function wantedByEntry(context: KioskContext, { stamp, visitType }: ParamsOf<'openEntry'>): Wanted {
  const { office, queueStates, session } = context;
  const only = onlyService(office, visitType);
  if (only === null || !isCurrent(context, stamp) || session().place.at !== 'idle') return null;
  if (visitType === 'appointment' || office.closureOf(only, visitType) !== null) return null;
  return longWaitFor(office, queueStates, only, visitType) === null ? { series: only.series } : null;
}
