import { Actions, Button } from '../../components/button.tsx';
import { Inside } from '../../components/frames.tsx';
import { Leads } from '../../components/question.tsx';
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
      lead={<Leads strong={view.address} lines={useHours(view, state.localTime.slice(0, 10))} />}
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

function useHours({ hours, day }: ViewOf<'other-office'>, today: string): string[] {
  const { t, time, date } = useWords();
  if (hours === null) return [];
  const ranges = hours.map(({ from, to }) => t('otherOffice.range', { from: time(from), to: time(to) }));
  return [
    day === today ? t('otherOffice.today') : t('otherOffice.day', { day: date(day, 'long') }),
    ...(ranges.length > 0 ? ranges : [t('otherOffice.closed')]),
  ];
}
