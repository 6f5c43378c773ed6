import type { CoreStatus, Refusal } from '../contract/kiosk/kiosk-api.ts';
import type { Attention, Screen } from '../contract/kiosk/view-state.ts';
import type { Acknowledgement } from '../contract/shared/acknowledgement.ts';
import type { TicketId } from '../contract/shared/ids.ts';
import type { Result } from '../domain/result.ts';
import type { Centre } from '../ports/centre.ts';
import type { TicketStore } from '../ports/store.ts';
import type { HelpCalls } from './desks/help-calls.ts';
import { inLanguage } from './localized.ts';
import type { Office } from './office.ts';
import { asksAttention, type Place, type Session } from './session.ts';
import type { SessionTicket } from './take-ticket.ts';

type ScreenOfHelp = Extract<Screen, { screen: 'help' }>;

/** The number that somebody has who stands there: their ticket's, or that of a result. */
export function ticketAt(place: Place): SessionTicket | null {
  if ('ticket' in place) return place.ticket;
  return 'result' in place ? place.result.ticket : null;
}

/** The place after something has become otherwise with the number that somebody has there. */
export function withTicket(place: Place, change: Partial<Pick<SessionTicket, 'asked' | 'acknowledged'>>): Place {
  if ('ticket' in place) return { ...place, ticket: { ...place.ticket, ...change } };
  if (!('result' in place) || place.result.ticket === null) return place;
  return { ...place, result: { ...place.result, ticket: { ...place.result.ticket, ...change } } };
}

/** What is asked with a number stays until its holder takes it back: who comes with it once more and asks nothing, or something else, adds to it. */
export const attentionWith = (attention: Attention, ticket: Pick<SessionTicket, 'asked'> | null): Attention => ({
  preferential: attention.preferential || ticket?.asked.preferential === true,
  comeAndFetch: attention.comeAndFetch || ticket?.asked.comeAndFetch === true,
});

/** What is asked of the staff where this person stands. */
export const attentionIn = ({ attention, place }: Session): Attention => attentionWith(attention, ticketAt(place));

export const isSameAttention = (one: Attention, other: Attention): boolean =>
  one.preferential === other.preferential && one.comeAndFetch === other.comeAndFetch;

/** The staff have said that somebody is coming to just that. */
export function isAttentionAcknowledged(session: Session): boolean {
  const attention = attentionIn(session);
  const acknowledged = ticketAt(session.place)?.acknowledged ?? null;
  return asksAttention(attention) && acknowledged !== null && isSameAttention(acknowledged, attention);
}

/** What this person asks of the staff that somebody can be told: attention by a ticket, and help by a name of its own. */
export function askedIn(session: Session, help: Pick<HelpCalls, 'standing'>): CoreStatus['asked'] {
  const { place, help: helpId } = session;
  const [ticket, attention] = [ticketAt(place), attentionIn(session)];
  const byTicket =
    ticket !== null && asksAttention(attention)
      ? [{ subjectId: ticket.ticketId, ...attention, acknowledged: isAttentionAcknowledged(session) }]
      : [];
  const standing = helpId === null ? null : help.standing(helpId);
  if (helpId === null || standing === null) return byTicket;
  const acknowledged = standing.state === 'coming';
  return [...byTicket, { subjectId: helpId, preferential: false, comeAndFetch: false, acknowledged }];
}

/** The session once the staff have seen this: as it was when this person asks something else, or somebody else asked. */
export function acknowledgedIn(session: Session, { subjectId, preferential, comeAndFetch }: Acknowledgement): Session {
  const { place } = session;
  const seen: Attention = { preferential, comeAndFetch };
  const ticket = ticketAt(place);
  if (ticket?.ticketId !== subjectId || !isSameAttention(ticket.asked, seen)) return session;
  return { ...session, place: withTicket(place, { acknowledged: seen }) };
}

/** Told by an event of its own where the ticket was given before; what was asked before the ticket goes with it. */
export const tellAttention = (
  { store }: { store: TicketStore },
  ticketId: TicketId,
  attention: Attention,
): Result<null, Refusal> => store.recordEvent({ type: 'attention-asked', v: 1, payload: { ticketId, ...attention } });

/** Whether the centre hears "I need help": the office says that somebody does there, and the centre answers. */
export function hearsAtCentre({ profile }: Office, centre: Centre): boolean {
  if (profile.help?.callable !== true) return false;
  const { state, trouble, lastContactMs } = centre.status();
  return state === 'paired' && trouble === null && lastContactMs !== null;
}

/** Help is offered where a desk, the staff's view, another kiosk or the centre would show it now. */
export function callOf(
  { help: helpId, language }: Session,
  { office, centre, help }: { office: Office; centre: Centre; help: Pick<HelpCalls, 'standing' | 'isHeard'> },
): ScreenOfHelp['call'] {
  const standing = helpId === null ? null : help.standing(helpId);
  if (standing === null) {
    const isHeard = office.profile.help?.callable !== false && (help.isHeard() || hearsAtCentre(office, centre));
    return isHeard ? { state: 'offered' } : null;
  }
  const { state, deskId } = standing;
  const timeOf = (atMs: number) => office.momentOf(atMs).time;
  const askedAt = timeOf(standing.askedAtMs);
  const heardAt = standing.heardAtMs === null ? null : timeOf(standing.heardAtMs);
  if (state === 'coming') {
    const desk = office.profile.desks.find((one) => one.deskId === deskId);
    return { state, askedAt, heardAt, from: desk === undefined ? null : inLanguage(desk.name, language) };
  }
  return state === 'heard' && heardAt !== null
    ? { state, askedAt, heardAt }
    : { state: state === 'unanswered' ? state : 'asked', askedAt };
}
