import { type ComponentChildren, h } from 'preact';
import { formatDate, formatTime } from '../../config/locales/dates.ts';
import { ticketText } from '../../config/locales/ticket-words.ts';
import type { LiveOffice, LiveOffices, LiveService } from '../../src-main/contract/centre/live-offices.ts';
import type { OfficeId } from '../../src-main/contract/shared/ids.ts';
import type { QueueState } from '../../src-main/domain/queue-state.ts';
import { localDateTime } from '../../src-main/domain/service-day.ts';
import { addressOf, officesAddress } from '../citizens/choice.ts';
import { arch, framed, picture, textOf } from '../citizens/frame.ts';
import { dayOf, listed, named, type Reader, say, timeOf } from '../citizens/reader.ts';

export interface LiveReader extends Reader {
  isStill: boolean;
}

/** The query of a page that does not reload itself. WCAG 2.2.2 requires that a reader can stop changes. */
export const STILL = 'still';

const liveAddress = ({ cityId, isStill }: LiveReader, language: string, officeId: OfficeId | null = null): string =>
  `${officesAddress(cityId, language, officeId)}${isStill ? `&${STILL}` : ''}`;

const minutesOf = (reader: Reader, queue: QueueState | null): string =>
  queue?.minutes == null ? say(reader, 'live-unknown') : say(reader, 'live-minutes', { ...queue.minutes });

const waitingOf = (reader: Reader, queue: QueueState | null): string | null =>
  queue === null ? null : say(reader, 'live-waiting', { count: queue.waiting });

function closedOf(reader: Reader, closed: NonNullable<LiveOffice['closed']>, zone: string): ComponentChildren {
  const { because, reason, opens } = closed;
  const note = reason === null ? null : named(reader, reason);
  const why =
    note === null
      ? because === 'stopped'
        ? say(reader, 'live-stopped')
        : null
      : h('span', note.lang === undefined ? null : { lang: note.lang }, note.text);
  const isToday = opens?.date === localDateTime(reader.nowMs, zone).date;
  const when =
    opens === null
      ? null
      : isToday
        ? say(reader, 'live-opens-today', { time: formatTime(reader.language, opens.time) })
        : say(reader, 'live-opens', {
            when: listed(reader, [dayOf(reader, opens.date, zone), formatTime(reader.language, opens.time)]),
          });
  return why === null || when === null ? (why ?? when) : [why, ' · ', when];
}

interface Row {
  name: ComponentChildren;
  figure: string | null;
  under: ComponentChildren;
  count: string | null;
  kind: 'open' | 'unknown' | 'closed';
  href: string | null;
}

function rowOf({ name, figure, under, count, kind, href }: Row): ComponentChildren {
  const inside = { open: null, unknown: 'unknown', closed: 'lock' } as const;
  const content = [
    arch(inside[kind]),
    h(
      'span',
      null,
      h('span', { class: 'ends' }, h('b', null, name), ' ', figure === null ? null : h('b', null, figure)),
      ' ',
      h('span', { class: 'ends' }, h('small', null, under), ' ', count === null ? null : h('small', null, count)),
    ),
  ];
  const look = { class: kind === 'closed' ? 'row off' : 'row' };
  return h('li', null, href === null ? h('div', look, ...content) : h('a', { ...look, href }, ...content));
}

function underOf(reader: Reader, { until, unknownSince, zone, services }: LiveOffice): ComponentChildren {
  const hours =
    until === null
      ? say(reader, 'live-open')
      : say(reader, 'live-open-until', { time: formatTime(reader.language, until) });
  if (services.length === 0) return `${hours} · ${say(reader, 'live-by-appointment')}`;
  return unknownSince === null
    ? hours
    : `${hours} · ${say(reader, 'live-since', { time: timeOf(reader, unknownSince, zone) })}`;
}

function officeRow(reader: LiveReader, office: LiveOffice): ComponentChildren {
  const { closed, queue, services } = office;
  const isQueued = closed === null && services.length > 0;
  return rowOf({
    name: h('span', reader.language === 'ca' ? null : { lang: 'ca' }, office.name),
    figure: closed !== null ? say(reader, 'live-closed') : isQueued ? minutesOf(reader, queue) : null,
    under: closed === null ? underOf(reader, office) : closedOf(reader, closed, office.zone),
    count: closed === null ? waitingOf(reader, queue) : null,
    kind: closed !== null ? 'closed' : isQueued && queue === null ? 'unknown' : 'open',
    href: liveAddress(reader, reader.language, office.officeId),
  });
}

function serviceRow(reader: Reader, { name, closed, queue }: LiveService, zone: string): ComponentChildren {
  return rowOf({
    name: textOf(reader, name),
    figure: closed === null ? minutesOf(reader, queue) : say(reader, 'live-closed'),
    under: closed === null ? waitingOf(reader, queue) : closedOf(reader, closed, zone),
    count: null,
    kind: closed !== null ? 'closed' : queue === null ? 'unknown' : 'open',
    href: null,
  });
}

/**
 * Sorts offices: the shortest wait first, then unknown waits, then offices without services for walk-ins, then closed offices, the next to
 * open first.
 */
function inOrder(offices: readonly LiveOffice[]): LiveOffice[] {
  const rank = ({ closed, queue, services }: LiveOffice): number => {
    if (closed !== null) return 4;
    if (services.length === 0) return 3;
    return queue === null ? 2 : queue.minutes === null ? 1 : 0;
  };
  const opensAt = ({ closed }: LiveOffice): string =>
    closed?.opens ? `${closed.opens.date} ${closed.opens.time}` : '9999';
  const waits = ({ queue }: LiveOffice): number[] =>
    [queue?.minutes?.to, queue?.minutes?.from, queue?.waiting].map((value) => value ?? 0);
  return offices.toSorted((one, other) => {
    const [own, others] = [waits(one), waits(other)];
    const byWait = own.map((value, at) => value - (others[at] ?? 0)).find((difference) => difference !== 0) ?? 0;
    return rank(one) - rank(other) || byWait || opensAt(one).localeCompare(opensAt(other));
  });
}

function updatedOf(reader: LiveReader, zone: string, officeId: OfficeId | null): ComponentChildren {
  const { date, time } = localDateTime(reader.nowMs, zone);
  const { language, isStill } = reader;
  const at = { day: formatDate(language, date, 'day'), time: formatTime(language, time) };
  const other = liveAddress({ ...reader, isStill: !isStill }, language, officeId);
  return h(
    'p',
    { class: 'when' },
    picture('clock'),
    h(
      'span',
      null,
      say(reader, isStill ? 'live-updated-still' : 'live-updated', at),
      ' ',
      h('a', { href: other }, ticketText(language, isStill ? 'phone-go-on' : 'phone-stop')),
    ),
  );
}

const bookOf = (reader: Reader, officeId: OfficeId | null): ComponentChildren =>
  h(
    'a',
    { class: 'button', href: addressOf(reader.cityId, reader.language, { officeId }) },
    picture('calendar'),
    say(reader, 'live-book'),
  );

export function officesPage(reader: LiveReader, { offices }: LiveOffices): string {
  const [title, heading] = [say(reader, 'live-title'), say(reader, 'live-heading')];
  return framed(
    {
      reader,
      title: `${title} · ${heading}`,
      back: null,
      heading,
      inLanguage: (one) => liveAddress(reader, one),
    },
    h('h1', null, title),
    updatedOf(reader, offices[0]?.zone ?? 'UTC', null),
    h(
      'ul',
      { class: 'rows', 'aria-label': say(reader, 'offices') },
      ...inOrder(offices).map((office) => officeRow(reader, office)),
    ),
    offices.some(({ books }) => books) ? bookOf(reader, null) : null,
  );
}

export function officePage(reader: LiveReader, office: LiveOffice): string {
  const { closed, zone, services, address, officeId } = office;
  const inCatalan = reader.language === 'ca' ? null : { lang: 'ca' };
  return framed(
    {
      reader,
      title: `${office.name} · ${say(reader, 'live-heading')}`,
      back: liveAddress(reader, reader.language),
      inLanguage: (one) => liveAddress(reader, one, officeId),
    },
    h('h1', inCatalan, office.name),
    updatedOf(reader, zone, officeId),
    h('p', inCatalan, address),
    h(
      'p',
      { class: 'said', role: 'status' },
      closed === null ? underOf(reader, office) : [say(reader, 'live-closed'), '. ', closedOf(reader, closed, zone)],
    ),
    services.length === 0 || closed !== null
      ? null
      : [
          h('h2', null, say(reader, 'live-services')),
          h('ul', { class: 'rows' }, ...services.map((service) => serviceRow(reader, service, zone))),
        ],
    office.books ? bookOf(reader, officeId) : null,
  );
}
