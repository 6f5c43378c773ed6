import { type ComponentChildren, h } from 'preact';
import type { CitizensSentence } from '../../config/locales/citizens-words.ts';
import type { Booked } from '../booking/booking.ts';
import { hourCard } from './book-pages.ts';
import { addressOf, bookingAddress, earlierAddress, type Said } from './choice.ts';
import { framed, hidden, linkLine, noticeOf, picture, qrOf, stepsOf, titled, tornEdge } from './frame.ts';
import { named, type Reader, say, whenOf } from './reader.ts';

/** The reason why a booking's page is shown: the reader has just made or moved the booking. `null`: the reader opened the link. */
export type Arrival = 'new' | 'moved' | null;

function titleOf({ state, end }: Booked, nowMs: number, arrival: Arrival): CitizensSentence {
  if (state === 'cancelled') return 'cancelled-title';
  if (state === 'checked-in') return 'arrived-title';
  if (state === 'missed' || Date.parse(end) < nowMs) return 'past-title';
  return arrival === 'new' ? 'done-title' : arrival === 'moved' ? 'moved-title' : 'mine-title';
}

const frameOf = (reader: Reader, { token }: Booked, title: string, more = '') => ({
  reader,
  title: titled(reader, title),
  back: null,
  inLanguage: (one: string) => bookingAddress(reader.cityId, token, one, more),
});

/** Writes a locator in two halves, `C2TQ-MT58`. The kiosk accepts it with and without the hyphen. */
const inParts = (locator: string): string =>
  locator.length === 8 ? `${locator.slice(0, 4)}-\u2060${locator.slice(4)}` : locator;

const cardOf = (reader: Reader, booked: Booked, ...more: ComponentChildren[]): ComponentChildren =>
  hourCard(reader, { ...booked, errands: booked.errands.map(({ name }) => name) }, ...more);

export function bookingPage(
  reader: Reader,
  booked: Booked,
  arrival: Arrival,
  /** The link to the waiting list. `null`: this booking cannot wait for an earlier appointment time. */
  earlier: 'earlier' | 'waiting-link' | null,
): string {
  const { cityId, language, nowMs } = reader;
  const { token, errands, locator, qr, state, checksHolder, others } = booked;
  const key = titleOf(booked, nowMs, arrival);
  const title = say(reader, key);
  const isOpen = key === 'done-title' || key === 'moved-title' || key === 'mine-title';
  const toBring = errands.flatMap((errand) => errand.toBring);
  const earlierAt = earlierAddress(cityId, language, { moves: token });
  const calendarAt = `/c/${cityId}/${token}/cita.ics?lang=${language}`;
  const code =
    isOpen && locator !== null
      ? h(
          'div',
          { class: 'code' },
          qrOf(qr, say(reader, 'qr')),
          h(
            'div',
            null,
            h('span', null, say(reader, 'code')),
            h('strong', { class: 'locator' }, h('bdi', { dir: 'ltr' }, inParts(locator))),
            h('p', null, say(reader, 'at-kiosk')),
          ),
        )
      : null;
  return framed(
    frameOf(reader, booked, title),
    arrival === null ? null : stepsOf(reader, 3),
    h('h1', null, title),
    isOpen && others !== null ? h('p', { class: 'said', role: 'alert' }, say(reader, 'taken-away')) : null,
    cardOf(reader, booked, code),
    tornEdge(),
    ...(isOpen
      ? [
          h(
            'a',
            { class: 'button main noprint', href: calendarAt, download: 'cita.ics' },
            h('span', null, say(reader, 'calendar')),
            picture('calendar'),
          ),
          h('p', { class: 'quiet noprint' }, say(reader, 'calendar-say')),
          h('p', { class: 'noprint' }, say(reader, 'keep-address')),
          checksHolder ? h('p', null, say(reader, 'checks-holder')) : null,
        ]
      : []),
    isOpen && toBring.length > 0
      ? [
          h('h2', null, say(reader, 'bring')),
          h(
            'ul',
            { class: 'bring' },
            ...toBring.map((one) => {
              const { text, ...lang } = named(reader, one);
              return h('li', null, h('span', lang, text));
            }),
          ),
        ]
      : null,
    state === 'booked' && isOpen
      ? [
          h(
            'div',
            { class: 'pair noprint' },
            // The page of appointment times names the services, so a visit with a sensitive service can be moved only by telephone.
            errands.length === 0
              ? null
              : h('a', { class: 'button', href: moveAddress(reader, booked) }, picture('change'), say(reader, 'move')),
            h(
              'a',
              { class: 'button', href: bookingAddress(cityId, token, language, '&cancel') },
              picture('cross'),
              say(reader, 'cancel'),
            ),
          ),
          h('p', { class: 'quiet noprint' }, say(reader, 'cancel-say')),
          earlier === null ? null : linkLine(reader, earlier, earlierAt, 'link noprint'),
        ]
      : null,
    isOpen
      ? null
      : h('a', { class: 'button main', href: addressOf(cityId, language) }, h('span', null, say(reader, 'again'))),
  );
}

export const moveAddress = ({ cityId, language }: Reader, { token, errands, officeId }: Booked): string => {
  const query = new URLSearchParams(errands.map(({ serviceId }) => ['errand', serviceId]));
  query.set('office', officeId);
  query.set('moves', token);
  query.set('lang', language);
  return `/c/${cityId}?${query}`;
};

/** The page that asks before a booking is cancelled, because a touch may be accidental. */
export function cancelPage(reader: Reader, booked: Booked): string {
  const { cityId, language } = reader;
  const own = bookingAddress(cityId, booked.token, language);
  const title = say(reader, 'cancel-title');
  return framed(
    { ...frameOf(reader, booked, title, '&cancel'), back: own },
    h('h1', null, title),
    cardOf(reader, booked),
    tornEdge(),
    h('p', { class: 'quiet' }, say(reader, 'cancel-say')),
    h('a', { class: 'button main', href: own }, h('span', null, say(reader, 'cancel-no'))),
    h(
      'form',
      { method: 'post', action: `/c/${cityId}/${booked.token}` },
      ...hidden({ act: 'cancel', lang: language }),
      h('button', { type: 'submit' }, say(reader, 'cancel-yes')),
    ),
  );
}

interface Mine {
  /** The reader's own bookings. `null`: the reader is not identified. */
  own: readonly (Omit<Booked, 'token'> & { signed: string })[] | null;
  identifies: boolean;
  said: Said | null;
}

function actsOnMine(
  reader: Reader,
  { errands, signed, start, zone }: Pick<Booked, 'errands' | 'start' | 'zone'> & { signed: string },
): ComponentChildren {
  const { cityId, language } = reader;
  const when = whenOf(reader, start, zone);
  const act = (name: string, key: 'move' | 'cancel', drawn: 'change' | 'cross'): ComponentChildren =>
    h(
      'form',
      { method: 'post', action: `/c/${cityId}` },
      ...hidden({ act: name, mine: signed, lang: language }),
      // The text of the button ends with the booking's time, which is hidden, so that users of screen readers can tell the buttons of
      // several bookings apart.
      h('button', { type: 'submit' }, picture(drawn), say(reader, key), h('span', { class: 'hide' }, `: ${when}`)),
    );
  return h(
    'div',
    { class: 'pair noprint' },
    errands.length === 0 ? null : act('mine-move', 'move', 'change'),
    act('mine-cancel', 'cancel', 'cross'),
  );
}

/** The page with the bookings of an identified person. Readers who are not identified learn there how to find their bookings. */
export function minePage(reader: Reader, { own, identifies, said }: Mine): string {
  const { cityId, language } = reader;
  const title = say(reader, own === null ? 'mine-title' : 'mine-list');
  const identifyAt = `/c/${cityId}/identify?lang=${language}`;
  return framed(
    {
      reader,
      title: titled(reader, title),
      back: addressOf(cityId, language),
      inLanguage: (one) => `${addressOf(cityId, one)}&mine`,
    },
    h('h1', null, title),
    noticeOf(reader, said),
    ...(own ?? []).map((one) => [
      hourCard(
        reader,
        { ...one, errands: one.errands.map(({ name }) => name) },
        one.locator === null
          ? null
          : h('p', null, `${say(reader, 'code')}: `, h('b', { dir: 'ltr' }, inParts(one.locator))),
      ),
      tornEdge(),
      one.state === 'booked' ? actsOnMine(reader, one) : null,
    ]),
    own?.length === 0 ? h('p', null, say(reader, 'mine-none')) : null,
    own === null ? h('p', null, `${say(reader, 'mine-say')} ${say(reader, 'mine-phone')}`) : null,
    own === null && identifies
      ? [
          h('p', null, say(reader, 'mine-identify')),
          h('a', { class: 'button main', href: identifyAt }, say(reader, 'identify')),
        ]
      : null,
    own === null ? null : h('a', { class: 'button', href: `${identifyAt}&leave` }, say(reader, 'identify-leave')),
    h('a', { class: 'button', href: addressOf(cityId, language) }, say(reader, 'again')),
    h('p', { class: 'quiet' }, say(reader, 'without')),
  );
}

export function saidPage(
  reader: Reader,
  title: CitizensSentence,
  more: readonly CitizensSentence[],
  inLanguage: (language: string) => string,
): string {
  return framed(
    { reader, title: say(reader, title), back: null, inLanguage },
    h('h1', null, say(reader, title)),
    ...more.map((one) => h('p', null, say(reader, one))),
    title === 'off-title' || title.startsWith('live-')
      ? null
      : h(
          'a',
          { class: 'button', href: addressOf(reader.cityId, reader.language) },
          say(reader, title === 'mine-title' ? 'again' : 'start-again'),
        ),
  );
}
