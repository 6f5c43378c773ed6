import { Actions, Button } from '../../components/button.tsx';
import { Inside } from '../../components/frames.tsx';
import { ResultPicture } from '../../components/result-picture.tsx';
import { Note } from '../../components/steps.tsx';
import { useSlotWords } from '../../components/stripe.tsx';
import { useWords } from '../../speaking.ts';
import { useSession } from '../../touching.ts';
import type { ScreenProps, ViewOf } from '../screen-props.ts';

export function OtherOfficeScreen({ state, view }: ScreenProps<'other-office'>) {
  const { t } = useWords();
  const session = useSession();
  const where = useSlotWords();
  const { paper, place, directions } = view;
  const comesOut = paper === 'coming' || paper === 'out';
  return (
    <Inside
      state={state}
      title={view.name}
      lead={
        <>
          <p class="lead">
            <strong>{view.address}</strong>
          </p>
          <Hours view={view} today={state.localTime.slice(0, 10)} />
        </>
      }
      {...(comesOut && {
        stripe: place === null ? t(`otherOffice.${paper}`, { where }) : t('ticket.place', { place }),
      })}
      stripeTo={place === null ? 'slot' : 'desk'}
    >
      <ResultPicture shows="place" />
      <div class="notes" data-part>
        {directions !== null && <Note pictogram="place" strong={t('otherOffice.way')} rest={directions} />}
        {paper !== null && !comesOut && <Note pictogram="info" strong={t('otherOffice.failed')} />}
      </div>
      <Actions>
        {paper === null && (
          <Button pictogram="printer" text={t('otherOffice.print')} onTouch={session.printDirections} />
        )}
        <Button kind="primary" pictogram="check" text={t('ticket.finish')} onTouch={session.finish} />
      </Actions>
    </Inside>
  );
}

function Hours({ view, today }: { view: ViewOf<'other-office'>; today: string }) {
  const { t, time, date } = useWords();
  const { hours, day } = view;
  if (hours === null) return null;
  const ranges = hours.map(({ from, to }) => t('otherOffice.range', { from: time(from), to: time(to) }));
  return (
    <>
      <p class="lead">{day === today ? t('otherOffice.today') : t('otherOffice.day', { day: date(day, 'long') })}</p>
      {(ranges.length > 0 ? ranges : [t('otherOffice.closed')]).map((line) => (
        <p key={line} class="lead">
          {line}
        </p>
      ))}
    </>
  );
}
