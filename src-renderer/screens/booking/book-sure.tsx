import { Actions, Button } from '../../components/button.tsx';
import { Inside } from '../../components/frames.tsx';
import { Leads } from '../../components/question.tsx';
import { ResultPicture } from '../../components/result-picture.tsx';
import { Note } from '../../components/steps.tsx';
import { useWords } from '../../speaking.ts';
import { useSession } from '../../touching.ts';
import type { ScreenProps } from '../screen-props.ts';

const TITLES = {
  holding: 'book.holding',
  sure: 'book.sure',
  confirming: 'book.confirming',
  unknown: 'book.unknown',
} as const;

/** Shows the reserved appointment time again before it is booked, so that a citizen whose finger slipped can go back. */
export function BookSureScreen({ state, view }: ScreenProps<'book-sure'>) {
  const { t, time, date } = useWords();
  const session = useSession();
  const asks = view.state === 'sure' || view.state === 'unknown';
  return (
    <Inside
      state={state}
      title={t(TITLES[view.state])}
      lead={
        <Leads
          strong={t('book.at', { day: date(view.at.date, 'long'), time: time(view.at.time) })}
          lines={[view.service]}
        />
      }
    >
      <ResultPicture shows="appointment" />
      <div class="notes" data-part>
        {view.state === 'unknown' && <Note pictogram="info" strong={t('book.onceOnly')} />}
      </div>
      {asks && (
        <Actions>
          <Button pictogram="back" text={t('book.other')} onTouch={session.back} />
          <Button
            kind="primary"
            pictogram="printer"
            text={t(view.state === 'sure' ? 'book.take' : 'book.again')}
            onTouch={session.confirmHour}
          />
        </Actions>
      )}
    </Inside>
  );
}
