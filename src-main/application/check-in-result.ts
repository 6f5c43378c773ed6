import type { NextAction } from '../contract/kiosk/screens/check-in.ts';
import type { Screen } from '../contract/kiosk/view-state.ts';
import type { CheckedIn } from '../contract/shared/events.ts';
import type { ServiceId } from '../contract/shared/ids.ts';
import type { Language } from '../contract/shared/languages.ts';
import {
  type CheckInDecision,
  type CheckInResult,
  type ResultWithoutTicket,
  type ShownResult,
  SUGGESTED_ACTIONS,
  type SuggestedAction,
} from '../domain/check-in.ts';
import type { CheckIn } from './check-in.ts';
import { inLanguage } from './localized.ts';
import { type Office, onlyService } from './office.ts';
import type { Claim } from './read-codes.ts';
import type { SessionTicket } from './take-ticket.ts';

/** What somebody was told, and what its next actions need to know. */
export interface ResultToShow {
  readonly result: ShownResult;
  /** Milliseconds since 1970, as all of these. */
  readonly startMs: number | null;
  readonly fromMs: number | null;
  readonly officeId: string | null;
  /** The ticket that was given already. */
  readonly ticket: SessionTicket | null;
  /** Which turn a walk-in is given; `null` where nobody may learn of it. */
  readonly serviceId: string | null;
  readonly deskId: string | null;
  /** What is taken on trust once a service is chosen. */
  readonly claim: Claim | null;
  /** Who comes too late waits with those who walk in, and the centre is told why. */
  readonly late: Arrival | null;
}

/** An arrival as the centre is told, without what the person asked for besides. */
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

/** A result that has nothing to tell of an appointment. */
export const bareResult = (result: ShownResult): ResultToShow => ({ ...NOTHING, result });

/** Of all that is told but a ticket. A document number never leads to a service or a desk. */
export function resultOf(
  claim: Claim,
  { result, match }: CheckInDecision<ResultWithoutTicket>,
  ticket: SessionTicket | null,
): ResultToShow {
  const known = claim.method === 'document' ? null : match;
  const { serviceId = null, deskId = null } = known ?? {};
  return { ...NOTHING, ticket, serviceId, deskId, result: result.kind, ...detailsOf(result, claim, known) };
}

/** What only this result tells, or must not. */
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
 * The service of the turn that a walk-in is given in one touch; `null` where only the list can say. Who comes late to a specialist is
 * seen by the first attention, which knows the desk.
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

/** The button of each suggested action. */
const BUTTONS: Readonly<Record<SuggestedAction, NextAction>> = {
  reprint: 'reprint',
  ticket: 'choose-service',
  'other-office': 'other-office',
  'come-back': 'come-back',
  'try-again': 'try-again',
  desk: 'desk',
  'walk-in': 'walk-in',
  'another-ticket': 'another-ticket',
};

/** The results for which nothing was looked up. */
const UNDECIDED: Readonly<Record<Exclude<ShownResult, ResultWithoutTicket['kind']>, readonly SuggestedAction[]>> = {
  'ask-at-desk': ['desk', 'walk-in'],
  'code-unreadable': ['try-again', 'desk', 'walk-in'],
  withdrawn: ['walk-in'],
};

function nextActionsOf({ result, ticket }: ResultToShow): NextAction[] {
  const actions = { ...SUGGESTED_ACTIONS, ...UNDECIDED }[result];
  // What another kiosk has printed is given once more at the desk.
  return actions.map((action) => BUTTONS[action === 'reprint' && ticket === null ? 'desk' : action]);
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
