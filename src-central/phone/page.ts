import { type ComponentChildren, h } from 'preact';
import type { TicketLanguage } from '../../config/languages.ts';
import { formatTime } from '../../config/locales/dates.ts';
import { type TicketSentence, ticketText } from '../../config/locales/ticket-words.ts';
import type { QueueState } from '../../src-main/domain/queue-state.ts';
import { isBeforeCall, TURN_STATES, type TurnState } from '../../src-main/domain/ticket-life.ts';
import { documentOf, qrOf, type WholePage } from '../citizens/frame.ts';
import { ASK_SCRIPT } from '../turn-words/program.ts';
import { STYLE } from './style.ts';
import { canBeLeft, type Turn } from './turn.ts';

const AGAIN_S = 20;
/** The page of a ticket that is over or unknown reloads more rarely. */
const AGAIN_LATER_S = 120;

type Say = (key: TicketSentence, values?: Readonly<Record<string, string | number>>) => string;
const sayIn =
  (language: TicketLanguage): Say =>
  (key, values = {}) =>
    ticketText(language, key, values);

interface Frame extends Omit<WholePage, 'style'> {
  office: string | null;
}

/** The query of a page that does not reload itself. WCAG 2.2.2 requires that a reader can stop changes. */
export const STILL = 'still';

/** Says when the page was made, with links that stop its reloads and start them again. Without a script, a link is the only control. */
function reloadsOf(isStill: boolean, readAt: string, say: Say): ComponentChildren {
  const link = (href: string, words: TicketSentence) => h('a', { href }, say(words));
  return h(
    'p',
    { class: 'small' },
    say(isStill ? 'phone-updated-still' : 'phone-updated', { time: readAt }),
    ' ',
    ...(isStill
      ? [link(`?${STILL}`, 'phone-look'), ' · ', link('?', 'phone-go-on')]
      : [link(`?${STILL}`, 'phone-stop')]),
  );
}

const framed = ({ office, ...document }: Frame, ...content: ComponentChildren[]): string =>
  documentOf(
    { ...document, style: STYLE },
    // Office names are Catalan, whatever the page's language.
    office === null ? null : h('header', { lang: 'ca' }, office),
    h('main', null, ...content),
  );

const WORDS: Readonly<Record<TurnState, { say: TicketSentence | null; more: TicketSentence | null }>> = {
  coming: { say: null, more: 'phone-behind' },
  waiting: { say: null, more: null },
  called: { say: 'phone-called', more: null },
  serving: { say: 'phone-serving', more: null },
  parked: { say: 'phone-parked', more: null },
  missed: { say: 'phone-missed', more: 'phone-missed-say' },
  served: { say: 'phone-served', more: null },
  left: { say: 'phone-left', more: null },
  lapsed: { say: 'phone-lapsed', more: 'phone-void-say' },
  void: { say: 'phone-void', more: 'phone-void-say' },
};
function paperOf({ label, serviceName, state, language }: Turn): ComponentChildren {
  const kind = { coming: '', waits: '', 'at-desk': ' called', away: '', over: ' over' }[TURN_STATES[state]];
  return h(
    'div',
    { class: `paper${kind}` },
    h('h1', null, ticketText(language, 'your-turn')),
    h('p', { class: 'number' }, label),
    serviceName === null ? null : h('p', { class: 'service' }, serviceName),
  );
}

const SOON = ['phone-next', 'phone-one-before', 'phone-two-before'] as const;

/** The first three positions of the queue are written in words, because the citizen should come back now. */
function queueOf({ waiting, minutes }: QueueState, say: Say): ComponentChildren[] {
  const soon = SOON[waiting];
  return [
    h('p', { class: 'say' }, soon === undefined ? say('people-ahead', { count: waiting }) : say(soon)),
    minutes === null ? null : h('p', { class: 'say' }, say('wait', { from: minutes.from, to: minutes.to })),
  ];
}

const comingWords = ({ code, timesBehind }: NonNullable<Turn['coming']>, comeBy: string, say: Say) => [
  timesBehind === 0 ? null : h('p', { class: 'say' }, say('phone-put-behind')),
  h('p', { class: 'say' }, say('phone-come-by', { time: comeBy })),
  h('p', null, say('phone-prove')),
  h('p', { class: 'say code' }, code),
];

interface TurnParts {
  /** The time until which a number taken at home is kept, `HH:MM`. */
  comeBy?: string | null;
  wordAddress?: string | null;
  after?: ComponentChildren;
  isStill?: boolean;
}

/**
 * The page of one ticket.
 * @param readAt the office's local time, `HH:MM`
 * @param queue the people ahead of this ticket; `null`: unknown
 */
export function turnPage(
  turn: Turn,
  readAt: string,
  queue: QueueState | null = null,
  { comeBy = null, wordAddress = null, after = null, isStill = false }: TurnParts = {},
): string {
  const { language, state, desk, appointmentTime, servedTime, officeName, label } = turn;
  const say = sayIn(language);
  const { say: first, more } = WORDS[state];
  const waiting =
    appointmentTime === null ? say('sit-down') : say('called-about', { time: formatTime(language, appointmentTime) });
  const againS = isStill ? null : TURN_STATES[state] === 'over' ? AGAIN_LATER_S : AGAIN_S;
  return framed(
    { language, office: officeName, againS, title: `${label} · ${officeName}` },
    // Screen readers announce the ticket's state when the page loads, because people wait for the call.
    h(
      'div',
      { role: 'status' },
      paperOf(turn),
      ...(isBeforeCall(state) && queue !== null ? queueOf(queue, say) : []),
      ...(turn.coming === null || comeBy === null
        ? [h('p', { class: 'say' }, first === null ? waiting : say(first))]
        : comingWords(turn.coming, formatTime(language, comeBy), say)),
      desk !== null && TURN_STATES[state] === 'at-desk'
        ? h('p', { class: 'say' }, say('phone-go-to', { place: desk }))
        : null,
      more === null ? null : h('p', null, say(more)),
      state === 'served' && servedTime !== null
        ? h('p', null, say('phone-served-at', { time: formatTime(language, servedTime) }))
        : null,
    ),
    turn.coming === null ? null : qrOf(turn.coming.proof, turn.coming.code),
    wordAddress !== null && isBeforeCall(state)
      ? h('a', { class: 'button main', href: wordAddress }, say('phone-word-ask'))
      : null,
    after,
    canBeLeft(turn)
      ? h('a', { class: 'button', href: isStill ? `?leave&${STILL}` : '?leave' }, say('phone-give-up'))
      : null,
    reloadsOf(isStill, formatTime(language, readAt), say),
  );
}

/**
 * The page on which a holder asks for a notification before the call. Only this page of a ticket has a script. It offers only what the
 * browser supports.
 * @param key the public key by which push services know this centre
 */
export function wordPage(turn: Turn, turnAddress: string, key: string): string {
  const { language, officeName } = turn;
  const say = sayIn(language);
  const shownFor = (name: string, ...content: ComponentChildren[]): ComponentChildren =>
    h('div', { 'data-case': name, hidden: true, role: 'status' }, ...content);
  return framed(
    { language, office: officeName, againS: null, title: say('phone-word-title') },
    paperOf(turn),
    shownFor(
      'ask',
      h('p', { class: 'say' }, say('phone-word-title')),
      h('p', null, say('phone-word-say')),
      h('form', { 'data-key': key }, h('button', { type: 'submit', class: 'main' }, say('phone-word-yes'))),
    ),
    shownFor('on', h('p', { class: 'say' }, say('phone-word-on'))),
    shownFor('refused', h('p', { class: 'say' }, say('phone-word-refused'))),
    shownFor('later', h('p', { class: 'say' }, say('phone-word-later'))),
    shownFor('cannot', h('p', { class: 'say' }, say('phone-word-cannot'))),
    h('noscript', null, h('p', { class: 'say' }, say('phone-word-cannot'))),
    h('a', { class: 'button', href: turnAddress }, say('phone-word-back')),
    h('script', { dangerouslySetInnerHTML: { __html: ASK_SCRIPT } }),
  );
}

export function leavePage(turn: Turn, isStill = false): string {
  const { language, officeName, label } = turn;
  const say = sayIn(language);
  const turnAt = isStill ? `?${STILL}` : '?';
  return framed(
    { language, office: officeName, againS: null, title: say('phone-give-up') },
    paperOf(turn),
    h('p', { class: 'say' }, say('phone-give-up-question', { label })),
    h('p', null, say('phone-give-up-say')),
    h('a', { class: 'button', href: turnAt }, say('phone-give-up-no')),
    h('form', { method: 'post', action: turnAt }, h('button', { type: 'submit' }, say('phone-give-up-yes'))),
  );
}

/** The page for an unknown token, or while the database cannot be read, in the offices' three languages. The paper ticket stays valid. */
export function unknownPage(isStill = false): string {
  const said = (['ca', 'es', 'en'] as const).map((language, at) =>
    h(
      'div',
      { lang: language },
      h(at === 0 ? 'h1' : 'p', { class: 'say' }, ticketText(language, 'phone-unknown')),
      h('p', null, ticketText(language, 'phone-unknown-say')),
      h(
        'p',
        { class: 'small' },
        h('a', { href: isStill ? '?' : `?${STILL}` }, ticketText(language, isStill ? 'phone-go-on' : 'phone-stop')),
      ),
    ),
  );
  const againS = isStill ? null : AGAIN_LATER_S;
  return framed({ language: 'ca', office: null, againS, title: ticketText('ca', 'phone-unknown') }, ...said);
}
