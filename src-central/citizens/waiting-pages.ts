import { type ComponentChildren, h } from 'preact';
import { formatDate } from '../../config/locales/dates.ts';
import type { LocalizedText } from '../../src-main/domain/opening-hours.ts';
import type { Waiting } from '../booking/booking.ts';
import { type Contact, veiled } from '../contacts/address.ts';
import { documentField, hourCard, movedFrom } from './book-pages.ts';
import { bookingAddress } from './choice.ts';
import { framed, hidden, noticeOf, picture, submitButton, titled, tornEdge } from './frame.ts';
import { named, type Reader, say, whenOf } from './reader.ts';

export interface Earlier {
  signed: string;
  officeName: string;
  errands: readonly LocalizedText[];
  /** The present time of the booking that is to move. `null`: the person has no booking. */
  from: { start: string; zone: string } | null;
  /** The address for messages about offers. `null`: none is proven or stored. */
  reach: Contact | null;
  proof: string | null;
  back: string;
}

function visitOf(reader: Reader, officeName: string, errands: readonly LocalizedText[]): ComponentChildren {
  return h(
    'section',
    { class: 'card' },
    ...errands.map((errand) => {
      const { text, ...lang } = named(reader, errand);
      return h('div', lang, h('b', null, text));
    }),
    h('div', { lang: 'ca' }, officeName),
  );
}

export function earlierPage(
  reader: Reader,
  { signed, officeName, errands, from, reach, proof, back }: Earlier,
): string {
  const { cityId, language } = reader;
  const title = say(reader, 'earlier-title');
  return framed(
    {
      reader,
      title: titled(reader, title),
      back,
      inLanguage: (one) => `/c/${cityId}/earlier?ask=${signed}&lang=${one}`,
    },
    h('h1', null, title),
    visitOf(reader, officeName, errands),
    tornEdge(),
    movedFrom(reader, from),
    h('p', null, say(reader, 'earlier-how')),
    from === null ? null : h('p', null, say(reader, 'earlier-keep')),
    reach === null
      ? h(
          'a',
          { class: 'button main', href: `/c/${cityId}/notice?ask=${signed}&lang=${language}` },
          h('span', null, say(reader, 'earlier-ask')),
          picture('go', 'i turns'),
        )
      : [
          h('p', null, say(reader, 'notice-yes', { address: veiled(reach) })),
          h(
            'form',
            { method: 'post', action: `/c/${cityId}/earlier`, autocomplete: 'off' },
            ...hidden({ act: 'wait', ask: signed, lang: language, proof }),
            h('button', { class: 'main', type: 'submit' }, h('span', null, say(reader, 'earlier-ask'))),
          ),
        ],
  );
}

export function waitingPage(reader: Reader, token: string, waiting: Waiting, wrong: { typed: string } | null): string {
  const { cityId, language } = reader;
  const { offer, zone, from, reach, provenBy, officeName, address, errands } = waiting;
  const names = errands.map(({ name }) => name);
  const title = say(reader, offer === null ? 'waiting-title' : 'offer-title');
  const own = bookingAddress(cityId, token, language);
  const leave = h(
    'form',
    { method: 'post', action: `/c/${cityId}/${token}` },
    ...hidden({ act: 'leave', lang: language }),
    h('button', { type: 'submit' }, say(reader, offer === null ? 'waiting-leave' : 'offer-no')),
  );
  const frame = {
    reader,
    title: titled(reader, title),
    back: null,
    inLanguage: (one: string) => bookingAddress(cityId, token, one),
  };
  const now = movedFrom(reader, from === null ? null : { start: from, zone });
  if (offer === null)
    return framed(
      frame,
      h('h1', null, title),
      visitOf(reader, officeName, names),
      tornEdge(),
      now,
      reach === null
        ? null
        : h(
            'p',
            null,
            say(reader, 'waiting-say', {
              address: veiled(reach),
              date: formatDate(language, waiting.before, 'long'),
            }),
          ),
      h('p', null, say(reader, 'earlier-how')),
      leave,
    );
  const mustIdentify = provenBy === 'document' && reader.document === null;
  return framed(
    frame,
    h('h1', null, title),
    noticeOf(reader, wrong === null ? null : 'document-wrong'),
    now,
    hourCard(reader, { start: offer.start, zone, errands: names, officeName, address }),
    tornEdge(),
    h('p', null, say(reader, 'offer-until', { when: whenOf(reader, offer.endsAt, zone) })),
    mustIdentify
      ? h(
          'a',
          { class: 'button main', href: `/c/${cityId}/identify?at=${token}&lang=${language}` },
          h('span', null, say(reader, 'identify')),
        )
      : h(
          'form',
          { method: 'post', action: own.split('?')[0], autocomplete: 'off' },
          ...hidden({ act: 'accept', lang: language }),
          ...(from === null && reader.document === null ? documentField(reader, wrong, 'document') : []),
          submitButton(say(reader, from === null ? 'confirm' : 'move-confirm')),
        ),
    leave,
    from === null ? null : h('p', { class: 'quiet' }, say(reader, 'earlier-keep')),
  );
}
