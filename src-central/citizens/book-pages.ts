import { type ComponentChildren, h } from 'preact';
import { languageRow } from '../../config/languages.ts';
import { formatDate } from '../../config/locales/dates.ts';
import { MOST_ERRANDS } from '../../src-main/contract/centre/booking.ts';
import type { OfficeId, ServiceId } from '../../src-main/contract/shared/ids.ts';
import type { LocalizedText } from '../../src-main/domain/opening-hours.ts';
import type { BookableOffice, Booked, FreeDay } from '../booking/booking.ts';
import { addressOf, bookingAddress, type Choice, earlierAddress, officesAddress, type Said } from './choice.ts';
import {
  arch,
  framed,
  hidden,
  linkLine,
  noticeOf,
  picture,
  stepsOf,
  submitButton,
  textOf,
  titled,
  tornEdge,
} from './frame.ts';
import { challengeOf } from './puzzle.ts';
import { dayOf, listed, named, type Reader, say, timeOf, whenOf } from './reader.ts';

const FIRST_OFFICES = 4;
const FIRST_HOURS = 9;

export interface OfferedErrand {
  serviceId: ServiceId;
  name: LocalizedText;
  first: { start: string; zone: string } | null;
}

/** A form: its signed text, which the browser sends back, and the difficulty of its puzzle in bits. */
export interface Form {
  signed: string;
  bits: number;
}

/** The attributes in which the page's script (`PUZZLE_SCRIPT`) finds a form's puzzle. */
export const puzzleOf = ({ signed, bits }: Form) => ({ 'data-challenge': challengeOf(signed), 'data-bits': bits });

/** Renders the time from which the booking is being moved. */
export const movedFrom = (reader: Reader, moving: { start: string; zone: string } | null): ComponentChildren =>
  moving === null ? null : h('p', null, say(reader, 'move-from', { when: whenOf(reader, moving.start, moving.zone) }));

const moreOf = (summary: string, attributes: { open?: true }, ...content: ComponentChildren[]): ComponentChildren =>
  h('details', { class: 'more', ...attributes }, h('summary', null, summary), ...content);

const firstFree = (reader: Reader, first: { start: string; zone: string } | null): string =>
  first === null ? say(reader, 'none-free') : say(reader, 'first', { when: whenOf(reader, first.start, first.zone) });

export function errandPage(
  reader: Reader,
  choice: Choice,
  errands: readonly OfferedErrand[],
  wasSearched: boolean,
): string {
  const { cityId, language } = reader;
  const { words, adds, officeId, moves } = choice;
  const title = say(reader, 'errand-title');
  const rows = errands.map(({ serviceId, name, first }) => {
    const chosen = { ...choice, errands: [...choice.errands, serviceId], adds: false, words: '', said: null };
    return h(
      'li',
      null,
      h(
        'a',
        { class: 'row', href: addressOf(cityId, language, chosen) },
        arch(),
        h('span', null, h('b', null, textOf(reader, name)), h('small', null, firstFree(reader, first))),
        picture('go', 'go turns'),
      ),
    );
  });
  const kept = { office: officeId, lang: language, adds: adds ? '1' : null, moves };
  return framed(
    {
      reader,
      title: titled(reader, title),
      back: adds ? addressOf(cityId, language, { ...choice, adds: false, words: '' }) : null,
      inLanguage: (one) => addressOf(cityId, one, choice),
    },
    stepsOf(reader, 1),
    h('h1', null, title),
    noticeOf(reader, choice.said),
    h(
      'form',
      { class: 'search', method: 'get', action: `/c/${cityId}`, role: 'search' },
      ...hidden(kept),
      ...choice.errands.map((errand) => h('input', { type: 'hidden', name: 'errand', value: errand })),
      h('input', {
        type: 'search',
        name: 'q',
        value: words,
        autocomplete: 'off',
        placeholder: say(reader, 'search-example'),
        'aria-label': say(reader, 'search'),
      }),
      h('button', { type: 'submit' }, say(reader, 'search-button')),
    ),
    rows.length === 0 ? h('p', { role: 'status' }, say(reader, wasSearched ? 'search-none' : 'none-free')) : null,
    h('ul', { class: 'rows', 'aria-label': say(reader, 'errands') }, ...rows),
    wasSearched ? linkLine(reader, 'search-all', addressOf(cityId, language, { ...choice, words: '' })) : null,
    adds ? null : linkLine(reader, 'mine', `${addressOf(cityId, language)}&mine`),
    adds ? null : linkLine(reader, 'live-without', officesAddress(cityId, language)),
  );
}

export interface OfferedOffice {
  office: BookableOffice;
  first: string | null;
  /**
   * The distance in metres from the office that the reader chose (`Choice.by`). `null`: unknown, or the list is sorted by the first free
   * appointment time.
   */
  metres: number | null;
}

export interface Hours {
  /** The offices to choose from. The first has the earliest free appointment time, or is the nearest. */
  offices: readonly OfferedOffice[];
  /** The city's offices whose position is known. The reader can sort the list of offices by the distance from one of these. */
  origins: readonly BookableOffice[];
  chosen: BookableOffice;
  days: readonly FreeDay[];
  day: FreeDay | null;
  start: string | null;
  earlierFrom: string | null;
  laterFrom: string | null;
  moving: Booked | null;
  canAdd: boolean;
  /** Whether the page offers to prove a mail address or telephone number, after which the reader may see more appointment times. */
  canProve: boolean;
  /** Whether the page offers the waiting list to a reader who finds no suitable appointment time. */
  canWait: boolean;
  form: Form;
}

function farOf({ language }: Reader, metres: number): string {
  const unit = { style: 'unit', unit: 'kilometer', maximumFractionDigits: 1 } as const;
  const text = new Intl.NumberFormat(languageRow(language).locale, unit).format(metres / 1_000);
  return text.replaceAll(' ', '\u00a0');
}

/** Links that sort the offices by distance from an office that the reader knows. The page does not ask for the reader's own position. */
function orderLinks(reader: Reader, choice: Choice, origins: readonly BookableOffice[]): ComponentChildren {
  const { cityId, language } = reader;
  if (origins.length < 2) return null;
  const by = (officeId: BookableOffice['officeId'] | null): string =>
    addressOf(cityId, language, {
      ...choice,
      by: officeId,
      officeId: null,
      day: null,
      from: null,
      near: null,
      said: null,
    });
  const origin = origins.find(({ officeId }) => officeId === choice.by);
  return moreOf(
    origin === undefined ? say(reader, 'near-which') : say(reader, 'near', { office: origin.name }),
    {},
    h(
      'ul',
      { class: 'rows' },
      origin === undefined ? null : h('li', { class: 'link' }, h('a', { href: by(null) }, say(reader, 'soonest'))),
      ...origins
        .filter((one) => one !== origin)
        .map(({ officeId, name }) => h('li', { class: 'link' }, h('a', { href: by(officeId), lang: 'ca' }, name))),
    ),
  );
}

function officeRows(
  reader: Reader,
  choice: Choice,
  { offices, chosen }: Pick<Hours, 'offices' | 'chosen'>,
): ComponentChildren {
  const { cityId, language } = reader;
  const row = ({ office: { officeId, name, zone }, first, metres }: OfferedOffice): ComponentChildren => {
    const address = addressOf(cityId, language, { ...choice, officeId, day: null, from: null, near: null, said: null });
    const isChosen = officeId === chosen.officeId;
    const when = firstFree(reader, first === null ? null : { start: first, zone });
    return h(
      'li',
      null,
      h(
        'a',
        { class: 'row', href: address, ...(isChosen ? { 'aria-current': 'true' } : {}) },
        h('i', { class: 'dot', 'aria-hidden': 'true' }),
        h(
          'span',
          null,
          h('b', { lang: 'ca' }, name),
          h('small', null, metres === null ? when : `${when} · ${farOf(reader, metres)}`),
        ),
      ),
    );
  };
  // The chosen office comes first if it would otherwise be hidden.
  const isFar = offices.findIndex(({ office }) => office.officeId === chosen.officeId) >= FIRST_OFFICES;
  const ordered = isFar
    ? offices.toSorted(
        (one, other) =>
          Number(other.office.officeId === chosen.officeId) - Number(one.office.officeId === chosen.officeId),
      )
    : offices;
  const rest = ordered.slice(FIRST_OFFICES);
  return [
    h('ul', { class: 'rows', 'aria-label': say(reader, 'offices') }, ...ordered.slice(0, FIRST_OFFICES).map(row)),
    rest.length === 0
      ? null
      : moreOf(say(reader, 'more-offices', { more: rest.length }), {}, h('ul', { class: 'rows' }, ...rest.map(row))),
  ];
}

function dayTiles(reader: Reader, choice: Choice, { days, day }: Pick<Hours, 'days' | 'day'>): ComponentChildren {
  const { cityId, language } = reader;
  const { locale } = languageRow(language);
  // The links contain the first day shown, so that the next page shows the same row of days.
  const from = days[0]?.day ?? null;
  const short = new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'UTC' });
  return h(
    'ul',
    { class: 'tiles days', 'aria-label': say(reader, 'days') },
    ...days.map(({ day: date, starts }) => {
      const name = formatDate(language, date, 'long');
      const inside = [
        h('small', { 'aria-hidden': 'true' }, short.format(new Date(`${date}T12:00Z`))),
        h('span', { 'aria-hidden': 'true' }, String(Number(date.slice(8)))),
      ];
      if (starts.length === 0)
        return h(
          'li',
          null,
          h('span', { class: 'tile off' }, ...inside, h('span', { class: 'hide' }, `${name}: ${say(reader, 'full')}`)),
        );
      const address = addressOf(cityId, language, { ...choice, day: date, from, near: null, said: null });
      return h(
        'li',
        null,
        h(
          'a',
          { class: 'tile', href: address, ...(date === day?.day ? { 'aria-current': 'date' } : {}) },
          ...inside,
          h('span', { class: 'hide' }, name),
        ),
      );
    }),
  );
}

function hourTiles(reader: Reader, starts: readonly string[], marked: string | null, zone: string): ComponentChildren {
  const tile = (start: string): ComponentChildren =>
    h(
      'label',
      { class: 'hour' },
      h('input', {
        type: 'radio',
        name: 'start',
        value: start,
        required: true,
        ...(start === marked ? { checked: true } : {}),
      }),
      h('span', { class: 'tile' }, timeOf(reader, start, zone)),
    );
  const isFar = marked !== null && starts.indexOf(marked) >= FIRST_HOURS;
  const rest = starts.slice(FIRST_HOURS);
  const tiles = (some: readonly string[]): ComponentChildren =>
    h('fieldset', { class: 'tiles' }, h('legend', { class: 'hide' }, say(reader, 'hours')), ...some.map(tile));
  return [
    tiles(starts.slice(0, FIRST_HOURS)),
    rest.length === 0
      ? null
      : moreOf(say(reader, 'more-hours', { more: rest.length }), isFar ? { open: true } : {}, tiles(rest)),
  ];
}

const errandNames = (reader: Reader, office: BookableOffice, errands: readonly ServiceId[]): string =>
  listed(
    reader,
    errands.flatMap((errand) => {
      const service = office.services.find(({ serviceId }) => serviceId === errand);
      return service === undefined ? [] : [named(reader, service.name).text];
    }),
  );

export function hoursPage(reader: Reader, choice: Choice, hours: Hours): string {
  const { cityId, language } = reader;
  const { chosen, day, start, moving, form, earlierFrom, laterFrom } = hours;
  const { errands, needsHelp } = choice;
  const title = say(reader, moving === null ? 'when-title' : 'move-title');
  const shown = { ...choice, near: null, said: null, day: null };
  const earlierAt = earlierAddress(cityId, language, { ...shown, officeId: chosen.officeId });
  return framed(
    {
      reader,
      title: titled(reader, title),
      back: moving === null ? addressOf(cityId, language) : bookingAddress(cityId, moving.token, language),
      inLanguage: (one) => addressOf(cityId, one, { ...choice, said: null }),
      hasPuzzle: day !== null,
    },
    stepsOf(reader, 2, errandNames(reader, chosen, errands)),
    h('h1', null, title),
    noticeOf(reader, choice.said),
    choice.proves ? h('p', { class: 'quiet' }, say(reader, 'proven-only')) : null,
    movedFrom(reader, moving),
    officeRows(reader, choice, hours),
    hours.offices.length < 2 ? null : orderLinks(reader, choice, hours.origins),
    moving !== null
      ? null
      : h(
          'p',
          null,
          h(
            'a',
            {
              href: addressOf(cityId, language, { ...shown, needsHelp: !needsHelp }),
              ...(needsHelp ? { 'aria-current': 'true' } : {}),
            },
            `${needsHelp ? '✓ ' : ''}${say(reader, 'help')}`,
          ),
          ' ',
          h('span', { class: 'quiet' }, say(reader, 'help-why')),
        ),
    day === null
      ? [
          h('p', { class: 'said' }, say(reader, 'none-free')),
          hours.canWait ? linkLine(reader, 'earlier-none', earlierAt, 'link noprint') : null,
        ]
      : h('h2', null, titleOfDay(reader, day.day, chosen.zone)),
    dayTiles(reader, choice, hours),
    pagesOfDays(reader, choice, { earlierFrom, laterFrom }),
    day === null
      ? null
      : h(
          'form',
          { method: 'post', action: `/c/${cityId}`, autocomplete: 'off', ...puzzleOf(form) },
          ...hidden({ act: 'hold', form: form.signed, lang: language, office: chosen.officeId, moves: choice.moves }),
          ...hidden({ help: needsHelp ? '1' : null, day: day.day, from: choice.from }),
          ...hidden({ proves: choice.proves ? '1' : null, by: choice.by, answer: '' }),
          ...errands.map((errand) => h('input', { type: 'hidden', name: 'errand', value: errand })),
          hourTiles(reader, day.starts, start, chosen.zone),
          submitButton([
            h('span', { 'data-wait': say(reader, 'wait-title') }, say(reader, 'take')),
            h(
              'small',
              null,
              `${capital(reader, formatDate(language, day.day, 'day'))} · `,
              h('span', { lang: 'ca' }, chosen.name),
            ),
          ]),
        ),
    hours.canProve && moving === null
      ? linkLine(reader, 'proven-more', addressOf(cityId, language, { ...shown, proves: true }))
      : null,
    hours.canAdd && moving === null && errands.length < MOST_ERRANDS
      ? linkLine(reader, 'more-errands', addressOf(cityId, language, { ...shown, from: null, adds: true }))
      : null,
  );
}

const capital = ({ language }: Reader, words: string): string =>
  words.charAt(0).toLocaleUpperCase(languageRow(language).locale) + words.slice(1);

function titleOfDay(reader: Reader, day: string, zone: string): string {
  const long = formatDate(reader.language, day, 'long');
  const near = dayOf(reader, day, zone);
  const isNamed = near === say(reader, 'today') || near === say(reader, 'tomorrow');
  return capital(reader, isNamed ? listed(reader, [near, long]) : long);
}

function pagesOfDays(
  reader: Reader,
  choice: Choice,
  { earlierFrom, laterFrom }: Pick<Hours, 'earlierFrom' | 'laterFrom'>,
): ComponentChildren {
  const link = (from: string | null, key: 'more-days' | 'earlier-days'): ComponentChildren => {
    const href = addressOf(reader.cityId, reader.language, { ...choice, from, day: null, near: null, said: null });
    return from === null ? null : h('a', { href }, say(reader, key));
  };
  return earlierFrom === null && laterFrom === null
    ? null
    : h('p', { class: 'link' }, link(earlierFrom, 'earlier-days'), ' ', link(laterFrom, 'more-days'));
}

export interface HeldHour {
  signed: string;
  office: { officeId: OfficeId; name: string; address: string | null; zone: string };
  errands: readonly LocalizedText[];
  start: string;
  endsAt: string;
  choice: Choice;
  moving: Booked | null;
  /**
   * The secret with which this browser shows that its reader has proven a mail address or telephone number. `reached`: that address,
   * shortened for display.
   */
  proof?: string | null;
  reached?: string | null;
  offersNotice?: boolean;
  identifies?: boolean;
  said?: Said | null;
}

export function confirmPage(reader: Reader, held: HeldHour, wrong: { typed: string } | null): string {
  const { cityId, language } = reader;
  const { office, start, endsAt, moving, signed, choice } = held;
  const { zone } = office;
  const isElsewhere = moving !== null && moving.officeId !== office.officeId;
  const title = say(reader, moving === null ? 'confirm-title' : 'move-title');
  return framed(
    {
      reader,
      title: titled(reader, title),
      back: addressOf(cityId, language, choice),
      inLanguage: (one) => `/c/${cityId}?hold=${signed}&lang=${one}`,
    },
    stepsOf(reader, 3),
    h('h1', null, title),
    wrong === null
      ? noticeOf(reader, held.said ?? null)
      : noticeOf(reader, isElsewhere ? 'document-again-wrong' : 'document-wrong'),
    movedFrom(reader, moving),
    hourCard(reader, { start, zone, errands: held.errands, officeName: office.name, address: office.address }),
    tornEdge(),
    h('p', null, say(reader, 'kept', { time: timeOf(reader, endsAt, zone) })),
    h(
      'form',
      { method: 'post', action: `/c/${cityId}`, autocomplete: 'off' },
      ...hidden({ act: 'confirm', hold: signed, lang: language, proof: held.proof ?? null }),
      ...(moving === null && reader.document !== null ? [h('p', null, say(reader, 'identified'))] : []),
      held.reached ? h('p', null, say(reader, 'notice-yes', { address: held.reached })) : null,
      ...(moving === null && reader.document === null ? documentField(reader, wrong, 'document') : []),
      ...(isElsewhere && reader.document === null ? documentField(reader, wrong, 'document-again') : []),
      submitButton(say(reader, moving === null ? 'confirm' : 'move-confirm')),
    ),
    held.offersNotice && !held.reached && moving === null
      ? h(
          'a',
          { class: 'button', href: `/c/${cityId}/notice?hold=${signed}&lang=${language}` },
          say(reader, 'notice-title'),
        )
      : null,
    held.identifies && reader.document === null && moving === null
      ? h(
          'a',
          { class: 'button', href: `/c/${cityId}/identify?hold=${signed}&lang=${language}` },
          say(reader, 'identify'),
        )
      : null,
    h(
      'form',
      { method: 'post', action: `/c/${cityId}`, autocomplete: 'off' },
      ...hidden({ act: 'release', hold: signed, lang: language }),
      h('button', { type: 'submit' }, say(reader, moving === null ? 'other-hour' : 'move-keep')),
    ),
  );
}

/**
 * The field for a document number. With `document-again` the field asks for the number that the booking already has, because a move to
 * another office needs the number again.
 */
export const documentField = (
  reader: Reader,
  wrong: { typed: string } | null,
  key: 'document' | 'document-again',
): ComponentChildren[] => [
  h('label', { class: 'field', for: 'document' }, say(reader, key)),
  h('input', {
    type: 'text',
    id: 'document',
    name: 'document',
    maxlength: 40,
    value: wrong?.typed ?? '',
    autocomplete: 'off',
    autocapitalize: 'characters',
    spellcheck: false,
    dir: 'ltr',
    'aria-describedby': 'why',
    ...(wrong === null ? {} : { 'aria-invalid': 'true' }),
  }),
  h('p', { class: 'quiet', id: 'why' }, say(reader, 'document-why')),
];

export function hourCard(
  reader: Reader,
  shown: {
    start: string;
    zone: string;
    errands: readonly LocalizedText[];
    officeName: string;
    address: string | null;
  },
  ...more: ComponentChildren[]
): ComponentChildren {
  const { start, zone, errands, officeName, address } = shown;
  return h(
    'section',
    { class: 'card' },
    h('h2', null, titleOfDay(reader, dayIn(start, zone), zone)),
    h('p', { class: 'time' }, timeOf(reader, start, zone)),
    ...errands.map((errand) => h('div', null, h('b', null, textOf(reader, errand)))),
    h('div', { lang: 'ca' }, [officeName, ...(address === null ? [] : [address])].join(' · ')),
    ...more,
  );
}

const dayIn = (instant: string, zone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(new Date(instant));

/** The page that browsers without scripts show while their request waits in the queue; it reloads by itself. */
export const waitPage = (reader: Reader, address: string): string =>
  framed(
    { reader, title: say(reader, 'wait-title'), back: null, inLanguage: (one) => `${address}&lang=${one}` },
    stepsOf(reader, 2),
    h('h1', null, say(reader, 'wait-title')),
    h('p', { role: 'status' }, say(reader, 'wait-say')),
    h('a', { class: 'button main', href: `${address}&lang=${reader.language}` }, say(reader, 'wait-go')),
  );
