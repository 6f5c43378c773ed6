import { useId, useState } from 'preact/hooks';
import { languageRow } from '../../../config/languages.ts';
import { Button } from '../parts/fields.tsx';
import { timeTyped } from '../parts/time-typed.ts';
import { DeskCalendar } from './desk-calendar.tsx';
import { useFault } from './plan-numbers.tsx';
import { newLine, type PlacesRange, type PlanLine, WEEKDAYS, withLine } from './plan-rules.ts';
import type { OpenPlan } from './use-plan.ts';
import { type BookingWords, useBookingWords } from './words.ts';

const MONDAY = Date.UTC(2026, 10, 23);
export const weekdayName = ({ language }: Pick<BookingWords, 'language'>, day: (typeof WEEKDAYS)[number]): string =>
  new Intl.DateTimeFormat(languageRow(language).locale, { weekday: 'long', timeZone: 'UTC' }).format(
    new Date(MONDAY + WEEKDAYS.indexOf(day) * 86_400_000),
  );

export function useLineName({ plan, desks }: OpenPlan) {
  const { t } = useBookingWords();
  return ({ lineId, deskId }: { lineId: string; deskId: string | null }): string =>
    deskId === null
      ? t('lines.line', { no: plan.lines.findIndex((line) => line.lineId === lineId) + 1 || '' })
      : (desks.find(({ id }) => id === deskId)?.name ?? deskId);
}

export function PlanLines({ open }: { open: OpenPlan }) {
  const { t } = useBookingWords();
  const { plan, desks, edit } = open;
  const add = (deskId: string | null): void =>
    edit({
      ...plan,
      lines: [
        ...plan.lines,
        newLine(
          plan.lines,
          plan.services.map(({ serviceId }) => serviceId),
          deskId,
        ),
      ],
    });
  const free = desks.filter(({ id }) => !plan.lines.some(({ deskId }) => deskId === id));
  return (
    <>
      {plan.lines.map((line, index) => (
        <Line key={line.lineId} open={open} line={line} index={index} />
      ))}
      <p class="buttons plan-add">
        <Button onPress={() => add(null)}>{t('lines.add')}</Button>
        {free.map(({ id, name }) => (
          <Button key={id} onPress={() => add(id)}>
            {t('lines.addDesk', { desk: name })}
          </Button>
        ))}
      </p>
    </>
  );
}

function Line({ open, line, index }: { open: OpenPlan; line: PlanLine; index: number }) {
  const words = useBookingWords();
  const { t } = words;
  const id = useId();
  const faultAt = useFault(open);
  const nameOf = useLineName(open);
  const { plan, services, edit } = open;
  const change = (next: Partial<PlanLine>): void => edit(withLine(plan, index, { ...line, ...next }));
  return (
    <section aria-labelledby={id} class="plan-line">
      <div class="list-head">
        <h2 id={id}>{nameOf(line)}</h2>
        {plan.lines.length < 2 ? null : (
          <button type="button" class="link-button" onClick={() => edit(withLine(plan, index, null))}>
            {t('lines.remove')}
            <span class="unseen"> {nameOf(line)}</span>
          </button>
        )}
      </div>
      {line.deskId === null ? null : (
        <>
          <p class="note">{t('lines.specialist')}</p>
          <DeskCalendar officeId={open.officeId} deskId={line.deskId} name={nameOf(line)} />
        </>
      )}
      <fieldset class="plan-takes">
        <legend>{t('lines.takes')}</legend>
        {services
          .filter((service) => plan.services.some(({ serviceId }) => serviceId === service.id))
          .map((service) => (
            <label key={service.id} class="plan-check">
              <input
                type="checkbox"
                checked={line.services.includes(service.id)}
                onChange={({ currentTarget }) =>
                  change({
                    services: currentTarget.checked
                      ? [...line.services, service.id]
                      : line.services.filter((one) => one !== service.id),
                  })
                }
              />
              {service.name}
            </label>
          ))}
        <p class="field-fault" role="status">
          {faultAt(`lines/${index}/services`) ?? ''}
        </p>
      </fieldset>
      {WEEKDAYS.map((day) => (
        <Ranges
          key={day}
          name={weekdayName(words, day)}
          ranges={line.week[day]}
          fault={
            faultAt(`lines/${index}/week/${day}`) ??
            line.week[day].reduce<string | null>(
              (found, _, at) => found ?? faultAt(`lines/${index}/week/${day}/${at}`),
              null,
            )
          }
          onChange={(ranges) => change({ week: { ...line.week, [day]: ranges } })}
          onCopy={
            day === 'mon'
              ? () => {
                  const { mon } = line.week;
                  change({ week: { ...line.week, tue: mon, wed: mon, thu: mon, fri: mon } });
                }
              : null
          }
        />
      ))}
      <Exceptions open={open} line={line} index={index} onChange={(exceptions) => change({ exceptions })} />
    </section>
  );
}

const MORNING: PlacesRange = { from: '09:00', to: '14:00', atOnce: 1 };
const AFTERNOON: PlacesRange = { from: '16:00', to: '19:00', atOnce: 1 };

/** The fields for the time ranges of one day in which appointments can be booked. A break is the gap between two ranges. */
function Ranges({
  name,
  ranges,
  fault,
  onChange,
  onCopy = null,
}: {
  name: string;
  ranges: readonly PlacesRange[];
  fault: string | null;
  onChange: (ranges: readonly PlacesRange[]) => void;
  onCopy?: (() => void) | null;
}) {
  const { t, time } = useBookingWords();
  const id = useId();
  const put = (at: number, next: Partial<PlacesRange>): void =>
    onChange(ranges.map((range, index) => (index === at ? { ...range, ...next } : range)));
  return (
    <fieldset class="plan-day" aria-describedby={fault === null ? undefined : id}>
      <legend>{name}</legend>
      <div class="plan-ranges">
        {ranges.length === 0 ? <span class="note">{t('lines.noHours')}</span> : null}
        {ranges.map((range, at) => (
          <p key={at} class="plan-range">
            {(['from', 'to'] as const).map((end) => (
              <input
                key={end}
                class="plan-time"
                inputMode="decimal"
                autocomplete="off"
                maxLength={7}
                aria-label={t(`lines.${end}`, { day: name, no: at + 1 })}
                value={/^\d\d:\d\d$/.test(range[end]) ? time(range[end]) : range[end]}
                onChange={({ currentTarget }) => put(at, { [end]: timeTyped(currentTarget.value) })}
              />
            ))}
            <span aria-hidden="true">×</span>
            <input
              class="plan-places"
              type="number"
              min={1}
              max={100}
              aria-label={t('lines.atOnce', { day: name, no: at + 1 })}
              value={Number.isNaN(range.atOnce) ? '' : range.atOnce}
              onInput={({ currentTarget }) => put(at, { atOnce: currentTarget.valueAsNumber })}
            />
            <button type="button" class="link-button" onClick={() => onChange(ranges.toSpliced(at, 1))}>
              {t('lines.less')}
              <span class="unseen">
                {' '}
                {name} {at + 1}
              </span>
            </button>
          </p>
        ))}
        <p class="plan-more">
          <button
            type="button"
            class="link-button"
            onClick={() => onChange([...ranges, ranges.length === 0 ? MORNING : AFTERNOON])}
          >
            {t('lines.more')}
            <span class="unseen"> {name}</span>
          </button>
          {onCopy === null ? null : (
            <button type="button" class="link-button" onClick={onCopy}>
              {t('lines.copy')}
            </button>
          )}
        </p>
      </div>
      <p id={id} class="field-fault" role="status">
        {fault ?? ''}
      </p>
    </fieldset>
  );
}

/**
 * The dates on which this group of desks has other time ranges for appointments than in its week, or none. On a closure of the office the
 * group has no ranges in any case.
 */
function Exceptions({
  open,
  line,
  index,
  onChange,
}: {
  open: OpenPlan;
  line: PlanLine;
  index: number;
  onChange: (exceptions: PlanLine['exceptions']) => void;
}) {
  const { t, date } = useBookingWords();
  const faultAt = useFault(open);
  const [day, setDay] = useState(open.today);
  return (
    <div class="plan-exceptions">
      <h3>{t('exceptions.title')}</h3>
      {line.exceptions.map(({ span, ranges }, at) => (
        <div key={`${span.from} ${span.to}`} class="plan-exception">
          <Ranges
            name={
              span.from === span.to
                ? date(span.from, 'full')
                : t('exceptions.span', { from: date(span.from, 'date'), to: date(span.to, 'date') })
            }
            ranges={ranges}
            fault={faultAt(`lines/${index}/exceptions/${at}/ranges`)}
            onChange={(next) => onChange(line.exceptions.with(at, { span, ranges: next }))}
          />
          <button type="button" class="link-button" onClick={() => onChange(line.exceptions.toSpliced(at, 1))}>
            {t('exceptions.remove')}
            <span class="unseen"> {date(span.from, 'full')}</span>
          </button>
        </div>
      ))}
      <p class="plan-more">
        <label>
          {t('exceptions.day')}{' '}
          <input
            type="date"
            min={open.today}
            value={day}
            onInput={({ currentTarget }) => setDay(currentTarget.value)}
          />
        </label>
        <button
          type="button"
          class="button"
          aria-disabled={day === '' || undefined}
          onClick={() =>
            day !== '' &&
            !line.exceptions.some(({ span }) => span.from === day) &&
            onChange([...line.exceptions, { span: { from: day, to: day }, ranges: [] }])
          }
        >
          {t('exceptions.add')}
        </button>
      </p>
    </div>
  );
}
