import { type ComponentChildren, h } from 'preact';
import type { ContactKind } from '../contacts/address.ts';
import { type Form, puzzleOf } from './book-pages.ts';
import { framed, hidden, stepsOf, submitButton, titled } from './frame.ts';
import { type Reader, say } from './reader.ts';

export type NoticeFault = 'notice-bad' | 'notice-busy' | 'notice-not-sent' | 'code-over';

/**
 * The page from which the reader came to prove an address: the page of a held appointment time (`hold`), or of the waiting list (`ask`).
 */
export type Asking = { signed: string } & (
  | { name: 'hold' }
  /** `form` has a puzzle, because without a hold nothing else limits how many codes one computer requests. */
  | { name: 'ask'; form: Form; isSolved: boolean }
);

export const askingAddress = ({ cityId, language }: Reader, { name, signed }: Asking, more = ''): string =>
  `/c/${cityId}${name === 'ask' ? '/earlier' : ''}?${name}=${signed}${more}&lang=${language}`;

const noticeAddress = ({ cityId }: Reader, { name, signed }: Asking, language: string): string =>
  `/c/${cityId}/notice?${name}=${signed}&lang=${language}`;

interface Notice {
  asking: Asking;
  offers: readonly ContactKind[];
  by: ContactKind;
  address: string;
  said: NoticeFault | null;
}

const frameOf = (reader: Reader, title: string, asking: Asking) => ({
  reader,
  title: titled(reader, title),
  back: askingAddress(reader, asking),
  inLanguage: (one: string) => noticeAddress(reader, asking, one),
});

const alert = (reader: Reader, said: NoticeFault | 'code-wrong' | null): ComponentChildren =>
  said === null ? null : h('p', { class: 'said', role: 'alert', id: 'said' }, say(reader, said));

export function noticePage(reader: Reader, { asking, offers, by, address, said }: Notice): string {
  const { cityId, language } = reader;
  const title = say(reader, asking.name === 'ask' ? 'earlier-title' : 'notice-title');
  const form = asking.name === 'ask' ? asking.form : null;
  const choice = (kind: ContactKind): ComponentChildren =>
    h(
      'label',
      { class: 'hour' },
      h('input', { type: 'radio', name: 'by', value: kind, ...(kind === by ? { checked: true } : {}) }),
      h('span', { class: 'tile' }, say(reader, `notice-${kind}`)),
    );
  const only = offers.length === 1 ? offers[0] : undefined;
  return framed(
    { ...frameOf(reader, title, asking), hasPuzzle: form !== null },
    asking.name === 'ask' ? null : stepsOf(reader, 3),
    h('h1', null, title),
    alert(reader, said),
    h(
      'form',
      { method: 'post', action: `/c/${cityId}/notice`, ...(form && puzzleOf(form)) },
      ...hidden(form === null ? {} : { form: form.signed, answer: '' }),
      ...hidden({ act: 'ask', [asking.name]: asking.signed, lang: language, by: only ?? null }),
      only === undefined
        ? h('fieldset', { class: 'tiles' }, h('legend', { class: 'hide' }, title), ...offers.map(choice))
        : null,
      h(
        'label',
        { class: 'field', for: 'address' },
        say(reader, only === undefined ? 'notice-where' : `notice-${only}`),
      ),
      h('input', {
        type: 'text',
        id: 'address',
        name: 'address',
        value: address,
        maxlength: 254,
        required: true,
        dir: 'ltr',
        autocomplete: only === 'telephone' ? 'tel' : 'email',
        autocapitalize: 'none',
        spellcheck: false,
        'aria-describedby': said === 'notice-bad' ? 'said why' : 'why',
        ...(said === 'notice-bad' ? { 'aria-invalid': 'true' } : {}),
      }),
      h('p', { class: 'quiet', id: 'why' }, say(reader, asking.name === 'ask' ? 'earlier-why' : 'notice-why')),
      submitButton(say(reader, 'notice-send'), { 'data-wait': say(reader, 'wait-title') }),
    ),
    asking.name === 'ask'
      ? null
      : h('a', { class: 'button', href: askingAddress(reader, asking) }, say(reader, 'notice-skip')),
  );
}

export function codePage(
  reader: Reader,
  { asking, proof, address, said }: { asking: Asking; proof: string; address: string; said: 'code-wrong' | null },
): string {
  const { cityId, language } = reader;
  const title = say(reader, 'code-title');
  return framed(
    frameOf(reader, title, asking),
    asking.name === 'ask' ? null : stepsOf(reader, 3),
    h('h1', null, title),
    alert(reader, said),
    h('p', null, say(reader, 'code-sent', { address })),
    h(
      'form',
      { method: 'post', action: `/c/${cityId}/notice` },
      ...hidden({ act: 'answer', [asking.name]: asking.signed, lang: language, proof, veiled: address }),
      h('label', { class: 'field', for: 'code' }, say(reader, 'code-field')),
      h('input', {
        type: 'text',
        id: 'code',
        name: 'code',
        maxlength: 12,
        required: true,
        dir: 'ltr',
        inputmode: 'numeric',
        autocomplete: 'one-time-code',
        spellcheck: false,
        ...(said === null ? {} : { 'aria-invalid': 'true', 'aria-describedby': 'said' }),
      }),
      submitButton(say(reader, 'code-check')),
    ),
    h('a', { class: 'button', href: noticeAddress(reader, asking, language) }, say(reader, 'code-again')),
  );
}
