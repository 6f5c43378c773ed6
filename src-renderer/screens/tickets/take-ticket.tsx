import { priorityOf, SeatNote } from '../../components/asked.tsx';
import { Actions, Button } from '../../components/button.tsx';
import { Inside } from '../../components/frames.tsx';
import { Note } from '../../components/steps.tsx';
import { useSlotWords } from '../../components/stripe.tsx';
import { useWords } from '../../speaking.ts';
import { useSession } from '../../touching.ts';
import type { ScreenProps } from '../screen-props.ts';
import { DocumentsButton } from './documents.tsx';
import { SlipCard } from './slip-card.tsx';

export function TakeTicketScreen({ state, view }: ScreenProps<'take-ticket'>) {
  const { t, time } = useWords();
  const session = useSession();
  const where = useSlotWords();
  const { appointment } = view.ticket;
  const priority = priorityOf(state);
  return (
    <Inside
      state={state}
      saysAsked
      title={t(appointment === null ? 'takeTicket.title' : 'arrived.title')}
      stripe={view.place === null ? t('takeTicket.paper', { where }) : t('ticket.place', { place: view.place })}
      stripeTo={view.place === null ? 'slot' : 'desk'}
    >
      <SlipCard ticket={view.ticket} caption={t('ticket.yourTurn')} priority={priority && t(priority)} />
      <div class="notes" data-part>
        <SeatNote
          state={state}
          ticket={view.ticket}
          called={appointment === null ? t('ticket.called') : t('arrived.calledAt', { time: time(appointment.time) })}
        />
        {appointment !== null && appointment.waitAt !== null && (
          <Note pictogram="place" strong={t('arrived.waitAt')} rest={appointment.waitAt} />
        )}
        {view.ticket.visitType === 'appointment' && appointment === null && (
          <Note pictogram="appointment" strong={t('ticket.appointment')} rest={t('ticket.appointmentDesk')} />
        )}
      </div>
      <Actions>
        {view.documents !== null && (
          <DocumentsButton
            paper={view.documents.paper}
            onTouch={() => session.printDocuments({ serviceId: view.ticket.serviceId })}
          />
        )}
        <Button kind="primary" pictogram="check" text={t('ticket.finish')} onTouch={session.finish} />
      </Actions>
    </Inside>
  );
}
