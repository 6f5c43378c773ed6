import type { ViewState } from '../../src-main/contract/kiosk/view-state.ts';
import type { TicketId } from '../../src-main/contract/shared/ids.ts';
import { useWords } from '../speaking.ts';
import { useSession } from '../touching.ts';
import { Button } from './button.tsx';

/** "That is not it": gives the number up. Right under the ticket on each of its screens, and never beside "finish". */
export function WithdrawButton({ state, ticketId }: { state: ViewState; ticketId: TicketId }) {
  const { t } = useWords();
  const session = useSession();
  if (!state.canWithdraw) return null;
  return (
    <Button
      kind="secondary"
      pictogram="again"
      text={t('ticket.notIt')}
      onTouch={() => session.withdrawTicket(ticketId)}
    />
  );
}
