import { useId } from 'preact/hooks';
import { addDays } from '../../../src-main/domain/calendar-day.ts';
import { ColumnHead } from './column-head.tsx';
import type { Call } from './use-call.ts';
import { useBookingWords } from './words.ts';

/** The column of offered appointment times. The telephone operator holds a time for the caller with its digit, or with arrows and Enter. */
export function HourColumn({ call, onChosen }: { call: Call; onChosen: () => void }) {
  const { t, time, date } = useBookingWords();
  const id = useId();
  const { offers, choice, visit } = call;
  const dayOf = (day: string): string =>
    day === call.today
      ? t('hour.today')
      : day === addDays(call.today, 1)
        ? t('hour.tomorrow', { day: date(day, 'day') })
        : date(day, 'day');
  return (
    <section
      class="call-column"
      aria-labelledby={`${id}-title`}
      tabIndex={-1}
      data-column="2"
      onKeyDown={(event) => {
        if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
        event.preventDefault();
        const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('.call-list button')];
        const at = rows.findIndex((row) => row.matches(':focus'));
        rows[Math.max(0, Math.min(rows.length - 1, at + (event.key === 'ArrowDown' ? 1 : -1)))]?.focus();
      }}
    >
      <ColumnHead no={2} id={`${id}-title`} title={t('column.hour')} />
      <p class="call-filter" role="status">
        {[
          call.officeId === null ? t('hour.everyOffice') : call.officeOf(call.officeId),
          ...(call.deskName === null ? [] : [call.deskName]),
          ...(call.part === 'any' ? [] : [t(`hour.${call.part}`)]),
        ].join(' · ')}
      </p>
      {visit.length === 0 ? (
        <p class="note">{t('hour.first')}</p>
      ) : offers === null ? (
        <p class="note" data-waits>
          {t('hour.asking')}
        </p>
      ) : offers.length === 0 ? (
        <p class="note">{t('hour.none')}</p>
      ) : (
        <ul class="call-list">
          {offers.map((offer, index) => {
            const isChosen = choice?.start === offer.start && choice.officeId === offer.officeId;
            return (
              <li key={`${offer.officeId} ${offer.start}`}>
                <button
                  type="button"
                  aria-pressed={isChosen}
                  onClick={() => void call.choose(offer).then((isHeld) => isHeld && onChosen())}
                >
                  <kbd>{index + 1}</kbd>
                  <strong>{call.officeOf(offer.officeId)}</strong>
                  <span>{dayOf(offer.date)}</span>
                  <strong class="number">{time(offer.time)}</strong>
                </button>
              </li>
            );
          })}
        </ul>
      )}
      <p class="call-keys">
        <kbd>{t('keys.morning')}</kbd> {t('hour.morning')} <kbd>{t('keys.afternoon')}</kbd> {t('hour.afternoon')}{' '}
        <kbd>{t('keys.day')}</kbd> {t('hour.later')} <kbd>{t('keys.office')}</kbd> {t('hour.office')}
        {call.hasSpecialists ? (
          <>
            {' '}
            <kbd>{t('keys.desk')}</kbd> {t('hour.desk')}
          </>
        ) : null}
      </p>
    </section>
  );
}
