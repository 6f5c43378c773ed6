import type { HelpCalls } from '../../calling/steps/help-calls.ts';
import type { Centre } from '../../centre/ports/centre.ts';
import type { Acknowledgement } from '../../contract/shared/acknowledgement.ts';
import type { TicketId } from '../../contract/shared/ids.ts';
import { inLanguage } from '../../contract/shared/localized.ts';
import type { Result } from '../../domain/result.ts';
import type { Office } from '../../office/steps/office.ts';
import type { Log } from '../../ports/log.ts';
import type { CoreStatus, Refusal } from '../../session/contract/kiosk-api.ts';
import type { Attention, Screen } from '../../session/contract/view-state.ts';
import { asksAttention, type Place, type Session } from '../../session/steps/session.ts';
import type { TicketStore } from '../../tickets/ports/store.ts';
import type { SessionTicket } from '../../tickets/steps/take-ticket.ts';

type ScreenOfHelp = Extract<Screen, { screen: 'help' }>;

/** The ticket on the screen at this place, or the ticket of its check-in result; `null`: none. */
export function ticketAt(place: Place): SessionTicket | null {
  if ('ticket' in place) return place.ticket;
  return 'result' in place ? place.result.ticket : null;
}

/** Returns the place with its ticket's `asked` or `acknowledged` changed; a place without a ticket is unchanged. */
export function withTicket(place: Place, change: Partial<Pick<SessionTicket, 'asked' | 'acknowledged'>>): Place {
  if ('ticket' in place) return { ...place, ticket: { ...place.ticket, ...change } };
  if (!('result' in place) || place.result.ticket === null) return place;
  return { ...place, result: { ...place.result, ticket: { ...place.result.ticket, ...change } } };
}

/** Unites the session's requests to staff with the requests made earlier with the ticket, which last until the citizen withdraws them. */
export const attentionWith = (attention: Attention, ticket: Pick<SessionTicket, 'asked'> | null): Attention => ({
  preferential: attention.preferential || ticket?.asked.preferential === true,
  comeAndFetch: attention.comeAndFetch || ticket?.asked.comeAndFetch === true,
});

/** All requests to staff of the citizen at the kiosk, made in this session or with an earlier ticket. */
export const attentionIn = ({ attention, place }: Session): Attention => attentionWith(attention, ticketAt(place));

export const isSameAttention = (one: Attention, other: Attention): boolean =>
  one.preferential === other.preferential && one.comeAndFetch === other.comeAndFetch;

export function isAttentionAcknowledged(session: Session): boolean {
  const attention = attentionIn(session);
  const acknowledged = ticketAt(session.place)?.acknowledged ?? null;
  return asksAttention(attention) && acknowledged !== null && isSameAttention(acknowledged, attention);
}

/**
 * The session's requests that staff can acknowledge: the requests made with a ticket, under the ticket's id, and a call for help, under its
 * own id.
 */
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

/** Marks the ticket's requests as acknowledged. The session is unchanged if its ticket or its requests have changed since. */
export function acknowledgedIn(session: Session, { subjectId, preferential, comeAndFetch }: Acknowledgement): Session {
  const { place } = session;
  const seen: Attention = { preferential, comeAndFetch };
  const ticket = ticketAt(place);
  if (ticket?.ticketId !== subjectId || !isSameAttention(ticket.asked, seen)) return session;
  return { ...session, place: withTicket(place, { acknowledged: seen }) };
}

/** Records requests that a citizen makes after the ticket was issued. The event `ticket-issued` contains the earlier requests. */
export const tellAttention = (
  { store }: { store: TicketStore },
  ticketId: TicketId,
  attention: Attention,
): Result<null, Refusal> => store.recordEvent({ type: 'attention-asked', v: 1, payload: { ticketId, ...attention } });

/** Whether the centre receives a call for help: the profile says that the centre answers calls, and the centre is connected. */
export function hearsAtCentre({ profile }: Office, centre: Centre): boolean {
  if (profile.help?.callable !== true) return false;
  const { state, trouble, lastContactMs } = centre.status();
  return state === 'paired' && trouble === null && lastContactMs !== null;
}

/**
 * The state of the call for help, for the screen. The call is offered only if a desk, the staff's view, another kiosk or the centre would
 * show it now.
 */
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

/**
 * Records events for the centre: that a call for help, which the centre knows, was answered or has ended. If a write to disk fails, the
 * next tick tries again.
 */
export function announceHelp({
  help,
  store,
  log,
}: {
  help: Pick<HelpCalls, 'news' | 'newsKept'>;
  store: Pick<TicketStore, 'recordEvent'>;
  log: Log;
}): void {
  for (let news = help.news(); news !== null; news = help.news()) {
    const { helpId } = news;
    const kept = store.recordEvent(
      news.kind === 'answered'
        ? { type: 'help-answered', v: 1, payload: { helpId, deskId: news.deskId } }
        : { type: 'help-ended', v: 1, payload: { helpId, end: news.end } },
    );
    if (!kept.ok) {
      log.event(kept.error.kind, { detail: kept.error.detail });
      return;
    }
    help.newsKept();
  }
}
