import type { TroubleCause } from '../../../src-main/tickets/contract/ticket.ts';
import { priorityOf, useFetching } from '../../components/asked.tsx';
import { Actions, Button } from '../../components/button.tsx';
import { Inside } from '../../components/frames.tsx';
import { Note, Steps } from '../../components/steps.tsx';
import { useWords } from '../../speaking.ts';
import { useSession } from '../../touching.ts';
import type { ScreenProps } from '../screen-props.ts';
import { NumberCard } from './slip-card.tsx';

/** For each cause, whether the ticket may nevertheless have been printed; the title then does not say that it was not printed. */
const MAY_BE_OUT: Readonly<Record<TroubleCause, boolean>> = {
  'paper-out': false,
  'cover-open': false,
  'cutter-error': false,
  overheated: false,
  'printer-error': false,
  'printer-offline': false,
  'printer-unreachable': false,
  'unknown-answer': true,
  'no-answer': true,
  'link-lost': true,
  'no-confirmation': true,
  'no-printer': false,
  expired: false,
  withdrawn: false,
  interrupted: true,
};

export function PrinterTroubleScreen({ state, view }: ScreenProps<'printer-trouble'>) {
  const { t } = useWords();
  const session = useSession();
  const priority = priorityOf(state);
  const fetching = useFetching(state, view.ticket);
  return (
    <Inside
      state={state}
      saysAsked
      title={t(MAY_BE_OUT[view.cause] ? 'printerTrouble.titleUnsure' : 'printerTrouble.title')}
      apologises
    >
      <NumberCard
        label={view.ticket.label}
        caption={t('printerTrouble.valid')}
        service={view.ticket.service.text}
        code={view.ticket.follow}
        priority={priority && t(priority)}
      />
      <div class="notes" data-part>
        <Steps
          steps={[
            { strong: t('printerTrouble.noteIt'), rest: t('printerTrouble.orPhoto') },
            { strong: t('ticket.sit'), rest: fetching ?? t('printerTrouble.calledAnyway') },
          ]}
        />
        {view.ticket.visitType === 'appointment' && view.ticket.appointment === null && (
          <Note pictogram="appointment" strong={t('ticket.appointment')} rest={t('ticket.appointmentDesk')} />
        )}
      </div>
      <Actions>
        {view.canPrintAgain && (
          <Button pictogram="ticket" text={t('printerTrouble.printAgain')} onTouch={session.printAgain} />
        )}
        <Button kind="primary" pictogram="check" text={t('ticket.finish')} onTouch={session.finish} />
      </Actions>
    </Inside>
  );
}
