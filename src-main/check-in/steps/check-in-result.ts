import type { CheckedIn } from '../../contract/shared/events.ts';
import type { ServiceId } from '../../contract/shared/ids.ts';
import type { Language } from '../../contract/shared/languages.ts';
import { inLanguage } from '../../contract/shared/localized.ts';
import { type Office, onlyService } from '../../office/steps/office.ts';
import type { Screen } from '../../session/contract/view-state.ts';
import type { SessionTicket } from '../../tickets/steps/take-ticket.ts';
import {
  type CheckInDecision,
  type CheckInResult,
  type NextAction,
  type ResultWithoutTicket,
  type ShownResult,
  SUGGESTED_ACTIONS,
} from '../rules/check-in.ts';
import type { CheckIn } from './check-in.ts';
import type { Claim } from './read-codes.ts';

export interface ResultToShow {
  readonly result: ShownResult;
  /** `startMs`: start of the appointment; `fromMs`: opening of its check-in. Milliseconds since 1970. */
  readonly startMs: number | null;
  readonly fromMs: number | null;
  readonly officeId: string | null;
  readonly ticket: SessionTicket | null;
  /** The service for which a walk-in number would be issued; `null` if it is unknown or must not be revealed. */
  readonly serviceId: string | null;
  readonly deskId: string | null;
  /** The presented code or number (claim), which is accepted unverified once the citizen chooses a service. */
  readonly claim: Claim | null;
  /** The arrival of a citizen who is late and waits as a walk-in; the centre receives it with the ticket. */
  readonly late: Arrival | null;
}

/** An arrival as sent to the centre, without the requests to staff. */
export type Arrival = Omit<CheckedIn, 'ticketId' | 'preferential' | 'comeAndFetch'>;

const NOTHING: Omit<ResultToShow, 'result'> = {
  startMs: null,
  fromMs: null,
  officeId: null,
  ticket: null,
  serviceId: null,
  deskId: null,
  claim: null,
  late: null,
};

export const bareResult = (result: ShownResult): ResultToShow => ({ ...NOTHING, result });

/** Makes the result of a check-in that issues no ticket. A document number alone never reveals a service or a desk. */
export function resultOf(
  claim: Claim,
  { result, match }: CheckInDecision<ResultWithoutTicket>,
  ticket: SessionTicket | null,
): ResultToShow {
  const known = claim.method === 'document' ? null : match;
  const { serviceId = null, deskId = null } = known ?? {};
  return { ...NOTHING, ticket, serviceId, deskId, result: result.kind, ...detailsOf(result, claim, known) };
}

function detailsOf(given: ResultWithoutTicket, claim: Claim, known: CheckInDecision['match']): Partial<ResultToShow> {
  switch (given.kind) {
    case 'too-early':
      return { startMs: given.startMs, fromMs: given.fromMs };
    case 'too-late':
      return { startMs: given.startMs, late: known && lateArrival(claim, known, given) };
    case 'wrong-day':
    case 'closed':
      return { startMs: given.startMs };
    case 'wrong-office':
      return { startMs: given.startMs, officeId: given.officeId, serviceId: null };
    case 'unverified-offline':
      return { startMs: given.startMs, claim };
    case 'cancelled':
    case 'already-checked-in':
    case 'not-found':
    case 'neutral':
      return {};
  }
}

function lateArrival(
  claim: Claim,
  { appointmentId, serviceId, deskId }: NonNullable<CheckInDecision['match']>,
  { startMs }: Extract<CheckInResult, { kind: 'too-late' }>,
): Arrival {
  return {
    appointmentId,
    way: claim.method,
    trust: serviceId === null ? 'token' : 'cache',
    arrivedInWindow: deskId === null ? 'late' : 'first-attention',
    deskId,
    appointmentStart: new Date(startMs).toISOString(),
  };
}

/**
 * Returns the service whose walk-in number one touch issues; `null`: the citizen chooses from the list. A citizen who is late for a
 * specialist goes to the service `firstAttention` of the profile, whose clerks know the desk.
 */
export function walkInService({ serviceId, deskId }: ResultToShow, office: Office): ServiceId | null {
  const first = office.profile.checkIn?.firstAttention ?? null;
  const only = onlyService(office, 'walk-in')?.serviceId ?? null;
  const wished = [...(deskId === null ? [serviceId, first] : [first, serviceId]), only];
  for (const candidate of wished) {
    const service = candidate === null ? undefined : office.service(candidate, 'walk-in');
    if (service && office.closureOf(service, 'walk-in') === null) return service.serviceId;
  }
  return null;
}

/** Actions after results that say nothing about an appointment. */
const UNDECIDED: Readonly<Record<Exclude<ShownResult, ResultWithoutTicket['kind']>, readonly NextAction[]>> = {
  'ask-at-desk': ['desk', 'walk-in'],
  'code-unreadable': ['try-again', 'desk', 'walk-in'],
  withdrawn: ['walk-in'],
  'arrived-from-home': ['reprint', 'another-ticket'],
  'turn-over': ['walk-in'],
};

function nextActionsOf({ result, ticket }: ResultToShow): NextAction[] {
  const actions = { ...SUGGESTED_ACTIONS, ...UNDECIDED }[result];
  // A ticket that another kiosk printed is reprinted only at the desk.
  return actions.map((action) => (action === 'reprint' && ticket === null ? 'desk' : action));
}

export function resultScreen(given: ResultToShow, language: Language, office: Office, checkIn: CheckIn): Screen {
  const { result, startMs, fromMs, officeId, ticket } = given;
  const where = officeId === null ? null : checkIn.placeOf(officeId);
  const { desk } = office.profile.help ?? {};
  const when = startMs === null ? null : office.momentOf(startMs);
  return {
    screen: 'check-in-result',
    result,
    when: when && { date: when.date, time: when.time },
    from: fromMs === null ? null : office.momentOf(fromMs).time,
    where: where && { name: where.name, address: where.address },
    label: ticket?.label ?? null,
    nextActions: nextActionsOf(given),
    desk: desk ? inLanguage(desk, language) : null,
    walkIn: walkInService(given, office) === null ? 'services' : 'ticket',
  };
}
