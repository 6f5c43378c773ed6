import { daysBetween } from '../../../config/locales/dates.ts';
import { BigArch } from '../../components/arch.tsx';
import { Button } from '../../components/button.tsx';
import { Facade } from '../../components/frames.tsx';
import { Pictogram } from '../../components/pictogram.tsx';
import { useWords } from '../../speaking.ts';
import { useSession } from '../../touching.ts';
import type { ScreenProps, ViewOf } from '../screen-props.ts';

type Reopening = NonNullable<ViewOf<'closed'>['reopens']>;
type Elsewhere = NonNullable<ViewOf<'closed'>['elsewhere']>;

function distanceOf(reopens: Reopening, today: string): 'Today' | 'Tomorrow' | 'Later' {
  const days = daysBetween(today, reopens.date);
  if (days <= 0) return 'Today';
  return days === 1 ? 'Tomorrow' : 'Later';
}

const SENTENCES = {
  Today: 'closed.reopensToday',
  Tomorrow: 'closed.reopensTomorrow',
  Later: 'closed.reopens',
} as const;
const CAPTIONS = { Today: 'closed.opensToday', Tomorrow: 'closed.opensTomorrow', Later: 'closed.opensAgain' } as const;

export function ClosedScreen({ state, view }: ScreenProps<'closed'>) {
  const { t, time, date } = useWords();
  const session = useSession();
  const { reason, reopens, elsewhere, phone, books = false } = view;
  const today = state.localTime.slice(0, 10);
  const isClosedAllDay = reason !== null && reopens?.date !== today;
  return (
    <Facade
      state={state}
      title={t(isClosedAllDay ? 'closed.titleToday' : 'closed.titleNow')}
      lead={
        <div class="lead">
          {reason !== null && <p class="line">{reason}</p>}
          {reopens !== null && elsewhere !== null && (
            <p class="line">
              <strong>
                {t(SENTENCES[distanceOf(reopens, today)], {
                  day: date(reopens.date, 'long'),
                  time: time(reopens.time),
                })}
              </strong>
            </p>
          )}
          {phone !== null && elsewhere === null && books && <Phone phone={phone} gives />}
        </div>
      }
    >
      <BigArch lit={elsewhere !== null}>
        {elsewhere !== null && <OpenElsewhere office={elsewhere} onGo={session.goToOtherOffice} />}
        {elsewhere === null && reopens === null && <Pictogram name="closed" />}
        {elsewhere === null && reopens !== null && (
          <>
            <p class="arch-caption">{t(CAPTIONS[distanceOf(reopens, today)])}</p>
            <p class="arch-time">{time(reopens.time)}</p>
            {(!books || distanceOf(reopens, today) === 'Later') && (
              <p class="arch-facts">{date(reopens.date, 'long')}</p>
            )}
          </>
        )}
        {books && (
          <div class="arch-books" data-gives="2">
            <Button pictogram="calendar" text={t('closed.books')} onTouch={session.openBooking} />
          </div>
        )}
        {phone !== null && elsewhere === null && !books && <Phone phone={phone} />}
      </BigArch>
    </Facade>
  );
}

function Phone({ phone, gives = false }: { phone: string; gives?: boolean }) {
  const { t } = useWords();
  return (
    <p class="arch-phone" data-gives={gives ? 1 : undefined}>
      <Pictogram name="phone" />
      <span>
        {t('closed.phone')} <strong dir="ltr">{phone}</strong>
      </span>
    </p>
  );
}

/** A name of this length or more needs smaller type to stay inside the arch. */
const LONG_NAME = 13;

function OpenElsewhere({ office, onGo }: { office: Elsewhere; onGo: () => void }) {
  const { t, time } = useWords();
  return (
    <>
      <p class="arch-caption">{t('closed.elsewhere')}</p>
      <p class="arch-name" data-long={office.name.length >= LONG_NAME}>
        {office.name}
      </p>
      <p class="arch-facts">
        <span class="line">{office.address}</span>
        {office.until !== null && <span class="line">{t('closed.until', { time: time(office.until) })}</span>}
      </p>
      <Button kind="primary" pictogram="place" text={t('closed.goThere')} onTouch={onGo} />
    </>
  );
}
