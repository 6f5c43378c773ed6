import { useState } from 'preact/hooks';
import { Stepper, TechnicianButton } from '../technician/controls.tsx';
import { useOfficeWords } from './office-words.ts';

type Span = { from: string; to: string };

/** A leap year, so that 29 February is a valid day. */
const ANY_YEAR = '2028-';
const DAY_MS = 86_400_000;
const MONTH_DAYS = 30;

function moved(day: string, by: number): string {
  const isOfEveryYear = day.length === 'MM-DD'.length;
  const at = Date.parse(`${isOfEveryYear ? ANY_YEAR : ''}${day}T00:00:00Z`);
  const text = new Date(at + by * DAY_MS).toISOString().slice(0, 10);
  return isOfEveryYear ? text.slice(ANY_YEAR.length) : text;
}

export function SpanEditor({ value, onKeep }: { value: Span; onKeep: (value: Span) => void }) {
  const { t, day } = useOfficeWords();
  const [span, setSpan] = useState(value);
  return (
    <>
      {(['from', 'to'] as const).map((end) => (
        <Stepper
          key={end}
          steps={[1, MONTH_DAYS]}
          less={(by) => t('office.do.earlierDays', { count: by })}
          more={(by) => t('office.do.laterDays', { count: by })}
          says={t(end === 'from' ? 'office.firstDay' : 'office.lastDay', { day: day(span[end]) })}
          onStep={(by) => setSpan({ ...span, [end]: moved(span[end], by) })}
        />
      ))}
      <div class="technician-actions">
        <TechnicianButton kind="primary" pictogram="good" text={t('office.do.keep')} onTouch={() => onKeep(span)} />
      </div>
    </>
  );
}
