import { type ComponentChildren, h } from 'preact';
import { renderToString } from 'preact-render-to-string';
import qrcode from 'qrcode-generator';
import { languageRow, TICKET_LANGUAGES, type TicketLanguage } from '../../config/languages.ts';
import type { CitizensSentence } from '../../config/locales/citizens-words.ts';
import type { LocalizedText } from '../../src-main/domain/opening-hours.ts';
import { PUZZLE_SCRIPT } from './puzzle.ts';
import { named, type Reader, say } from './reader.ts';
import { STYLE } from './style.ts';

const STEPS = 3;
const ARCH = 'M3 45V27C3 13 9 3 18 3s15 10 15 24v18z';
const PICTURES = {
  back: 'M20 12H4m7-7-7 7 7 7',
  go: 'm9 5 7 7-7 7',
  languages: 'M3 6h11M8.500 3v3M12 6c-1 5-5 8-8 9m2-6c1 3 4 5 6 6m1 6 4-10 4 10m-6.500-3h5',
  phone: 'M8 3 5 4c-2 8 7 17 15 15l1-3-5-3-2 2c-2-1-4-3-5-5l2-2z',
  calendar: 'M4 6h16v14H4zM8 3v5m8-5v5M12 10v7m-3.500-3.500h7',
  change: 'm4 20 1-5L16 4l4 4L9 19zM14 6l4 4',
  cross: 'M5 5l14 14M19 5 5 19',
  clock: 'M12 3a9 9 0 1 0 .010 0zM12 7v5l3 3',
} as const;

export const picture = (name: keyof typeof PICTURES, kind = 'i'): ComponentChildren =>
  h('svg', { class: kind, viewBox: '0 0 24 24', 'aria-hidden': 'true' }, h('path', { d: PICTURES[name] }));

/**
 * The drawings inside the arch (the emblem on a page) if nothing can be chosen on the page, by the reason. The arch of other pages is empty
 * and lit.
 */
const INSIDE = {
  lock: 'M11 29h14v9H11zM14 29v-3a4 4 0 0 1 8 0v3',
  unknown: 'M14 25a4 4 0 1 1 5 4c-1 .500-1 1-1 2.500M18 36v.010',
} as const;

export const arch = (inside: keyof typeof INSIDE | null = null): ComponentChildren =>
  h(
    'svg',
    { class: inside === null ? 'arch' : 'arch unlit', viewBox: '0 0 36 48', 'aria-hidden': 'true' },
    h('path', { d: ARCH }),
    inside === null ? null : h('path', { d: INSIDE[inside] }),
  );

/** Draws a row of teeth: the roof over the page's foot, or the torn edge of a ticket. */
const teeth = (kind: 'roof' | 'torn', width: number, path: string): ComponentChildren =>
  h(
    'svg',
    { class: kind, 'aria-hidden': 'true' },
    h('pattern', { id: kind, width, height: 16, patternUnits: 'userSpaceOnUse' }, h('path', { d: path })),
    h('rect', { width: '100%', height: 16, fill: `url(#${kind})` }),
  );
export const tornEdge = (): ComponentChildren => teeth('torn', 18, 'M0 0h18c-2 5-8 10-18 10z');

export const linkLine = (reader: Reader, key: CitizensSentence, href: string, kind = 'link'): ComponentChildren =>
  h('p', { class: kind }, h('a', { href }, say(reader, key)));

export const noticeOf = (reader: Reader, said: CitizensSentence | null): ComponentChildren =>
  said === null ? null : h('p', { class: 'said', role: 'alert' }, say(reader, said));

export const submitButton = (
  words: ComponentChildren,
  attributes: Readonly<Record<string, string>> | null = null,
): ComponentChildren =>
  h('button', { class: 'main', type: 'submit' }, h('span', attributes, words), picture('go', 'i turns'));

export const hidden = (fields: Readonly<Record<string, string | null>>): ComponentChildren[] =>
  Object.entries(fields).flatMap(([name, value]) =>
    value === null ? [] : [h('input', { type: 'hidden', name, value })],
  );

export const titled = (reader: Reader, title: string): string => `${title} · ${say(reader, 'heading')}`;

/** A text of an office, marked with its language if that differs from the page's. */
export const textOf = (reader: Reader, words: LocalizedText): ComponentChildren => {
  const { text, lang } = named(reader, words);
  return lang === undefined ? text : h('span', { lang }, text);
};

export function stepsOf(reader: Reader, step: number, chosen: string | null = null): ComponentChildren {
  const arches = Array.from({ length: STEPS }, (_, at) =>
    h('path', { d: ARCH, transform: `translate(${at * 46} 0)`, ...(at < step ? {} : { fill: 'none' }) }),
  );
  return h(
    'p',
    { class: 'steps' },
    h('svg', { viewBox: `0 0 ${STEPS * 46} 48`, 'aria-hidden': 'true' }, ...arches),
    h('span', null, say(reader, 'step', { no: step, of: STEPS })),
    chosen === null ? null : h('strong', null, chosen),
  );
}

/** Draws a QR code on white, with a margin of four modules on each side. */
export function qrOf(text: string, title: string): ComponentChildren {
  const code = qrcode(0, 'M');
  code.addData(text, 'Alphanumeric');
  code.make();
  const count = code.getModuleCount();
  let path = '';
  for (let row = 0; row < count; row += 1)
    for (let column = 0; column < count; column += 1) {
      const from = column;
      while (column < count && code.isDark(row, column)) column += 1;
      if (column > from) path += `M${from + 4} ${row + 4}h${column - from}v1H${from + 4}z`;
    }
  const size = count + 8;
  return h(
    'svg',
    { class: 'qr', viewBox: `0 0 ${size} ${size}`, role: 'img', 'aria-label': title, 'shape-rendering': 'crispEdges' },
    h('path', { fill: '#fff', d: `M0 0h${size}v${size}H0z` }),
    h('path', { fill: '#000', d: path }),
  );
}

export interface WholePage {
  language: TicketLanguage;
  title: string;
  style: string;
  /** Seconds after which the page reloads itself. `null`: never. */
  againS?: number | null;
}

export function documentOf(
  { language, title, style, againS = null }: WholePage,
  ...content: ComponentChildren[]
): string {
  const page = h(
    'html',
    { lang: language, dir: languageRow(language).direction },
    h(
      'head',
      null,
      h('meta', { charset: 'utf-8' }),
      h('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
      h('meta', { name: 'robots', content: 'noindex' }),
      againS === null ? null : h('meta', { 'http-equiv': 'refresh', content: String(againS) }),
      h('title', null, title),
      h('style', { dangerouslySetInnerHTML: { __html: style } }),
    ),
    h('body', null, ...content),
  );
  return `<!DOCTYPE html>${renderToString(page)}`;
}

interface Frame {
  reader: Reader;
  title: string;
  /** The address of "back". `null`: the page shows its heading instead. */
  back: string | null;
  inLanguage: (language: string) => string;
  hasPuzzle?: boolean;
  heading?: string;
}

export function framed(
  { reader, title, back, inLanguage, hasPuzzle = false, heading = say(reader, 'heading') }: Frame,
  ...content: ComponentChildren[]
): string {
  const { language, phone } = reader;
  const others = TICKET_LANGUAGES.filter((one) => one !== language).map((one) => {
    const row = languageRow(one);
    const link = { href: inLanguage(one), hreflang: one, lang: one, dir: row.direction };
    return h('li', null, h('a', link, row.name));
  });
  return documentOf(
    { language, title, style: STYLE },
    h(
      'header',
      null,
      h(
        'div',
        { class: 'in' },
        back === null ? h('b', null, heading) : h('a', { href: back }, picture('back', 'i turns'), say(reader, 'back')),
        h(
          'details',
          { class: 'lang' },
          h(
            'summary',
            null,
            picture('languages'),
            h('span', { class: 'hide' }, `${say(reader, 'language')}: `),
            h('span', null, languageRow(language).name),
          ),
          h('ul', null, ...others),
        ),
      ),
    ),
    // Llei 9/2025: an appointment is never mandatory, and every page says so.
    h('main', null, ...content, h('p', { class: 'quiet noprint without' }, say(reader, 'without'))),
    teeth('roof', 40, 'M0 0c21 0 34 7 40 16H0z'),
    h(
      'footer',
      null,
      h(
        'div',
        { class: 'in' },
        phone === null
          ? h('p', null, heading)
          : h('a', { href: `tel:${phone.replaceAll(' ', '')}` }, picture('phone'), say(reader, 'call', { phone })),
      ),
    ),
    hasPuzzle ? h('script', { dangerouslySetInnerHTML: { __html: PUZZLE_SCRIPT } }) : null,
  );
}
