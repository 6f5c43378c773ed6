import { useStaffWords } from '../speaking.ts';
import { useSession } from '../touching.ts';
import { Pictogram } from './pictogram.tsx';
import { TechnicianButton } from './technician-button.tsx';

type DayQuestionProps = {
  /** `YYYY-MM-DD`: the date that the kiosk goes by, and that of its clock. One date twice: the clock was never set. */
  doubt: { believed: string; clock: string };
};

/** Which of two dates is today's, for staff and technicians. */
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
        {isUnset
          ? t('day.unset', { clock: inWords(clock) })
          : t('day.differs', { believed: inWords(believed), clock: inWords(clock) })}
      </p>
      {!isUnset && (
        <div class="day-question-dates">
          {[believed, clock].map((day) => (
            <TechnicianButton
              key={day}
              kind="secondary"
              pictogram="calendar"
              text={t('day.choose', { day: inWords(day) })}
              onTouch={() => chooseDay(day)}
            />
          ))}
        </div>
      )}
    </section>
  );
}
