import { type ComponentChildren, h } from 'preact';
import type { QueueState } from '../../src-main/domain/queue-state.ts';
import { type Form, puzzleOf } from '../citizens/book-pages.ts';
import { framed, hidden, noticeOf } from '../citizens/frame.ts';
import { named, type Reader, say } from '../citizens/reader.ts';
import type { OfferingOffice } from './offers.ts';

export type TurnSaid = 'stale' | 'turn-none-left' | 'turn-too-many';

const inLanguage =
  (address: string) =>
  (language: string): string =>
    `${address}${address.includes('?') ? '&' : '?'}lang=${language}`;

const waitOf = (reader: Reader, { waiting, minutes }: QueueState): string =>
  minutes === null
    ? say(reader, 'turn-before', { count: waiting })
    : `${say(reader, 'turn-before', { count: waiting })} · ${minutes.from}-${minutes.to} min`;

export function turnsPage(
  reader: Reader,
  address: string,
  office: OfferingOffice,
  form: Form,
  said: TurnSaid | null,
): string {
  const title = say(reader, 'turn-title');
  const first = office.services.find(({ offer }) => offer.left > 0);
  const rows = office.services.map(({ offer, name }) => {
    const { text, lang } = named(reader, name);
    const isFull = offer.left === 0;
    const { queue, serviceId } = offer;
    const wait = queue === null ? null : h('small', null, waitOf(reader, queue));
    return h(
      'label',
      { class: 'hour' },
      h('input', {
        type: 'radio',
        name: 'service',
        value: serviceId,
        required: true,
        disabled: isFull,
        checked: serviceId === first?.offer.serviceId,
      }),
      h(
        'span',
        { class: isFull ? 'tile off' : 'tile' },
        h('b', lang === undefined ? null : { lang }, text),
        isFull ? h('small', null, say(reader, 'turn-none-left')) : wait,
      ),
    );
  });
  return framed(
    {
      reader,
      title: `${title} · ${office.name}`,
      heading: office.name,
      back: null,
      hasPuzzle: true,
      inLanguage: inLanguage(address),
    },
    h('h1', null, title),
    noticeOf(reader, said),
    h('p', null, say(reader, 'turn-prove')),
    h('p', null, say(reader, 'turn-behind')),
    h(
      'form',
      { method: 'post', action: address, ...puzzleOf(form) },
      ...hidden({ lang: reader.language, form: form.signed, answer: '' }),
      h('fieldset', { class: 'turns-for' }, h('legend', null, say(reader, 'turn-for')), ...rows),
      h('button', { type: 'submit', class: 'main', disabled: first === undefined }, say(reader, 'turn-take')),
      h('p', { 'data-wait': say(reader, 'turn-asking') }),
    ),
  );
}

export const askingPage = (reader: Reader, address: string): string =>
  plainPage(reader, address, 'turn-title', say(reader, 'turn-asking'));

/** `again` is the address for another try. */
export const notGivenPage = (reader: Reader, address: string, again: string): string =>
  plainPage(
    reader,
    address,
    'turn-title',
    say(reader, 'turn-not-given'),
    h('a', { class: 'button', href: again }, say(reader, 'turn-again')),
  );

export const noTurnsPage = (reader: Reader, address: string): string =>
  plainPage(reader, address, 'turn-off-title', say(reader, 'turn-off-say'));

function plainPage(
  reader: Reader,
  address: string,
  heading: 'turn-title' | 'turn-off-title',
  words: string,
  ...more: ComponentChildren[]
): string {
  const title = say(reader, heading);
  return framed(
    { reader, title, heading: title, back: null, inLanguage: inLanguage(address) },
    h('h1', null, title),
    h('p', { class: 'said', role: 'status' }, words),
    ...more,
  );
}
