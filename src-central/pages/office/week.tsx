import { useId } from 'preact/hooks';
import { valueAt, withValueAt } from '../../../src-main/contract/shared/json-pointer.ts';
import { WEEKDAYS, type Weekday } from '../../../src-main/domain/calendar-day.ts';
import { faultsAt } from './faults.ts';
import { RangesField } from './ranges-field.tsx';
import { barOf, minutesOpen, type Range } from './rules.ts';
import type { OpenOffice } from './use-office.tsx';
import { useOfficeWords } from './words.ts';

const FIRST_HOUR = 8;
const LAST_HOUR = 20;
const TICKS_EVERY = 2;
const HOUR = 60;

const rangesAt = (document: unknown, pointer: string): Range[] => {
  const value = valueAt(document, pointer);
  return Array.isArray(value) ? (value as Range[]) : [];
};

/** The opening hours of each weekday. A bar shows which hours the draft keeps, adds and removes. */
export function Week({ office, isReadOnly }: { office: OpenOffice; isReadOnly: boolean }) {
  const { t, kiosk } = useOfficeWords();
  const { base, document, edit } = office;
  const rows = WEEKDAYS.map((day) => {
    const pointer = `/hours/week/${day}`;
    const [before, after] = [rangesAt(base.profile, pointer), rangesAt(document, pointer)];
    return { day, pointer, before, after, bar: barOf(before, after) };
  });
  const minutes = rows.flatMap(({ bar }) => bar.flatMap(({ from, to }) => [from, to]));
  const first = Math.floor(Math.min(FIRST_HOUR * HOUR, ...minutes) / HOUR / TICKS_EVERY) * TICKS_EVERY;
  const last = Math.ceil(Math.max(LAST_HOUR * HOUR, ...minutes) / HOUR / TICKS_EVERY) * TICKS_EVERY;
  const ticks = Array.from({ length: (last - first) / TICKS_EVERY + 1 }, (_, at) => first + at * TICKS_EVERY);
  const scale = { first: first * HOUR, minutes: (last - first) * HOUR, ticks };
  return (
    <section aria-labelledby="week-title">
      <div class="week-head">
        <h2 id="week-title">{t('hours.week')}</h2>
        <div class="week-hours" aria-hidden="true">
          {ticks.map((hour) => (
            <span key={hour}>{hour}</span>
          ))}
        </div>
        <span>{t('hours.open')}</span>
        <span>{t('hours.change')}</span>
      </div>
      {rows.map((row) => (
        <DayRow
          key={row.day}
          {...row}
          scale={scale}
          isReadOnly={isReadOnly}
          faults={faultsAt(office, row.pointer, kiosk)}
          onChange={(ranges) => edit(withValueAt(document, row.pointer, ranges))}
        />
      ))}
      <ul class="week-legend" aria-hidden="true">
        {(['same', 'new', 'gone'] as const).map((kind) => (
          <li key={kind}>
            <svg viewBox="0 0 28 16" width="28" height="16" aria-hidden="true">
              <rect class={`bar-${kind}`} x="1" y="1" width="26" height="14" />
            </svg>
            {t(`hours.${kind}`)}
          </li>
        ))}
      </ul>
    </section>
  );
}

interface Scale {
  first: number;
  minutes: number;
  ticks: readonly number[];
}

interface DayRowProps {
  day: Weekday;
  before: readonly Range[];
  after: readonly Range[];
  bar: ReturnType<typeof barOf>;
  scale: Scale;
  isReadOnly: boolean;
  faults: readonly string[];
  onChange: (ranges: Range[]) => void;
}

function DayRow({ day, before, after, bar, scale, isReadOnly, faults, onChange }: DayRowProps) {
  const { t, kiosk } = useOfficeWords();
  const titleId = useId();
  const isChanged = JSON.stringify(before) !== JSON.stringify(after);
  const name = kiosk.t(`office.field.${day}`);
  return (
    <fieldset class="week-row" aria-labelledby={titleId} data-changed={isChanged}>
      <h3 id={titleId}>{name}</h3>
      <DayBar bar={bar} {...scale} />
      <RangesField
        name={name}
        before={before}
        isReadOnly={isReadOnly}
        faults={faults}
        onChange={onChange}
        value={after}
      />
      <div class="week-change">
        {isChanged ? <ChangeWords before={before} after={after} /> : <span class="unseen">{t('hours.same')}</span>}
      </div>
    </fieldset>
  );
}

function ChangeWords({ before, after }: { before: readonly Range[]; after: readonly Range[] }) {
  const { t, hours: written } = useOfficeWords();
  const difference = minutesOpen(after) - minutesOpen(before);
  const [hours, minutes] = [Math.floor(Math.abs(difference) / HOUR), Math.abs(difference) % HOUR];
  const sign = difference < 0 ? '−' : '+';
  return (
    <>
      {difference === 0 ? null : (
        <strong>
          {[hours > 0 ? `${sign} ${hours} h` : sign, minutes > 0 ? `${minutes} min` : ''].filter(Boolean).join(' ')}
        </strong>
      )}
      <p>{t('hours.before', { before: written(before) })}</p>
    </>
  );
}

const BAR_HEIGHT = 20;

function DayBar({ bar, first, minutes, ticks }: { bar: ReturnType<typeof barOf> } & Scale) {
  const at = (minute: number): number => ((minute - first) / minutes) * 100;
  return (
    <div class="week-bar" aria-hidden="true">
      <svg width="100%" height="36" aria-hidden="true">
        {ticks.map((hour) => (
          <line key={hour} class="bar-tick" x1={`${at(hour * HOUR)}%`} x2={`${at(hour * HOUR)}%`} y1="0" y2="36" />
        ))}
        {bar.map(({ kind, from, to }) => (
          <rect
            key={`${kind} ${from}`}
            class={`bar-${kind}`}
            x={`${at(from)}%`}
            y="8"
            width={`${at(to) - at(from)}%`}
            height={BAR_HEIGHT}
          />
        ))}
      </svg>
    </div>
  );
}
