import { Pictogram } from '../../components/pictogram.tsx';
import { useStaffWords } from '../../speaking.ts';
import { useSession } from '../../touching.ts';
import { TechnicianButton } from './controls.tsx';

type DayQuestionProps = {
  /** Two dates, `YYYY-MM-DD`: the kiosk uses `believed`, the machine's clock shows `clock`. They are equal if the clock was never set. */
  doubt: { believed: string; clock: string };
};

export function DayQuestion({ doubt: { believed, clock } }: DayQuestionProps) {
  const { t, date } = useStaffWords();
  const { chooseDay } = useSession();
  const inWords = (day: string): string => date(day, 'full');
  const isUnset = believed === clock;
  return (
    <section class="day-question" data-whole data-level="attention" role="status">
      <Pictogram name="attention" />
      <p>
        <strong>{t('day.title')}</strong>{' '}
        {isUnset ? (
          t('day.unset', { clock: inWords(clock) })
        ) : (
          <span class="day-question-why">
            {t('day.differs', { believed: inWords(believed), clock: inWords(clock) })}
          </span>
        )}
      </p>
      {!isUnset && (
        <div class="day-question-dates">
          {[believed, clock].map((day) => (
            <TechnicianButton
              key={day}
              pictogram="calendar"
              text={t('day.choose', { day: inWords(day) })}
              onTouch={() => chooseDay({ day })}
            />
          ))}
        </div>
      )}
    </section>
  );
}
