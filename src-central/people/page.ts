import { type ComponentChildren, h } from 'preact';
import { renderToString } from 'preact-render-to-string';
import qrcode from 'qrcode-generator';
import { languageRow, WORKING_LANGUAGES, type WorkingLanguage } from '../../config/languages.ts';
import { formatDate, formatTime } from '../../config/locales/dates.ts';
import { type PeopleSentence, peopleText } from '../../config/locales/people-words.ts';
import type { PersonRole } from '../../src-main/contract/centre/people.ts';
import { localDateTime } from '../../src-main/domain/service-day.ts';

export interface Reader {
  language: WorkingLanguage;
  /** The page's address with its own parameters; the links to other languages add `lang` to it. */
  here: string;
}

interface Frame extends Reader {
  title: string;
}

function framed({ language, here, title }: Frame, ...content: ComponentChildren[]): string {
  const say = sayIn(language);
  const inLanguage = (other: string): string => `${here}${here.includes('?') ? '&' : '?'}lang=${other}`;
  const page = h(
    'html',
    { lang: language },
    h(
      'head',
      null,
      h('meta', { charset: 'utf-8' }),
      h('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
      h('meta', { name: 'robots', content: 'noindex' }),
      h('title', null, title),
      h('link', { rel: 'stylesheet', href: '/people.css' }),
      h('script', { src: '/people.js', type: 'module' }),
    ),
    h(
      'body',
      null,
      h(
        'header',
        null,
        h('p', null, arch(), say('bar')),
        h(
          'nav',
          { 'aria-label': say('languages') },
          WORKING_LANGUAGES.map((one) =>
            h(
              'a',
              {
                href: inLanguage(one),
                lang: one,
                hreflang: one,
                'aria-current': one === language ? 'true' : undefined,
              },
              languageRow(one).name,
            ),
          ),
        ),
      ),
      h('main', null, h('h1', null, title), ...content),
    ),
  );
  return `<!DOCTYPE html>${renderToString(page)}`;
}

const arch = () =>
  h(
    'svg',
    { viewBox: '0 0 100 100', 'aria-hidden': 'true' },
    h('path', { fill: 'currentColor', d: 'M12 96V66C12 30 34 4 50 4S88 30 88 66V96Z' }),
  );

type Say = (key: PeopleSentence, values?: Readonly<Record<string, string | number>>) => string;
export const sayIn =
  (language: WorkingLanguage): Say =>
  (key, values) =>
    peopleText(language, key, values);

const announced = (text: string | null): ComponentChildren =>
  text === null ? null : h('p', { class: 'say', role: 'alert' }, text);

interface Field {
  label: string;
  name: string;
  type?: 'text' | 'password';
  autocomplete: string;
  value?: string;
  isCode?: boolean;
  isFirst?: boolean;
}

const field = ({ label, name, type = 'text', autocomplete, value, isCode = false, isFirst = false }: Field) =>
  h(
    'label',
    null,
    label,
    h('input', {
      name,
      type,
      autocomplete,
      value,
      required: true,
      autofocus: isFirst,
      spellcheck: false,
      autocapitalize: 'none',
      ...(isCode ? { inputmode: 'numeric', pattern: '[0-9]{6}', maxlength: 6 } : { maxlength: 200 }),
    }),
  );

const hidden = (name: string, value: string) => h('input', { type: 'hidden', name, value });

export interface SignInParts extends Reader {
  /** `null`: the page asks for the city. */
  cityId: string | null;
  next: string;
  said: string | null;
  /** Whether people can sign in at the city's own provider. */
  hasDirectory: boolean;
}

export function signInPage({ cityId, next, said, hasDirectory, ...reader }: SignInParts): string {
  const say = sayIn(reader.language);
  const query = new URLSearchParams({ ...(cityId === null ? {} : { city: cityId }), next });
  return framed(
    { ...reader, title: say('signIn.title') },
    announced(said),
    hasDirectory
      ? h('a', { class: 'button main', href: `/sign-in/directory?${query}` }, say('signIn.directory'))
      : null,
    h(
      'form',
      { method: 'post', action: `/sign-in?lang=${reader.language}` },
      hasDirectory ? h('h2', null, say('signIn.emergency')) : null,
      cityId === null
        ? field({ label: say('signIn.city'), name: 'city', autocomplete: 'organization' })
        : hidden('city', cityId),
      hidden('next', next),
      field({ label: say('signIn.name'), name: 'name', autocomplete: 'username', isFirst: !hasDirectory }),
      field({
        label: say('signIn.password'),
        name: 'password',
        type: 'password',
        autocomplete: 'current-password',
      }),
      field({ label: say('signIn.code'), name: 'code', autocomplete: 'one-time-code', isCode: true }),
      h('button', { type: 'submit', class: hasDirectory ? undefined : 'main' }, say('signIn.enter')),
    ),
    passkeyButton('signIn', say('signIn.passkey'), say('signIn.passkeyFailed')),
  );
}

/** The button to sign in with a passkey or add one. The page's script shows it if the browser supports passkeys. */
const passkeyButton = (act: 'signIn' | 'add', label: string, failed: string): ComponentChildren => [
  h('button', { type: 'button', hidden: true, 'data-passkey': act }, label),
  h('p', { class: 'say', id: 'passkey-said', role: 'alert', hidden: true }, failed),
];

function pictureOf(text: string): string {
  const code = qrcode(0, 'M');
  code.addData(text);
  code.make();
  const count = code.getModuleCount();
  const rows = Array.from({ length: count }, (_, row) =>
    Array.from({ length: count }, (__, column) =>
      code.isDark(row, column) ? `M${column + 4} ${row + 4}h1v1h-1z` : '',
    ).join(''),
  ).join('');
  const size = count + 8;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${size}v${size}H0z"/><path d="${rows}"/></svg>`;
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
}

export interface InvitationParts extends Reader {
  name: string;
  seed: string;
  secretAddress: string;
  secretText: string;
  said: string | null;
}

export function invitationPage({ name, seed, secretAddress, secretText, said, ...reader }: InvitationParts): string {
  const say = sayIn(reader.language);
  return framed(
    { ...reader, title: say('invitation.title', { name }) },
    announced(said),
    h(
      'form',
      { method: 'post', action: `?lang=${reader.language}` },
      // Password managers store the password under this name.
      h('input', { type: 'hidden', name: 'name', autocomplete: 'username', value: name }),
      // Some browsers restore old values when a page is loaded again, unless the field forbids it.
      h('input', { type: 'hidden', name: 'seed', autocomplete: 'off', value: seed }),
      field({
        label: say('invitation.password'),
        name: 'password',
        type: 'password',
        isFirst: true,
        autocomplete: 'new-password',
      }),
      field({ label: say('invitation.again'), name: 'again', type: 'password', autocomplete: 'new-password' }),
      h('p', null, say('invitation.scan')),
      h('img', { class: 'picture', src: pictureOf(secretAddress), alt: say('invitation.picture') }),
      h('p', { class: 'key' }, say('invitation.key', { key: secretText })),
      field({ label: say('invitation.code'), name: 'code', autocomplete: 'one-time-code', isCode: true }),
      h('button', { type: 'submit', class: 'main' }, say('invitation.accept')),
    ),
  );
}

export interface AccountParts extends Reader {
  name: string;
  role: string;
  officeIds: readonly string[] | null;
  zone: string;
  passkeys: number;
  /** The person has just signed in, and so may add a passkey. */
  isFresh: boolean;
  /** True: the person signs in with a password of this centre. False: the person signs in at the city's provider. */
  hasPassword: boolean;
  said: string | null;
  lastAccess: { at: string; address: string | null } | null;
  refusedSince: number;
  sessions: readonly { sessionId: string; isThis: boolean; begunAt: string; address?: string | null | undefined }[];
}

const sent = (action: string, label: string, values: Readonly<Record<string, string>> = {}) =>
  h(
    'form',
    { method: 'post', action },
    Object.entries(values).map(([name, value]) => hidden(name, value)),
    h('button', { type: 'submit' }, label),
  );

const ownKeys = (say: Say, passkeys: number, isFresh: boolean): ComponentChildren => [
  h('h2', null, say('account.passkeys')),
  h('p', null, passkeys === 0 ? say('account.passkeysSay') : say('account.passkeyCount', { count: passkeys })),
  isFresh
    ? passkeyButton('add', say('account.addPasskey'), say('account.passkeyFailed'))
    : h('p', null, say('account.passkeyLater')),
  passkeys === 0 ? null : sent('/passkeys/remove', say('account.removePasskeys')),
  h('h2', null, say('account.renew')),
  h(
    'form',
    { method: 'post', action: '/account/renew' },
    h('p', null, say('account.renewSay')),
    field({ label: say('signIn.password'), name: 'password', type: 'password', autocomplete: 'current-password' }),
    field({ label: say('signIn.code'), name: 'code', autocomplete: 'one-time-code', isCode: true }),
    h('button', { type: 'submit' }, say('account.renewGo')),
  ),
];

const isRole = (role: string): role is PersonRole =>
  ['viewer', 'operator', 'technician', 'administrator'].includes(role);

export function accountPage(parts: AccountParts): string {
  const { name, role, officeIds, zone, lastAccess, refusedSince, sessions, passkeys, ...more } = parts;
  const { isFresh, hasPassword, said, ...reader } = more;
  const { language } = reader;
  const say = sayIn(language);
  const momentOf = (at: string): string => {
    const { date, time } = localDateTime(Date.parse(at), zone);
    return `${formatDate(language, date, 'date')}, ${formatTime(language, time)}`;
  };
  return framed(
    { ...reader, title: say('account.title', { name }) },
    announced(said),
    h(
      'p',
      null,
      `${isRole(role) ? say(`role.${role}`) : role} · ${officeIds?.join(', ') ?? say('account.everyOffice')}`,
    ),
    h(
      'p',
      null,
      lastAccess === null
        ? say('account.firstAccess')
        : say('account.lastAccess', { moment: momentOf(lastAccess.at), address: lastAccess.address ?? '–' }),
    ),
    refusedSince === 0
      ? null
      : h('p', { class: 'say' }, `${say('account.refused', { count: refusedSince })} ${say('account.notYou')}`),
    h('h2', null, say('account.sessions')),
    h(
      'ul',
      null,
      sessions.map(({ sessionId, isThis, begunAt, address }) =>
        h(
          'li',
          null,
          isThis ? h('b', null, say('account.thisSession')) : null,
          say('account.since', { moment: momentOf(begunAt), address: address ?? '–' }),
          isThis ? null : sent('/account/end-session', say('account.endSession'), { session: sessionId }),
        ),
      ),
    ),
    hasPassword ? ownKeys(say, passkeys, isFresh) : null,
    h('h2', null, say('account.leave')),
    sent('/sign-out', say('account.signOut')),
    sent('/sign-out-everywhere', say('account.signOutEverywhere')),
  );
}

export function saidPage(reader: Reader, sentence: PeopleSentence): string {
  const say = sayIn(reader.language);
  return framed(
    { ...reader, title: say(sentence) },
    h('a', { class: 'button main', href: `/sign-in?lang=${reader.language}` }, say('signIn.title')),
  );
}
