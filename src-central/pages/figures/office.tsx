import './figures.css';
import { useState } from 'preact/hooks';
import type { Group } from '../../../src-main/contract/centre/day-figures.ts';
import { inLanguage } from '../booking/rules.ts';
import { PageHead, waitingPage } from '../layout.tsx';
import { type PageProps, useAsked, usePage } from '../page-context.ts';
import { saveCsv } from '../parts/save-file.ts';
import { Section, Trail } from '../parts/section.tsx';
import { useTitle } from '../parts/use-title.ts';
import { hourOf } from '../times.ts';
import { ArrivalBars, WaitDots } from './charts.tsx';
import { DayLinks } from './city.tsx';
import { OfficeProposal } from './proposal.tsx';
import { gaveUpOf, minutesSince, type OfficeDay, officeCsv, shownHours, worstHourOf } from './rules.ts';
import { FigureTable, Pictured, PictureOrTable } from './tables.tsx';
import { useFigures } from './use-figures.ts';
import { useTwinWords } from './use-twin.ts';
import { NONE, useFigureWords } from './words.ts';

const WEEK = 7;

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
  if (!isReady || body === null) return waitingPage(title, body === null ? fault : null);
  const { figures } = body;
  return (
    <>
      <PageHead
        lead={
          <Trail
            steps={[[t('nav.figures'), `/figures${body.day === body.today ? '' : `?day=${body.day}`}`], [body.name]]}
          />
        }
        title={title}
        {...(isToday ? { atMs } : {})}
      />
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
        <PictureOrTable isTable={isTable} onChoose={setTable} />
      </DayLinks>
      <Lead office={body} />
      <div class="columns">
        <div>
          {figures.total.arrivals === 0 ? <p class="note">{words('noTickets')}</p> : null}
          <Pictured isTable={isTable} picture={figures.total.arrivals > 0 ? <Charts office={body} /> : null}>
            <HourTable office={body} />
          </Pictured>
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

function nameOf({ services }: OfficeDay, serviceId: string, language: string): string {
  const name = services.find((one) => one.serviceId === serviceId)?.name;
  return name === undefined ? serviceId : inLanguage(name, language);
}

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
            people,
            weekday: weekday(day),
            count: Math.abs(more),
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
      hour: one,
      word: hour(one),
      arrivals: row?.arrivals ?? 0,
      wait: row?.wait ?? null,
      // A usual number of arrivals of 0 is not drawn, because its line would cover the base line.
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
  const rowOf = (name: string, group: Group | undefined, usually: number | null, desks: number) => ({
    key: name,
    name,
    group,
    usually,
    desks,
    arrivals: group?.arrivals ?? 0,
  });
  return (
    <FigureTable
      title={words('column.hours')}
      columns={[
        [words('column.arrivals'), ({ arrivals }) => arrivals],
        [words('column.usual'), ({ usually }) => usually ?? NONE],
        [words('column.difference'), ({ arrivals, usually }) => (usually === null ? NONE : signed(arrivals - usually))],
        [words('column.half'), ({ group }) => minutes(group?.wait?.half)],
        [words('column.nine'), ({ group }) => minutes(group?.wait?.nineOfTen)],
        [words('column.worst'), ({ group }) => minutes(group?.wait?.worst)],
        [words('column.desks'), ({ desks }) => desks],
      ]}
      rows={[
        ...shownHours(office).map((one) => {
          const row = figures.hours.find((known) => known.hour === one);
          const usually = usual?.hours.find((known) => known.hour === one)?.arrivals ?? 0;
          return rowOf(hour(one), row, usual === null ? null : usually, row?.desks ?? 0);
        }),
        rowOf(words('whole'), figures.total, usual?.arrivals ?? null, mostDesks(office)),
      ]}
    />
  );
}

const mostDesks = ({ figures }: OfficeDay): number => Math.max(0, ...figures.hours.map(({ desks }) => desks));

function GroupTable({ title, rows }: { title: string; rows: readonly (Group & { key: string; name: string })[] }) {
  const { words, minutes } = useFigureWords();
  if (rows.length === 0) return null;
  return (
    <FigureTable
      title={title}
      columns={[
        [words('column.people'), ({ arrivals }) => arrivals],
        [words('column.half'), ({ wait }) => minutes(wait?.half)],
        [words('column.nine'), ({ wait }) => minutes(wait?.nineOfTen)],
        [words('column.worst'), ({ wait }) => minutes(wait?.worst)],
        [words('column.attention'), ({ attention }) => minutes(attention?.half)],
        [words('column.noShow'), ({ noShow }) => noShow],
        [words('column.gaveUp'), gaveUpOf],
      ]}
      rows={[...rows].sort((a, b) => b.arrivals - a.arrivals)}
    />
  );
}

function Waiting({ office }: { office: OfficeDay }) {
  const { words, minutes } = useFigureWords();
  const { t, language } = usePage();
  const { waiting } = office.figures;
  return (
    <Section
      class="facts"
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
    </Section>
  );
}

interface FigureLine {
  key: string;
  figure: string;
  text: string;
  usual?: string;
}

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
    <Section id={id} class="facts" title={title} beside={hasUsual ? <span>{words('usual')}</span> : null}>
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
    </Section>
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
          key: 'half',
          figure: minutes(total.wait?.half),
          text: words('fact.half'),
          ...usually(usual?.waitHalf, minutes),
        },
        {
          key: 'nine',
          figure: minutes(total.wait?.nineOfTen),
          text: words('fact.nine'),
          ...usually(usual?.waitNineOfTen, minutes),
        },
        { key: 'worst', figure: minutes(total.wait?.worst), text: words('fact.worst') },
        {
          key: 'attention',
          figure: minutes(total.attention?.half),
          text: words('fact.attention'),
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
    <Section class="facts" id="outages" title={words('outages')}>
      {troubled.length === 0 ? (
        <p class="note">{words('noOutages')}</p>
      ) : (
        <FigureTable
          kind="facts-table"
          title={words('column.kiosk')}
          hasHeading
          columns={[
            [words('column.paper'), ({ unprinted }) => minutes(unprinted)],
            [words('column.apart'), ({ apart }) => minutes(apart)],
          ]}
          rows={troubled.map((one) => ({
            key: one.kioskId,
            name: <a href={`/kiosks/${one.kioskId}`}>{nameOfKiosk(one.kioskId)}</a>,
            unprinted: one.unprinted,
            apart: one.apart,
          }))}
        />
      )}
      {total.paperFailed === 0 ? null : <p class="note">{words('paperless', { count: total.paperFailed })}</p>}
    </Section>
  );
}

const DAY_BAR = 56;

function LastDays({ office: { officeId, days, day } }: { office: OfficeDay }) {
  const { words, minutes, dayShort } = useFigureWords();
  const open = days.filter(({ arrivals }) => arrivals > 0).reverse();
  const most = Math.max(1, ...open.map(({ arrivals }) => arrivals));
  if (open.length === 0) return null;
  return (
    <Section class="facts" id="last-days" title={words('lastDays')}>
      <FigureTable
        kind="facts-table"
        title={words('column.day')}
        hasHeading
        columns={[
          [
            words('column.arrivals'),
            ({ arrivals }) => (
              <>
                <svg class="figure usual-bar" width={DAY_BAR} height="20" aria-hidden="true" focusable="false">
                  <rect y="3" width={(DAY_BAR * arrivals) / most} height="14" />
                </svg>
                <span class="bar-number">{arrivals}</span>
              </>
            ),
          ],
          [words('column.nine'), ({ waitNineOfTen }) => minutes(waitNineOfTen)],
          [words('column.noShow'), ({ noShow }) => noShow],
        ]}
        rows={open.map((one) => ({
          ...one,
          key: one.day,
          current: one.day === day ? 'date' : undefined,
          name: <a href={`/figures/${encodeURIComponent(officeId)}?day=${one.day}`}>{dayShort(one.day)}</a>,
        }))}
      />
    </Section>
  );
}

function Desks({ officeId, day }: { officeId: string; day: string }) {
  const { language } = usePage();
  const { words, minutes, hour } = useFigureWords();
  const { body } = useAsked('readDeskFigures', { params: { officeId }, query: { day } }, { once: true });
  if (body === null) return null;
  return (
    <Section class="facts" id="desks" title={words('desks.title')}>
      {body.informedOn === null || body.informedOn > day ? (
        <p class="note">{words('desks.off')}</p>
      ) : body.desks.length === 0 ? (
        <p class="note">{words('desks.none')}</p>
      ) : (
        <FigureTable
          title={words('column.desk')}
          hasHeading
          columns={[
            [words('column.served'), ({ served }) => served],
            [words('column.attention'), ({ attention }) => minutes(attention?.half)],
            [words('column.attentionNine'), ({ attention }) => minutes(attention?.nineOfTen)],
            [
              words('column.hours'),
              ({ hours }) => hours.map((one) => `${hour(one.hour)}: ${one.served}`).join(' · '),
              'desk-hours',
            ],
          ]}
          rows={body.desks.map((desk) => ({
            ...desk,
            key: desk.deskId,
            name: desk.name === null ? desk.deskId : inLanguage(desk.name, language),
          }))}
        />
      )}
      <p class="note">{words('desks.note')}</p>
    </Section>
  );
}
