import { useTechnicianWords } from '../../../speaking.ts';
import { useSession } from '../../../touching.ts';
import { TechnicianButton, TechnicianSaid } from '../controls.tsx';
import type { StepProps } from './step-props.ts';

export function TicketStep({ step: { missing, ticket } }: StepProps<'ticket'>) {
  const { t } = useTechnicianWords();
  const { takeFirstTicket, endStep } = useSession();
  const isOut = ticket?.print === 'printed';
  return (
    <>
      {ticket !== null && (
        <TechnicianSaid
          level={isOut ? 'good' : 'printer'}
          strong={t('firstRun.ticketLabel', { label: ticket.label })}
          rest={t(`firstRun.ticket.${ticket.print}`)}
        />
      )}
      {ticket === null && missing !== null && (
        <TechnicianSaid level="attention" strong={t('firstRun.noTicket')} rest={t(`firstRun.missing.${missing}`)} />
      )}
      <div class="technician-actions">
        {isOut && (
          <TechnicianButton
            kind="primary"
            pictogram="good"
            text={t('firstRun.inHand')}
            onTouch={() => endStep({ step: 'ticket', end: 'done' })}
          />
        )}
        {missing === null && (
          <TechnicianButton
            kind={isOut ? 'secondary' : 'primary'}
            pictogram="ticket"
            text={t(ticket === null ? 'firstRun.do.takeTicket' : 'firstRun.do.anotherTicket')}
            onTouch={takeFirstTicket}
          />
        )}
      </div>
    </>
  );
}
