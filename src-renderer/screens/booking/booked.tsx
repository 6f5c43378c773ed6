import { Actions, Button } from '../../components/button.tsx';
import { Inside } from '../../components/frames.tsx';
import { Leads } from '../../components/question.tsx';
import { Note } from '../../components/steps.tsx';
import { useSlotWords } from '../../components/stripe.tsx';
import { useWords } from '../../speaking.ts';
import { useSession } from '../../touching.ts';
import type { ScreenProps } from '../screen-props.ts';

/** Number of characters in each half of a locator, which is read and typed in two halves. */
const HALF = 4;

/** Shows the booked appointment time and the appointment's code (locator), which alone is enough for the check-in. */
export function BookedScreen({ state, view }: ScreenProps<'booked'>) {
  const { t, time, date } = useWords();
  const session = useSession();
  const where = useSlotWords();
  const { paper, place, locator } = view;
  const comesOut = paper === 'coming' || paper === 'out';
  return (
    <Inside
      state={state}
      title={t('book.booked')}
      lead={
        <Leads
          strong={t('book.at', { day: date(view.at.date, 'long'), time: time(view.at.time) })}
          lines={[view.service]}
        />
      }
      {...(comesOut && { stripe: place === null ? t(`book.${paper}`, { where }) : t('ticket.place', { place }) })}
      stripeTo={place === null ? 'slot' : 'desk'}
    >
      <div class="number-card" data-part>
        <p class="number-caption" data-gives="9">
          {t('book.locator')}
        </p>
        <p class="locator-number" dir="ltr" translate={false}>
          {locator.slice(0, HALF)} {locator.slice(HALF)}
        </p>
      </div>
      <div class="notes" data-part>
        {comesOut ? (
          <Note pictogram="reader" strong={t('book.show')} />
        ) : (
          <Note pictogram="info" strong={t('book.failed')} />
        )}
      </div>
      <Actions>
        {view.canPrintAgain && (
          <Button pictogram="printer" text={t('printerTrouble.printAgain')} onTouch={session.printHour} />
        )}
        <Button kind="primary" pictogram="check" text={t('ticket.finish')} onTouch={session.finish} />
      </Actions>
    </Inside>
  );
}
