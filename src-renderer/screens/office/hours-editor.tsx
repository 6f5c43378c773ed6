import { useState } from 'preact/hooks';
import { useTechnicianWords } from '../../speaking.ts';
import { Stepper, TechnicianButton } from '../technician/controls.tsx';

type Range = { from: string; to: string };
type HoursEditorProps = {
  value: readonly Range[] | null;
  isOptional: boolean;
  onKeep: (value: Range[] | null) => void;
};

const STEP_MINUTES = 15;
const LARGE_STEP_MINUTES = 60;
const DAY_MINUTES = 1_440;
const MOST_RANGES = 4;
const MORNING: Range = { from: '09:00', to: '14:00' };
/** Minutes between the last opening hours of a day and additional opening hours, and the length of the additional hours. */
const LATER_MINUTES = 120;

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
const timeOf = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
const within = (minutes: number): number => Math.min(DAY_MINUTES, Math.max(0, minutes));

function withOneMore(ranges: readonly Range[]): Range[] {
  const last = ranges.at(-1);
  if (last === undefined) return [MORNING];
  const from = within(minutesOf(last.to) + LATER_MINUTES);
  return [...ranges, { from: timeOf(from), to: timeOf(within(from + LATER_MINUTES)) }];
}

const moved = (range: Range, end: keyof Range, by: number): Range => ({
  ...range,
  [end]: timeOf(within(minutesOf(range[end]) + by)),
});

export function HoursEditor({ value, isOptional, onKeep }: HoursEditorProps) {
  const { t, time } = useTechnicianWords();
  const [ranges, setRanges] = useState<readonly Range[]>(value ?? []);
  const change = (index: number, end: keyof Range, by: number): void =>
    setRanges(ranges.map((range, at) => (at === index ? moved(range, end, by) : range)));
  return (
    <>
      {ranges.length === 0 && <p role="status">{t('office.value.closed')}</p>}
      {ranges.flatMap((range, index) =>
        (['from', 'to'] as const).map((end) => (
          <Stepper
            key={`${index} ${end}`}
            steps={[STEP_MINUTES, LARGE_STEP_MINUTES]}
            less={(by) => t('office.do.earlierMinutes', { minutes: by })}
            more={(by) => t('office.do.laterMinutes', { minutes: by })}
            says={t(end === 'from' ? 'office.opens' : 'office.closes', { time: time(range[end]) })}
            onStep={(by) => change(index, end, by)}
          />
        )),
      )}
      <div class="technician-actions">
        <TechnicianButton
          kind="primary"
          pictogram="good"
          text={t('office.do.keep')}
          onTouch={() => onKeep([...ranges])}
        />
        {ranges.length < MOST_RANGES && (
          <TechnicianButton
            pictogram="again"
            text={t('office.do.addHours')}
            onTouch={() => setRanges(withOneMore(ranges))}
          />
        )}
        {ranges.length > 0 && (
          <TechnicianButton
            pictogram="erase"
            text={t('office.do.lessHours')}
            onTouch={() => setRanges(ranges.slice(0, -1))}
          />
        )}
        {isOptional && <TechnicianButton pictogram="leave" text={t('office.do.unset')} onTouch={() => onKeep(null)} />}
      </div>
    </>
  );
}
