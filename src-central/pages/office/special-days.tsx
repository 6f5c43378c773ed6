import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { OfficeProfile } from '../../../src-main/contract/shared/office-profile.ts';
import { addDays } from '../../../src-main/domain/calendar-day.ts';
import { hoursOn } from '../../../src-main/domain/opening-hours.ts';
import { languageName } from '../../../src-renderer/language-name.ts';
import { Button, SubmitButton, submits } from '../parts/fields.tsx';
import { RangesField, TimeField } from './ranges-field.tsx';
import {
  hoursInstead,
  laterOf,
  type Range,
  type SpecialDay,
  type SpecialHours,
  specialDays,
  withoutSpecialDay,
  withSpecialDay,
} from './rules.ts';
import type { OpenOffice } from './use-office.tsx';
import { capital, useOfficeWords } from './words.ts';

export function SpecialDays({ office, isReadOnly, until }: { office: OpenOffice; isReadOnly: boolean; until: string }) {
  const { t } = useOfficeWords();
  const { profile, base, calendar, now, edit } = office;
  const [isAdding, setAdding] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const wasAdding = useRef(false);
  useEffect(() => {
    if (wasAdding.current && !isAdding) opener.current?.focus();
    wasAdding.current = isAdding;
  }, [isAdding]);
  const shown = specialDays(profile ?? base.profile, calendar, now.serviceDay, until);
  const published = new Set(
    specialDays(base.profile, calendar, now.serviceDay, until).map((day) => JSON.stringify(day)),
  );
  return (
    <section class="special-days" aria-labelledby="days-title">
      <div class="list-head">
        <h2 id="days-title">{t('days.title')}</h2>
        {isReadOnly || profile === null ? null : (
          <button
            type="button"
            class="link-button"
            ref={opener}
            aria-expanded={isAdding}
            onClick={() => setAdding(!isAdding)}
          >
            {t('days.add')}
          </button>
        )}
      </div>
      {isAdding && profile !== null ? (
        <AddDay
          office={office}
          profile={profile}
          onDone={(next) => {
            if (next !== null) edit(next);
            setAdding(false);
          }}
        />
      ) : null}
      {shown.length === 0 ? <p class="note">{t('days.none')}</p> : null}
      <ul class="office-days">
        {shown.map((day) => (
          <DayLine
            key={`${day.source} ${day.from} ${day.to}`}
            day={day}
            isPublished={published.has(JSON.stringify(day))}
            onRemove={
              isReadOnly || profile === null || day.source === 'calendar' || day.from !== day.to
                ? null
                : () => edit(withoutSpecialDay(profile, day.from))
            }
          />
        ))}
      </ul>
    </section>
  );
}

function DayLine({
  day,
  isPublished,
  onRemove,
}: {
  day: SpecialDay;
  isPublished: boolean;
  onRemove: (() => void) | null;
}) {
  const { t, date, kiosk, language, hours: written } = useOfficeWords();
  const { from, to, ranges, reason, source } = day;
  const hours = written(ranges);
  const why = reason === null ? '' : (reason[language] ?? reason.ca);
  return (
    <li>
      <strong>
        {from === to
          ? capital(date(from, 'long'))
          : kiosk.t('office.value.span', { from: date(from, 'date'), to: date(to, 'date') })}
      </strong>
      <span>{why === '' ? hours : `${hours} · ${why}`}</span>
      <span class="days-state">
        {source === 'calendar' ? t('days.calendar') : isPublished ? t('days.published') : t('days.draft')}
        {onRemove === null ? null : (
          <button type="button" class="link-button" onClick={onRemove}>
            {t('hours.remove')}
            <span class="unseen"> {date(from, 'long')}</span>
          </button>
        )}
      </span>
    </li>
  );
}

const KINDS = ['closed-from', 'closed', 'open'] as const;

interface DayForm {
  day: string;
  kind: (typeof KINDS)[number];
  time: string;
  reason: Readonly<Record<string, string>>;
  ranges: readonly Range[];
}
const FIRST_FORM: DayForm = {
  day: '',
  kind: 'closed-from',
  time: '13:00',
  reason: {},
  ranges: [{ from: '08:30', to: '13:00' }],
};

function specialOf({ kind, time, reason, ranges }: DayForm): SpecialHours {
  if (kind === 'closed') return { kind, reason: { ...reason, ca: reason.ca ?? '' } };
  return kind === 'closed-from' ? { kind, time } : { kind, ranges };
}

/** The form that adds a day with other opening hours. These hours apply to the office and to every service with its own hours. */
function AddDay({
  office: { now, calendar, document, base, next },
  profile,
  onDone,
}: {
  office: OpenOffice;
  profile: OfficeProfile;
  onDone: (next: OfficeProfile | null) => void;
}) {
  const { t, date, hours, language } = useOfficeWords();
  const form = useRef<DayForm>(FIRST_FORM);
  const [, redraw] = useState(0);
  const set = (more: Partial<DayForm>): void => {
    form.current = { ...form.current, ...more };
    redraw((count) => count + 1);
  };
  const { day, kind, time, reason, ranges } = form.current;
  const [isTried, setTried] = useState(false);
  const faultId = useId();
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  // The key Enter commits a field and submits the form before the page is drawn again, so `faultNow` reads `form.current`.
  const firstDay = laterOf(now.serviceDay, base.effectiveFrom);
  const outside = (ranges: readonly Range[]): string => t('days.fault.outside', { hours: hours(ranges) });
  const faultNow = (): string | null => {
    const typed = form.current;
    if (typed.day === '' || typed.day < now.serviceDay) return t('days.fault.day');
    const holiday = calendar.holidays.find((one) => one.date === typed.day);
    if (holiday !== undefined) return t('days.fault.holiday', { name: holiday.name[language] ?? holiday.name.ca });
    if (typed.day < firstDay)
      return t('days.fault.early', { version: base.version, date: date(base.effectiveFrom, 'long') });
    if (next !== null && typed.day >= next.effectiveFrom)
      return t('days.fault.late', { version: next.version, date: date(next.effectiveFrom, 'long') });
    if (typed.kind === 'closed') return (typed.reason.ca ?? '').trim() === '' ? t('days.fault.reason') : null;
    if (typed.kind === 'open') {
      const instead = hoursInstead(profile, calendar, typed.day, typed.ranges);
      return instead === null ? null : outside(instead);
    }
    if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(typed.time)) return t('days.fault.time');
    const usual = hoursOn(profile.hours, calendar, typed.day).ranges;
    return usual.some(({ from, to }) => from < typed.time && typed.time < to) ? null : outside(usual);
  };
  const fault = faultNow();
  const keep = (): void => {
    setTried(true);
    if (faultNow() === null) onDone(withSpecialDay(profile, calendar, form.current.day, specialOf(form.current)));
  };
  return (
    <form
      class="add-day"
      // The browser's own messages are off, because the page itself says why a day is refused.
      noValidate
      onSubmit={submits(keep)}
    >
      <label class="field">
        <span>{t('days.day')}</span>
        <input
          ref={first}
          type="date"
          min={firstDay}
          max={next === null ? undefined : addDays(next.effectiveFrom, -1)}
          value={day}
          aria-describedby={faultId}
          onInput={({ currentTarget }) => set({ day: currentTarget.value })}
        />
      </label>
      {day === '' ? null : <p class="note">{capital(date(day, 'full'))}</p>}
      <fieldset class="field">
        <legend>{t('days.kind')}</legend>
        {KINDS.map((one) => (
          <label key={one} class="office-choice">
            <input type="radio" name="kind" checked={kind === one} onChange={() => set({ kind: one })} />
            {t(`days.kinds.${one}`)}
          </label>
        ))}
      </fieldset>
      {kind === 'closed-from' ? (
        <div class="field">
          <span aria-hidden="true">{t('days.time')}</span>
          <TimeField label={t('days.time')} value={time} onCommit={(at) => set({ time: at })} />
        </div>
      ) : null}
      {kind === 'open' ? (
        <RangesField
          name={day === '' ? '' : date(day, 'long')}
          before={ranges}
          value={ranges}
          isReadOnly={false}
          faults={[]}
          onChange={(next) => set({ ranges: next })}
        />
      ) : null}
      {kind === 'closed'
        ? languagesOf(document).map((one) => (
            <label key={one} class="field">
              <span>{t('days.reason', { language: languageName(one, language) })}</span>
              <input
                type="text"
                lang={one}
                maxLength={60}
                value={reason[one] ?? ''}
                onInput={({ currentTarget }) => {
                  const { [one]: _, ...others } = reason;
                  const text = currentTarget.value;
                  set({ reason: text.trim() === '' ? others : { ...others, [one]: text } });
                }}
              />
            </label>
          ))
        : null}
      <p id={faultId} class="field-fault" role="status">
        {isTried ? (fault ?? '') : ''}
      </p>
      <p class="note">{t('days.everyService')}</p>
      <p class="buttons">
        <SubmitButton>{t('days.keep')}</SubmitButton>
        <Button onPress={() => onDone(null)}>{t('do.leave')}</Button>
      </p>
    </form>
  );
}

type Language = OfficeProfile['languages'][number];
const languagesOf = (document: unknown): readonly Language[] => (document as OfficeProfile).languages;
