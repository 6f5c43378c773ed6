import type { CoreStatus, Refusal } from '../contract/kiosk/kiosk-api.ts';
import type { Attention } from '../contract/kiosk/view-state.ts';
import type { Acknowledgement } from '../contract/shared/acknowledgement.ts';
import type { TicketId } from '../contract/shared/ids.ts';
import type { Result } from '../domain/result.ts';
import type { Centre } from '../ports/centre.ts';
import type { TicketStore } from '../ports/store.ts';
import type { Office } from './office.ts';
import { asksAttention, type Place, type Session } from './session.ts';
import type { SessionTicket } from './take-ticket.ts';

/** The number that somebody has who stands there: their ticket's, or that of a result. */
export function ticketAt(place: Place): SessionTicket | null {
  if ('ticket' in place) return place.ticket;
  return 'result' in place ? place.result.ticket : null;
}

/** What this person asks of the staff that somebody can be told: attention by a ticket, and help by a name of its own. */
export function askedIn({ place, attention, attentionAcknowledged, help }: Session): CoreStatus['asked'] {
  const ticket = ticketAt(place);
  const byTicket =
    ticket !== null && asksAttention(attention)
      ? [{ subjectId: ticket.ticketId, ...attention, acknowledged: attentionAcknowledged }]
      : [];
  const forHelp = help
    ? [{ subjectId: help.helpId, preferential: false, comeAndFetch: false, acknowledged: help.acknowledged }]
    : [];
  return [...byTicket, ...forHelp];
}

/** The session once the staff have seen this: as it was when this person asks something else, or somebody else asked. */
export function acknowledgedIn(session: Session, seen: Acknowledgement): Session {
  const asked = askedIn(session).find(
    ({ subjectId, preferential, comeAndFetch }) =>
      subjectId === seen.subjectId && preferential === seen.preferential && comeAndFetch === seen.comeAndFetch,
  );
  if (asked === undefined || asked.acknowledged) return session;
  return asked.subjectId === session.help?.helpId
    ? { ...session, help: { ...session.help, acknowledged: true } }
    : { ...session, attentionAcknowledged: true };
}

/** Told by an event of its own where the ticket was given before; what was asked before the ticket goes with it. */
export const tellAttention = (
  { store }: { store: TicketStore },
  ticketId: TicketId,
  attention: Attention,
): Result<null, Refusal> => store.recordEvent({ type: 'attention-asked', v: 1, payload: { ticketId, ...attention } });

/** Whether "I need help" is heard: the office says that somebody does, and the centre where they hear it answers. */
export function callOf({ help }: Session, office: Office, centre: Centre): 'offered' | 'asked' | 'acknowledged' | null {
  if (help !== null) return help.acknowledged ? 'acknowledged' : 'asked';
  if (office.profile.help?.callable !== true) return null;
  const { state, trouble, lastContactMs } = centre.status();
  return state === 'paired' && trouble === null && lastContactMs !== null ? 'offered' : null;
}
