import type { ViewState } from '../../src-main/session/contract/view-state.ts';
import type { TicketView } from '../../src-main/tickets/contract/ticket.ts';
import { useWords } from '../speaking.ts';
import { Pictogram } from './pictogram.tsx';
import { Note } from './steps.tsx';

type Asked = { state: Pick<ViewState, 'attention' | 'attentionAcknowledged'> };

const LARGEST = 200;

export function AskedMarks({ state, saysAsked = false }: { state: ViewState; saysAsked?: boolean }) {
  const { t } = useWords();
  const preferential = state.attention.preferential && !saysAsked;
  const comeAndFetch = state.attention.comeAndFetch && !saysAsked;
  // The help screen itself says that help is coming. On a ticket's screen (`saysAsked`) the largest text leaves no room for the mark.
  const hasRoom = !saysAsked || state.access.textSize < LARGEST;
  const helpComes = state.helpComing && state.view.screen !== 'help' && hasRoom;
  if (!preferential && !comeAndFetch && !helpComes) return null;
  return (
    <span class="asked-marks">
      {helpComes && (
        <span class="asked-mark" role="status">
          <Pictogram name="walking" />
          <span>{t('help.coming')}</span>
        </span>
      )}
      {preferential && (
        <span class="asked-mark">
          <Pictogram name="hands" />
          <span>{t('asked.preferential')}</span>
        </span>
      )}
      {comeAndFetch && (
        <span class="asked-mark">
          <Pictogram name="wave" />
          <span>{t(state.attentionAcknowledged ? 'asked.coming' : 'asked.comeAndFetch')}</span>
        </span>
      )}
    </span>
  );
}

/** The sentence about the citizen's request to be called earlier: asked for, or acknowledged by staff. It is never printed. */
export function priorityOf({ attention, attentionAcknowledged }: Asked['state']) {
  if (!attention.preferential) return null;
  return attentionAcknowledged ? 'ticket.preferentialSeen' : 'ticket.preferentialAsked';
}

/**
 * The sentence that staff come to the citizen instead of calling: the citizen asked for it, staff are on the way, or no screen shows calls
 * of the service. `null`: the citizen is called.
 */
export function useFetching({ attention, attentionAcknowledged }: Asked['state'], ticket: TicketView): string | null {
  const { t } = useWords();
  if (ticket.isFetched) return t('ticket.fetched');
  if (!attention.comeAndFetch) return null;
  return `${t(attentionAcknowledged ? 'ticket.fetchComing' : 'asked.comeAndFetch')}.`;
}

export function SeatNote({ state, ticket, called }: Asked & { ticket: TicketView; called: string }) {
  const { t } = useWords();
  const fetching = useFetching(state, ticket);
  if (fetching === null) return <Note pictogram="seat" strong={t('ticket.sit')} rest={called} gives />;
  return <Note pictogram="wave" strong={t('ticket.sit')} rest={fetching} />;
}
