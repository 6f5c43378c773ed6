import './figures.css';
import { addDays } from '../../../src-main/domain/calendar-day.ts';
import { PageHead } from '../layout.tsx';
import { usePage } from '../page-context.ts';
import { useNow } from '../parts/data-age.tsx';
import { Button } from '../parts/fields.tsx';
import { saveCsv } from '../parts/save-file.ts';
import { Section } from '../parts/section.tsx';
import { useTitle } from '../parts/use-title.ts';
import { WaitingFor } from '../parts/waiting-for.tsx';
import { localDay } from '../times.ts';
import { type CityDay, cityCsv, minutesSince, mostOf, type OfficeRow, sortedOffices } from './rules.ts';
import { Setting } from './setting.tsx';
import { type Column, FigureTable } from './tables.tsx';
import { useFigures } from './use-figures.ts';
import { NONE, useFigureWords } from './words.ts';

const href = (officeId: string, day: string | null): string =>
  `/figures/${encodeURIComponent(officeId)}${day === null ? '' : `?day=${day}`}`;

export function CityFiguresPage() {
  const { t, route, may } = usePage();
  const { isReady, words, date } = useFigureWords();
  const asked = route.query.get('day');
  const isToday = asked === null;
  const query = asked === null ? {} : { day: asked };
  const { body, atMs, fault } = useFigures('listDayFigures', { params: {}, query }, isToday);
  const first = body === null ? undefined : sortedOffices(body)[0];
  const longest = first?.waiting?.since ?? null;
  const title =
    !isReady || body === null
      ? t('nav.figures')
      : !isToday
        ? words('title.day', { date: date(body.day) })
        : longest !== null && first !== undefined
          ? words('title.longest', { minutes: minutesSince(longest, body.at), office: first.name })
          : body.offices.some(({ waiting }) => waiting !== null)
            ? words('title.nobody')
            : words('title.unknown');
  useTitle(title);
  return (
    <>
      <PageHead title={title} {...(isToday ? { atMs } : {})} />
      {!isReady || body === null ? (
        <WaitingFor fault={body === null ? fault : null} />
      ) : (
        <>
          <DayLinks
            path="/figures"
            day={body.day}
            isToday={isToday}
            onSave={() => saveCsv(`torn-${body.day}`, [cityCsv(body)])}
          />
          <Answers city={body} day={asked} />
          <Compared city={body} day={asked} />
        </>
      )}
      {isReady && may('readFiguresSetting') ? <Setting /> : null}
    </>
  );
}

export function DayLinks({
  path,
  day,
  isToday,
  step = 1,
  onSave,
  children,
}: {
  path: string;
  day: string;
  isToday: boolean;
  step?: number;
  onSave: () => void;
  children?: preact.ComponentChildren;
}) {
  const { words, dayShort } = useFigureWords();
  const today = localDay(useNow());
  const next = addDays(day, step);
  return (
    <div class="page-buttons figures-buttons">
      <a class="button" href={`${path}?day=${addDays(day, -step)}`}>
        <span aria-hidden="true">‹</span>
        {dayShort(addDays(day, -step))}
      </a>
      {isToday ? null : (
        <>
          {next < today ? (
            <a class="button" href={`${path}?day=${next}`}>
              {dayShort(next)}
              <span aria-hidden="true">›</span>
            </a>
          ) : null}
          <a class="button" href={path}>
            {words('today')}
          </a>
        </>
      )}
      {children}
      <Button onPress={onSave}>{words('save')}</Button>
    </div>
  );
}

function Answers({ city, day }: { city: CityDay; day: string | null }) {
  const { words } = useFigureWords();
  return (
    <section class="figures-answers" aria-labelledby="answers-title">
      <h2 id="answers-title" class="unseen">
        {words('answers.title')}
      </h2>
      <dl>
        {(['waits', 'hour', 'noShow', 'planned', 'paper'] as const).map((question) => (
          <div key={question}>
            <dt>{words(`answers.${question}`)}</dt>
            <dd>
              <Answer question={question} city={city} day={day} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Answer({
  question,
  city,
  day,
}: {
  question: 'waits' | 'hour' | 'noShow' | 'planned' | 'paper';
  city: CityDay;
  day: string | null;
}) {
  const { words, between, hours } = useFigureWords();
  const { at } = city;
  // If two offices have the same value, the answer names the office that is first in this list.
  const offices = sortedOffices(city);
  const link = ({ officeId }: OfficeRow, text: string) => <a href={href(officeId, day)}>{text}</a>;
  switch (question) {
    case 'waits': {
      if (day !== null) return words('answers.waitsPast');
      const most = mostOf(offices, ({ waiting }) => (waiting?.since == null ? 0 : minutesSince(waiting.since, at) + 1));
      if (most?.waiting?.since == null)
        return words(offices.some(({ waiting }) => waiting !== null) ? 'answers.waitsNone' : 'answers.waitsUnknown');
      const minutes = minutesSince(most.waiting.since, at);
      return link(most, words('answers.waitsIs', { office: most.name, minutes, people: most.waiting.people }));
    }
    case 'hour': {
      const worst = mostOf(offices, ({ worstHour }) => (worstHour === null ? 0 : worstHour.nineOfTen + 1));
      if (worst?.worstHour == null) return words('answers.hourNone');
      const { hour, nineOfTen: minutes } = worst.worstHour;
      return link(worst, words('answers.hourIs', { office: worst.name, between: between(hour), minutes }));
    }
    case 'noShow': {
      const sum = (of: (row: OfficeRow) => number): number => offices.reduce((all, row) => all + of(row), 0);
      const most = mostOf(offices, ({ total, appointments }) => total.noShow + appointments.missed);
      if (most === null) return words('answers.noShowNone');
      const called = sum(({ total }) => total.noShow);
      return link(
        most,
        words('answers.noShowIs', {
          called,
          missed: sum(({ appointments }) => appointments.missed),
          office: most.name,
        }),
      );
    }
    case 'planned': {
      const of = (key: 'booked' | 'bookedMinutes' | 'came' | 'usedMinutes'): number =>
        offices.reduce((all, { appointments }) => all + appointments[key], 0);
      const given = offices.flatMap(({ appointments }) => appointments.givenMinutes ?? []);
      const most = mostOf(offices, ({ appointments }) => appointments.bookedMinutes + (appointments.givenMinutes ?? 0));
      if (most === null) return words('answers.plannedNone');
      const text = words('answers.plannedIs', {
        office: most.name,
        given: hours(given.length === 0 ? null : given.reduce((all, one) => all + one, 0)),
        booked: hours(of('bookedMinutes')),
        used: hours(of('usedMinutes')),
        came: of('came'),
        people: of('booked'),
      });
      return link(most, text);
    }
    case 'paper': {
      const worst = mostOf(offices, ({ unprinted, apart }) => unprinted + apart);
      if (worst === null) return words('answers.paperNone');
      const { name: office, unprinted, apart } = worst;
      return link(worst, words('answers.paperIs', { office, unprinted, apart }));
    }
  }
}

function Compared({ city, day }: { city: CityDay; day: string | null }) {
  const { words, minutes, hour, hours } = useFigureWords();
  const most = Math.max(1, ...city.offices.map(({ total, usual }) => Math.max(total.arrivals, usual?.arrivals ?? 0)));
  const waitingNow: Column<Pick<OfficeRow, 'waiting'>> = [
    words('column.waiting'),
    ({ waiting }) => (
      <>
        {waiting === null ? NONE : waiting.people}
        {waiting?.since == null ? null : <small>{minutes(minutesSince(waiting.since, city.at))}</small>}
      </>
    ),
  ];
  return (
    <Section id="compare-title" title={words('compare')} beside={<span>{words('sortedBy')}</span>}>
      <FigureTable
        title={words('column.office')}
        hasHeading
        columns={[
          ...(day === null ? [waitingNow] : []),
          [
            words('column.arrivals'),
            ({ total, usual }) => (
              <>
                <UsualBar value={total.arrivals} usual={usual?.arrivals ?? null} most={most} />
                <span class="bar-number">{total.arrivals}</span>
                <small>{usual === null ? '' : `${words('usual')} ${usual.arrivals}`}</small>
              </>
            ),
          ],
          [words('column.half'), ({ total }) => minutes(total.wait?.half)],
          [words('column.nine'), ({ total }) => minutes(total.wait?.nineOfTen)],
          [
            words('column.worstHour'),
            ({ worstHour }) => (
              <>
                {worstHour === null ? NONE : hour(worstHour.hour)}
                {worstHour === null ? null : <small>{minutes(worstHour.nineOfTen)}</small>}
              </>
            ),
          ],
          [words('column.attention'), ({ total }) => minutes(total.attention?.half)],
          [words('column.noShow'), ({ total, appointments }) => total.noShow + appointments.missed],
          [
            words('planned'),
            ({ appointments: { booked, bookedMinutes, usedMinutes } }) =>
              booked === 0 ? NONE : `${hours(bookedMinutes)} · ${hours(usedMinutes)}`,
          ],
          [
            words('column.paper'),
            ({ unprinted, apart }) => (
              <>
                {minutes(unprinted)}
                {apart === 0 ? null : <small>{`${words('column.apart')} ${minutes(apart)}`}</small>}
              </>
            ),
          ],
        ]}
        rows={sortedOffices(city).map((row) => ({
          ...row,
          key: row.officeId,
          name: <a href={href(row.officeId, day)}>{row.name}</a>,
        }))}
      />
      <p class="note">{words('saveLead')}</p>
    </Section>
  );
}

const BAR = 72;

function UsualBar({ value, usual, most }: { value: number; usual: number | null; most: number }) {
  const at = usual === null ? null : Math.max(1, (BAR * usual) / most);
  return (
    <svg class="figure usual-bar" width={BAR + 2} height="20" aria-hidden="true" focusable="false">
      <rect y="3" width={(BAR * value) / most} height="14" />
      {at === null ? null : (
        <>
          <line class="figure-gap" x1={at} x2={at} y1="3" y2="17" />
          <line class="figure-tick" x1={at} x2={at} y1="0" y2="20" />
        </>
      )}
    </svg>
  );
}
