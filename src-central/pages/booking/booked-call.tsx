import { useEffect, useRef } from 'preact/hooks';
import type { BOOKINGS_SENTENCES } from '../../../config/locales/bookings-words.ts';
import { formatLocator } from '../../../src-main/domain/locator.ts';
import { Button } from '../parts/fields.tsx';
import { Mark } from '../parts/mark.tsx';
import { inLanguage, localTimeAt } from './rules.ts';
import type { StaffBooking } from './use-call.ts';
import { useBookingWords } from './words.ts';

/** A character of `LOCATOR_ALPHABET`. The translations have a word for each character, with which an operator spells it. */
type Spelled = keyof Awaited<ReturnType<(typeof BOOKINGS_SENTENCES)['ca']>>['spell'];

export function BookedCall({
  booked,
  isMoved,
  onNext,
}: {
  booked: StaffBooking;
  isMoved: boolean;
  onNext: () => void;
}) {
  const { t, time, date, language, list } = useBookingWords();
  const next = useRef<HTMLButtonElement>(null);
  useEffect(() => next.current?.focus(), []);
  const at = localTimeAt(booked.start, booked.zone);
  const { locator } = booked;
  return (
    <section class="call-booked" aria-labelledby="booked-title">
      <Mark kind="well" />
      <h2 id="booked-title">
        {t(isMoved ? 'booked.moved' : 'booked.title', {
          day: date(at.date, 'long'),
          time: time(at.time),
          office: booked.officeName,
        })}
      </h2>
      <p>{list(booked.errands.map(({ name }) => inLanguage(name, language)))}</p>
      {locator === null ? null : (
        <>
          <h3>{t('booked.dictate')}</h3>
          <p class="locator">{formatLocator(locator)}</p>
          <ol class="spelled">
            {([...locator] as Spelled[]).map((character, index) => (
              <li key={index}>
                <strong>{character}</strong>
                <span>{t(`spell.${character}`)}</span>
              </li>
            ))}
          </ol>
          <p class="aloud">
            <q>{t('booked.aloud')}</q>
          </p>
        </>
      )}
      <p class="buttons">
        <button ref={next} type="button" class="button button-main" onClick={onNext}>
          {t('booked.next')} <kbd>↵</kbd>
        </button>
        <Button onPress={() => print()}>{t('booked.print')}</Button>
      </p>
    </section>
  );
}
