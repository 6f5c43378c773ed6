import { Actions, Button } from '../../components/button.tsx';
import { Inside } from '../../components/frames.tsx';
import { Leads } from '../../components/question.tsx';
import { ResultPicture } from '../../components/result-picture.tsx';
import { Row } from '../../components/row.tsx';
import { Note } from '../../components/steps.tsx';
import { useWords } from '../../speaking.ts';
import { useSession } from '../../touching.ts';
import type { ScreenProps } from '../screen-props.ts';

/** The first bookable times, or the reason why none can be shown; only the centre knows them. */
export function BookHourScreen({ state, view }: ScreenProps<'book-hour'>) {
  const { t, time, date } = useWords();
  const session = useSession();
  if (view.state === 'hours')
    return (
      <Inside
        state={state}
        title={t('book.hour')}
        lead={<Leads strong={view.service} lines={[view.wasGone ? t('book.gone') : null]} />}
      >
        <ul class="rows" aria-label={t('book.hours')} data-count={view.hours.length}>
          {view.hours.map(({ start, at }) => (
            <Row
              key={start}
              pictogram="calendar"
              gives={4}
              name={t('book.at', { day: date(at.date, 'long'), time: time(at.time) })}
              onTouch={() => session.chooseHour({ start })}
            />
          ))}
        </ul>
      </Inside>
    );
  return (
    <Inside
      state={state}
      title={t(`book.${view.state}`)}
      lead={<Leads strong={view.service} lines={[]} />}
      apologises={view.state !== 'asking'}
    >
      <ResultPicture shows="appointment" />
      {view.state !== 'asking' && (
        <>
          <div class="notes" data-part>
            {view.state !== 'none' && <Note pictogram="info" strong={t('book.online')} />}
            {view.phone !== null && (
              <Note pictogram="phone" strong={t('longWait.book')} rest={view.phone.replaceAll(' ', '\u00a0')} />
            )}
            <Note pictogram="ticket" strong={t('book.walkIn')} />
          </div>
          <Actions>
            <Button pictogram="again" text={t('book.again')} onTouch={session.askHours} />
            <Button kind="primary" pictogram="check" text={t('ticket.finish')} onTouch={session.finish} />
          </Actions>
        </>
      )}
    </Inside>
  );
}
