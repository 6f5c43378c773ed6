import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { minuteOf } from '../../../src-main/domain/opening-hours.ts';
import { timeTyped } from '../parts/time-typed.ts';
import { type Range, timeOf } from './rules.ts';
import { useOfficeWords } from './words.ts';

const MOST_RANGES = 4;
const MORNING: Range = { from: '09:00', to: '14:00' };
const DAY_MINUTES = 1_440;
/** A new opening of the office begins this many minutes after the end of the last opening, and lasts as long, but not beyond midnight. */
const LATER_MINUTES = 120;

function oneMore(ranges: readonly Range[]): Range {
  const end = minuteOf(ranges.at(-1)?.to ?? '');
  if (!Number.isFinite(end)) return MORNING;
  const from = Math.min(end + LATER_MINUTES, DAY_MINUTES);
  return { from: timeOf(from), to: timeOf(Math.min(from + LATER_MINUTES, DAY_MINUTES)) };
}

interface RangesFieldProps {
  name: string;
  before: readonly Range[];
  value: readonly Range[];
  /** The sentence for a day without openings. Default: closed. */
  empty?: string | null;
  isReadOnly: boolean;
  faults: readonly string[];
  onChange: (ranges: Range[]) => void;
}

export function RangesField({ name, before, value, empty = null, isReadOnly, faults, onChange }: RangesFieldProps) {
  const { t, kiosk, hours } = useOfficeWords();
  const faultId = useId();
  const box = useRef<HTMLDivElement>(null);
  const [focusAt, setFocusAt] = useState<number | null>(null);
  useEffect(() => {
    if (focusAt === null) return;
    const fields = box.current?.querySelectorAll<HTMLElement>('input') ?? [];
    const field = fields[Math.min(focusAt * 2, fields.length - 2)];
    (field ?? box.current?.querySelector<HTMLElement>('.link-button'))?.focus();
    setFocusAt(null);
  }, [focusAt]);
  const says = [...new Set(faults)];
  const isWrong = says.length > 0;
  if (isReadOnly)
    return (
      <div class="ranges">
        <p>{hours(value)}</p>
      </div>
    );
  const add = (
    <button
      type="button"
      class="link-button"
      onClick={() => {
        onChange([...value, oneMore(value)]);
        setFocusAt(value.length);
      }}
    >
      {t('hours.add')}
      <span class="unseen"> {name}</span>
    </button>
  );
  return (
    <div class="ranges" ref={box}>
      {value.length === 0 ? (
        <p class="range">
          <span class="range-closed">{empty ?? kiosk.t('office.value.closed')}</span>
          {add}
        </p>
      ) : null}
      {value.map((range, index) => (
        <p class="range" key={index}>
          {(['from', 'to'] as const).flatMap((end) => [
            end === 'to' ? (
              <span key="a" aria-hidden="true">
                {t('hours.to')}
              </span>
            ) : null,
            <TimeField
              key={end}
              label={t(end === 'from' ? 'hours.opens' : 'hours.closes', { day: name, no: index + 1 })}
              value={range[end]}
              isChanged={before[index]?.[end] !== range[end]}
              wrong={isWrong ? faultId : null}
              onCommit={(time) => onChange(value.map((one, at) => (at === index ? { ...one, [end]: time } : one)))}
            />,
          ])}
          <button
            type="button"
            class="link-button"
            onClick={() => {
              onChange(value.toSpliced(index, 1));
              setFocusAt(index);
            }}
          >
            {t('hours.remove')}
            <span class="unseen"> {t('hours.opening', { day: name, no: index + 1 })}</span>
          </button>
          {index === value.length - 1 && value.length < MOST_RANGES ? add : null}
        </p>
      ))}
      <div id={faultId} class="field-fault" aria-live="polite">
        {says.map((one) => (
          <p key={one}>{one}</p>
        ))}
      </div>
    </div>
  );
}

interface TimeFieldProps {
  label: string;
  value: string;
  isChanged?: boolean;
  wrong?: string | null;
  onCommit: (time: string) => void;
}

/**
 * A field for a time of day. It accepts the forms that people type: 8, 830, 8.30. The value changes when the person leaves the field or
 * presses Enter.
 */
export function TimeField({ label, value, isChanged = false, wrong = null, onCommit }: TimeFieldProps) {
  const { time } = useOfficeWords();
  const shown = /^\d\d:\d\d$/.test(value) ? time(value) : value;
  return (
    <input
      class="time-field"
      type="text"
      inputMode="decimal"
      autocomplete="off"
      maxLength={7}
      aria-label={label}
      aria-invalid={wrong !== null || undefined}
      aria-describedby={wrong ?? undefined}
      data-changed={isChanged}
      value={shown}
      onChange={({ currentTarget }) => {
        const typed = timeTyped(currentTarget.value);
        if (typed === value) currentTarget.value = shown;
        else onCommit(typed);
      }}
    />
  );
}
