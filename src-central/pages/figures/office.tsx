import './figures.css';
import { useState } from 'preact/hooks';
import type { Group } from '../../../src-main/contract/centre/day-figures.ts';
import { inLanguage } from '../booking/rules.ts';
import { PageHead } from '../layout.tsx';
import { type PageProps, useAsked, usePage } from '../page-context.ts';
import { Icon } from '../parts/icon.tsx';
import { saveCsv } from '../parts/save-file.ts';
import { useTitle } from '../parts/use-title.ts';
import { WaitingFor } from '../parts/waiting-for.tsx';
import { hourOf } from '../times.ts';
import { ArrivalBars, WaitDots } from './charts.tsx';
import { Cell, DayLinks, FigureSection, Head } from './city.tsx';
import { OfficeProposal } from './proposal.tsx';
import { gaveUpOf, minutesSince, type OfficeDay, officeCsv, shownHours, worstHourOf } from './rules.ts';
import { useFigures } from './use-figures.ts';
import { useTwinWords } from './use-twin.ts';
import { NONE, useFigureWords } from './words.ts';

const WEEK = 7;

/** The page of one office's day: a drawing or a table, compared with the usual day. */
export function OfficeFiguresPage({ params }: PageProps) {
  const { t, route, may, language } = usePage();
  const { isReady, words, dayTitle } = useFigureWords();
  const { isReady: hasTwinWords, say } = useTwinWords();
  const { officeId = '' } = params;
  const asked = route.query.get('day');
  const isToday = asked === null;
  const query = asked === null ? {} : { day: asked };
  const { body, atMs, fault } = useFigures('readDayFigures', { params: { officeId }, query }, isToday);
  const [isTable, setTable] = useState(false);
  const title = body === null ? t('nav.figures') : dayTitle(body.day);
  useTitle(body === null ? title : `${title}, ${body.name}`);
  if (!isReady || body === null)
    return (
      <>
        <PageHead title={title} />
        <WaitingFor fault={body === null ? fault : null} />
      </>
    );
  const { figures } = body;
  return (
    <>
      <PageHead lead={<Trail office={body} />} title={title} {...(isToday ? { atMs } : {})} />
      <DayLinks
        path={`/figures/${encodeURIComponent(officeId)}`}
        day={body.day}
        isToday={isToday}
        step={WEEK}
        onSave={() => saveCsv(`torn-${officeId}-${body.day}`, [officeCsv(body)])}
      >
        {hasTwinWords && may('readTwin', officeId) ? (
          <a class="button" href={`/figures/${encodeURIComponent(officeId)}/twin`}>
            {say('page.link')}
          </a>
        ) : null}
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset has a border and a legend that this pair does not need. */}
        <div class="segments" role="group" aria-label={`${words('chart')}, ${words('table')}`}>
          {([false, true] as const).map((one) => (
            <button key={String(one)} type="button" aria-pressed={isTable === one} onClick={() => setTable(one)}>
              {words(one ? 'table' : 'chart')}
            </button>
          ))}
        </div>
      </DayLinks>
      <Lead office={body} />
      <div class="columns">
        <div>
          {figures.total.arrivals === 0 ? <p class="note">{words('noTickets')}</p> : null}
          {figures.total.arrivals > 0 && !isTable ? <Charts office={body} /> : null}
          <div class={isTable ? undefined : 'unseen'}>
            <HourTable office={body} />
          </div>
          <GroupTable
            title={words('column.services')}
            rows={figures.services.map((one) => ({
              ...one,
              key: one.serviceId,
              name: nameOf(body, one.serviceId, language),
            }))}
          />
          <GroupTable
            title={words('column.classes')}
            rows={figures.classes.map((one) => ({ ...one, key: one.class, name: words(`class.${one.class}`) }))}
          />
          <p class="note">{`${words('preferentialNote')} ${words('saveLead')}`}</p>
          {may('readDeskFigures', officeId) ? <Desks officeId={officeId} day={body.day} /> : null}
        </div>
        <div>
          {isToday && may('readTwin', officeId) ? <OfficeProposal officeId={officeId} /> : null}
          {isToday ? <Waiting office={body} /> : null}
          <TheDay office={body} />
          <Planned office={body} />
          <Outages office={body} />
          <LastDays office={body} />
        </div>
      </div>
    </>
  );
}

/** The name of a service, or its id if the office no longer has it. */
function nameOf({ services }: OfficeDay, serviceId: string, language: string): string {
  const name = services.find((one) => one.serviceId === serviceId)?.name;
  return name === undefined ? serviceId : inLanguage(name, language);
}

function Trail({ office }: { office: OfficeDay }) {
  const { t } = usePage();
  return (
    <p class="trail">
      <a href={`/figures${office.day === office.today ? '' : `?day=${office.day}`}`}>{t('nav.figures')}</a>
      <Icon name="enter" />
      <span>{office.name}</span>
    </p>
  );
}

/** The first sentences: the number of arrivals compared with a usual day, and the worst hour. */
function Lead({ office: { figures, usual, day, today } }: { office: OfficeDay }) {
  const { words, weekday, between } = useFigureWords();
  const people = figures.total.arrivals;
  if (people === 0) return null;
  const more = usual === null ? 0 : people - usual.arrivals;
  const came =
    usual === null
      ? words('lead.plain', { people })
      : day === today
        ? words('lead.soFar', { people, weekday: weekday(day), usual: usual.arrivals })
        : words(more > 0 ? 'lead.more' : more < 0 ? 'lead.fewer' : 'lead.same', {
            ...{ people, weekday: weekday(day), count: Math.abs(more) },
          });
  const worst = worstHourOf(figures);
  return (
    <p class="lead figures-lead">
      <strong>{came}</strong>{' '}
      {worst === null ? '' : words('lead.worst', { between: between(worst.hour), minutes: worst.nineOfTen })}
    </p>
  );
}

function Charts({ office }: { office: OfficeDay }) {
  const { words, hour, weekday } = useFigureWords();
  const { figures, usual, day } = office;
  const columns = shownHours(office).map((one) => {
    const row = figures.hours.find((known) => known.hour === one);
    const usually = usual?.hours.find((known) => known.hour === one)?.arrivals ?? 0;
    return {
      ...{ hour: one, word: hour(one), arrivals: row?.arrivals ?? 0, wait: row?.wait ?? null },
      // A usual number of 0 is not drawn, because its line would lie on the base line.
      usual: usual === null || usually === 0 ? null : usually,
    };
  });
  return (
    <>
      <div class="list-head">
        <h2>{words('arrivals')}</h2>
        {usual === null ? null : (
          <span class="figure-key">
            <svg class="figure" width="44" height="16" aria-hidden="true" focusable="false">
              <rect x="8" width="28" height="16" />
              <line class="figure-gap" x1="8" x2="36" y1="8" y2="8" />
              <line class="figure-tick" x1="0" x2="8" y1="8" y2="8" />
              <line class="figure-tick" x1="36" x2="44" y1="8" y2="8" />
            </svg>
            {words('tick', { weekday: weekday(day) })}
          </span>
        )}
      </div>
      <ArrivalBars columns={columns} />
      <div class="list-head">
        <h2>{words('waits')}</h2>
        <span class="figure-key">
          <svg class="figure" width="16" height="16" aria-hidden="true" focusable="false">
            <circle cx="8" cy="8" r="8" />
          </svg>
          {words('half')}
          <svg class="figure" width="32" height="16" aria-hidden="true" focusable="false">
            <line class="figure-tick" x1="0" x2="32" y1="8" y2="8" />
          </svg>
          {words('nine')}
        </span>
      </div>
      <WaitDots columns={columns} />
    </>
  );
}

const signed = (count: number): string => (count > 0 ? `+ ${count}` : count < 0 ? `− ${-count}` : '0');

function HourTable({ office }: { office: OfficeDay }) {
  const { words, hour, minutes } = useFigureWords();
  const { figures, usual } = office;
  const line = (name: string, group: Group | undefined, usually: number | null, desks: number) => {
    const arrivals = group?.arrivals ?? 0;
    return (
      <tr key={name}>
        <th scope="row">{name}</th>
        <Cell label={words('column.arrivals')}>{arrivals}</Cell>
        <Cell label={words('column.usual')}>{usually ?? NONE}</Cell>
        <Cell label={words('column.difference')}>{usually === null ? NONE : signed(arrivals - usually)}</Cell>
        <Cell label={words('column.half')}>{minutes(group?.wait?.half)}</Cell>
        <Cell label={words('column.nine')}>{minutes(group?.wait?.nineOfTen)}</Cell>
        <Cell label={words('column.worst')}>{minutes(group?.wait?.worst)}</Cell>
        <Cell label={words('column.desks')}>{desks}</Cell>
      </tr>
    );
  };
  return (
    <table class="table figures-table">
      <thead>
        <tr>
          <th scope="col">
            <strong class="table-title">{words('column.hours')}</strong>
          </th>
          {(['arrivals', 'usual', 'difference', 'half', 'nine', 'worst', 'desks'] as const).map((column) => (
            <Head key={column} text={words(`column.${column}`)} />
          ))}
        </tr>
      </thead>
      <tbody>
        {shownHours(office).map((one) => {
          const row = figures.hours.find((known) => known.hour === one);
          const usually = usual?.hours.find((known) => known.hour === one)?.arrivals ?? 0;
          return line(hour(one), row, usual === null ? null : usually, row?.desks ?? 0);
        })}
        {line(words('whole'), figures.total, usual?.arrivals ?? null, mostDesks(office))}
      </tbody>
    </table>
  );
}

const mostDesks = ({ figures }: OfficeDay): number => Math.max(0, ...figures.hours.map(({ desks }) => desks));

function GroupTable({ title, rows }: { title: string; rows: readonly (Group & { key: string; name: string })[] }) {
  const { words, minutes } = useFigureWords();
  if (rows.length === 0) return null;
  return (
    <table class="table figures-table">
      <thead>
        <tr>
          <th scope="col">
            <strong class="table-title">{title}</strong>
          </th>
          {(['people', 'half', 'nine', 'worst', 'attention', 'noShow', 'gaveUp'] as const).map((column) => (
            <Head key={column} text={words(`column.${column}`)} />
          ))}
        </tr>
      </thead>
      <tbody>
        {[...rows]
          .sort((a, b) => b.arrivals - a.arrivals)
          .map((row) => (
            <tr key={row.key}>
              <th scope="row">{row.name}</th>
              <Cell label={words('column.people')}>{row.arrivals}</Cell>
              <Cell label={words('column.half')}>{minutes(row.wait?.half)}</Cell>
              <Cell label={words('column.nine')}>{minutes(row.wait?.nineOfTen)}</Cell>
              <Cell label={words('column.worst')}>{minutes(row.wait?.worst)}</Cell>
              <Cell label={words('column.attention')}>{minutes(row.attention?.half)}</Cell>
              <Cell label={words('column.noShow')}>{row.noShow}</Cell>
              <Cell label={words('column.gaveUp')}>{gaveUpOf(row)}</Cell>
            </tr>
          ))}
      </tbody>
    </table>
  );
}

function Waiting({ office }: { office: OfficeDay }) {
  const { words, minutes } = useFigureWords();
  const { t, language } = usePage();
  const { waiting } = office.figures;
  return (
    <FigureSection
      id="waiting-now"
      title={words('waiting')}
      beside={waiting === null ? null : <strong>{waiting.reduce((sum, { people }) => sum + people, 0)}</strong>}
    >
      {waiting === null ? <p class="note">{words('nobodyCalls')}</p> : null}
      {waiting?.length === 0 ? <p class="note">{words('title.nobody')}</p> : null}
      {waiting === null || waiting.length === 0 ? null : (
        <table class="table facts-table">
          <thead class="unseen">
            <tr>
              <th scope="col">{words('column.services')}</th>
              <th scope="col">{t('waiting.people')}</th>
              <th scope="col">{words('column.since')}</th>
            </tr>
          </thead>
          <tbody>
            {waiting.map(({ serviceId, people, since }) => (
              <tr key={serviceId}>
                <th scope="row">{nameOf(office, serviceId, language)}</th>
                <td class="number">{people}</td>
                <td class="number">
                  <strong>{minutes(minutesSince(since, office.at))}</strong>
                  <small>{`${words('column.since').toLowerCase()} ${hourOf(Date.parse(since), language)}`}</small>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </FigureSection>
  );
}

interface FigureLine {
  key: string;
  figure: string;
  text: string;
  usual?: string;
}

/** Large figures, each with its label and the usual number. */
function FigureLines({
  id,
  title,
  lines,
  note,
}: {
  id: string;
  title: string;
  lines: readonly FigureLine[];
  note?: string;
}) {
  const { words } = useFigureWords();
  const hasUsual = lines.some(({ usual }) => usual !== undefined);
  return (
    <section class="facts" aria-labelledby={id}>
      <div class="list-head">
        <h2 id={id}>{title}</h2>
        {hasUsual ? <span>{words('usual')}</span> : null}
      </div>
      <ul>
        {lines.map(({ key, figure, text, usual }) => (
          <li key={key} class="fact">
            <strong>{figure}</strong> <span>{text}</span>{' '}
            {usual === undefined ? null : (
              <span class="fact-usual">
                <span class="unseen">{words('usual')} </span>
                {usual}
              </span>
            )}
          </li>
        ))}
      </ul>
      {note === undefined ? null : <p class="note">{note}</p>}
    </section>
  );
}

function TheDay({ office }: { office: OfficeDay }) {
  const { words, minutes } = useFigureWords();
  const { figures, usual } = office;
  const { total } = figures;
  const usually = (value: number | null | undefined, write: (value: number) => string = String) =>
    usual === null ? {} : { usual: value === null || value === undefined ? NONE : write(value) };
  return (
    <FigureLines
      id="the-day"
      title={words('theDay')}
      lines={[
        {
          ...{ key: 'half', figure: minutes(total.wait?.half), text: words('fact.half') },
          ...usually(usual?.waitHalf, minutes),
        },
        {
          ...{ key: 'nine', figure: minutes(total.wait?.nineOfTen), text: words('fact.nine') },
          ...usually(usual?.waitNineOfTen, minutes),
        },
        { key: 'worst', figure: minutes(total.wait?.worst), text: words('fact.worst') },
        {
          ...{ key: 'attention', figure: minutes(total.attention?.half), text: words('fact.attention') },
          ...usually(usual?.attentionHalf, minutes),
        },
        { key: 'noShow', figure: String(total.noShow), text: words('fact.noShow'), ...usually(usual?.noShow) },
        { key: 'gaveUp', figure: String(gaveUpOf(total)), text: words('fact.gaveUp'), ...usually(usual?.gaveUp) },
        { key: 'desks', figure: String(mostDesks(office)), text: words('fact.desks') },
      ]}
    />
  );
}

function Planned({ office }: { office: OfficeDay }) {
  const { words, hours, number } = useFigureWords();
  const { givenMinutes, booked, bookedMinutes, came, missed, onTime, usedMinutes, errands } =
    office.figures.appointments;
  if (booked === 0 && givenMinutes === null)
    return <FigureLines id="planned" title={words('planned')} lines={[]} note={words('plan.none')} />;
  return (
    <FigureLines
      id="planned"
      title={words('planned')}
      lines={[
        { key: 'given', figure: hours(givenMinutes), text: words('plan.given') },
        { key: 'booked', figure: hours(bookedMinutes), text: words('plan.booked') },
        { key: 'used', figure: hours(usedMinutes), text: words('plan.used') },
        { key: 'came', figure: words('of', { done: came, count: booked }), text: words('plan.came') },
        { key: 'onTime', figure: String(onTime), text: words('plan.onTime') },
        { key: 'missed', figure: String(missed), text: words('plan.missed') },
        { key: 'errands', figure: came === 0 ? NONE : number(errands / came), text: words('fact.errands') },
      ]}
    />
  );
}

function Outages({ office }: { office: OfficeDay }) {
  const { words, minutes } = useFigureWords();
  const { kiosks, total } = office.figures;
  const troubled = kiosks.filter(({ unprinted, apart }) => unprinted + apart > 0);
  const nameOfKiosk = (kioskId: string): string =>
    office.kiosks.find((one) => one.kioskId === kioskId)?.name ?? words('column.kiosk');
  return (
    <FigureSection id="outages" title={words('outages')}>
      {troubled.length === 0 ? (
        <p class="note">{words('noOutages')}</p>
      ) : (
        <table class="table facts-table">
          <thead>
            <tr>
              <th scope="col">{words('column.kiosk')}</th>
              <Head text={words('column.paper')} />
              <Head text={words('column.apart')} />
            </tr>
          </thead>
          <tbody>
            {troubled.map(({ kioskId, unprinted, apart }) => (
              <tr key={kioskId}>
                <th scope="row">
                  <a href={`/kiosks/${kioskId}`}>{nameOfKiosk(kioskId)}</a>
                </th>
                <td class="number">{minutes(unprinted)}</td>
                <td class="number">{minutes(apart)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {total.paperFailed === 0 ? null : <p class="note">{words('paperless', { count: total.paperFailed })}</p>}
    </FigureSection>
  );
}

const DAY_BAR = 56;

/** The last four weeks, newest first; each open day leads to its own page. */
function LastDays({ office: { officeId, days, day } }: { office: OfficeDay }) {
  const { words, minutes, dayShort } = useFigureWords();
  const open = days.filter(({ arrivals }) => arrivals > 0).reverse();
  const most = Math.max(1, ...open.map(({ arrivals }) => arrivals));
  if (open.length === 0) return null;
  return (
    <FigureSection id="last-days" title={words('lastDays')}>
      <table class="table facts-table">
        <thead>
          <tr>
            <th scope="col">{words('column.day')}</th>
            <Head text={words('column.arrivals')} />
            <Head text={words('column.nine')} />
            <Head text={words('column.noShow')} />
          </tr>
        </thead>
        <tbody>
          {open.map((one) => (
            <tr key={one.day} aria-current={one.day === day ? 'date' : undefined}>
              <th scope="row">
                <a href={`/figures/${encodeURIComponent(officeId)}?day=${one.day}`}>{dayShort(one.day)}</a>
              </th>
              <td class="number">
                <svg class="figure usual-bar" width={DAY_BAR} height="20" aria-hidden="true" focusable="false">
                  <rect y="3" width={(DAY_BAR * one.arrivals) / most} height="14" />
                </svg>
                <span class="bar-number">{one.arrivals}</span>
              </td>
              <td class="number">{minutes(one.waitNineOfTen)}</td>
              <td class="number">{one.noShow}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </FigureSection>
  );
}

function Desks({ officeId, day }: { officeId: string; day: string }) {
  const { language } = usePage();
  const { words, minutes, hour } = useFigureWords();
  const { body } = useAsked('readDeskFigures', { params: { officeId }, query: { day } }, { once: true });
  if (body === null) return null;
  return (
    <FigureSection id="desks" title={words('desks.title')}>
      {body.informedOn === null || body.informedOn > day ? (
        <p class="note">{words('desks.off')}</p>
      ) : body.desks.length === 0 ? (
        <p class="note">{words('desks.none')}</p>
      ) : (
        <table class="table figures-table">
          <thead>
            <tr>
              <th scope="col">{words('column.desk')}</th>
              <Head text={words('column.served')} />
              <Head text={words('column.attention')} />
              <Head text={words('column.attentionNine')} />
              <th scope="col" class="desk-hours">
                {words('column.hours')}
              </th>
            </tr>
          </thead>
          <tbody>
            {body.desks.map((desk) => (
              <tr key={desk.deskId}>
                <th scope="row">{desk.name === null ? desk.deskId : inLanguage(desk.name, language)}</th>
                <Cell label={words('column.served')}>{desk.served}</Cell>
                <Cell label={words('column.attention')}>{minutes(desk.attention?.half)}</Cell>
                <Cell label={words('column.attentionNine')}>{minutes(desk.attention?.nineOfTen)}</Cell>
                <td class="desk-hours" data-label={words('column.hours')}>
                  <span>{desk.hours.map((one) => `${hour(one.hour)}: ${one.served}`).join(' · ')}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p class="note">{words('desks.note')}</p>
    </FigureSection>
  );
}
