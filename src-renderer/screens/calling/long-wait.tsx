import { Actions, Button } from '../../components/button.tsx';
import { Inside } from '../../components/frames.tsx';
import { Leads } from '../../components/question.tsx';
import { Note } from '../../components/steps.tsx';
import { useWords } from '../../speaking.ts';
import { useSession } from '../../touching.ts';
import type { ScreenProps } from '../screen-props.ts';

/** Warns a citizen of a long wait, or that the number may not be called today, before the ticket is issued, and offers alternatives. */
export function LongWaitScreen({ state, view }: ScreenProps<'long-wait'>) {
  const { t, time, date, language } = useWords();
  const session = useSession();
  const { queue, reach, endsAt, next, elsewhere, phone, byKey } = view;
  return (
    <Inside
      state={state}
      title={t(`longWait.title.${reach}`)}
      lead={
        <Leads
          strong={view.service}
          lines={[queue.minutes && t('ticket.wait', queue.minutes), byKey ? t('longWait.byKey') : null]}
        />
      }
    >
      <div class="notes" data-part>
        {reach !== 'likely' && endsAt !== null && (
          <Note pictogram="info" strong={t('longWait.ends', { time: time(endsAt) })} />
        )}
        {next !== null && (
          <Note
            pictogram="calendar"
            strong={t('longWait.next', { day: date(next.date, 'day') })}
            rest={t('longWait.opens', { time: time(next.time) })}
          />
        )}
      </div>
      {(phone !== null || elsewhere !== null) && (
        <div class="notes" data-part>
          {phone !== null && (
            <Note pictogram="appointment" strong={t('longWait.book')} rest={phone.replaceAll(' ', '\u00a0')} />
          )}
          {elsewhere !== null && <Note pictogram="place" strong={elsewhere.name} />}
        </div>
      )}
      <Actions>
        {elsewhere !== null && (
          <Button pictogram="place" text={t('longWait.elsewhere')} onTouch={session.goToOtherOffice} />
        )}
        <Button
          kind="primary"
          pictogram="ticket"
          text={t('longWait.take')}
          onTouch={() => session.takeTicket({ serviceId: view.serviceId, visitType: 'walk-in', language })}
        />
      </Actions>
    </Inside>
  );
}
