import { Button } from '../components/button.tsx';
import { DocumentsButton } from '../components/documents-button.tsx';
import { Inside } from '../components/frames.tsx';
import { PaperCard } from '../components/paper-card.tsx';
import { Note } from '../components/steps.tsx';
import { useWords } from '../speaking.ts';
import { useSession } from '../touching.ts';
import type { ScreenProps } from './screen-props.ts';

export function TakeTicketScreen({ state, view }: ScreenProps<'take-ticket'>) {
  const { t } = useWords();
  const session = useSession();
  return (
    <Inside
      state={state}
      title={t('takeTicket.title')}
      stripe={view.place === null ? t('takeTicket.paper') : t('ticket.place', { place: view.place })}
    >
      <PaperCard ticket={view.ticket} caption={t('ticket.yourTurn')} />
      <div class="notes">
        <Note pictogram="seat" strong={t('ticket.sit')} rest={t('ticket.called')} />
        {view.ticket.way === 'appointment' && (
          <Note pictogram="appointment" strong={t('ticket.appointment')} rest={t('ticket.appointmentDesk')} />
        )}
      </div>
      <div class="actions">
        {view.documents !== null && (
          <DocumentsButton paper={view.documents.paper} onTouch={() => session.printDocuments(view.ticket.serviceId)} />
        )}
        <Button kind="primary" pictogram="check" text={t('ticket.finish')} onTouch={session.finish} />
      </div>
    </Inside>
  );
}
