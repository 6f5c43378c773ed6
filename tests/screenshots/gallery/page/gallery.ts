import './gallery.css';
import type { Subject } from '../../page/show.ts';
import type { Content } from '../content.ts';
import { IS_READY, type ShowThis, type Stands } from './messages.ts';

const content: Content = JSON.parse(document.querySelector('#content')?.textContent ?? '');

const CHOICES = {
  panel: Object.keys(content.panels),
  text: content.textSizes.map((size) => `${size}`),
  language: content.languages,
  theme: Object.keys(content.themes),
  shade: content.shades,
  contrast: ['normal', 'high'],
  spacing: ['usual', 'wide'],
  brightness: ['usual', 'other'],
  reach: ['off', 'on'],
} satisfies Record<string, readonly string[]>;
type Choice = keyof typeof CHOICES;

const form = document.createElement('form');
const chosen = (choice: Choice): string => new FormData(form).get(choice)?.toString() ?? '';

function subjectOf(screen: string): Subject {
  const [panel, theme] = [content.panels[chosen('panel')], content.themes[chosen('theme')]];
  const shade = content.shades.find((one) => one === chosen('shade'));
  const subject = content.screens[screen]?.[chosen('language')];
  if (panel === undefined || theme === undefined || shade === undefined || subject === undefined)
    throw new Error(`nothing of “${screen}” here`);
  const textSize = chosen('text') === '200' ? 200 : chosen('text') === '150' ? 150 : 100;
  const access = {
    textSize,
    contrast: chosen('contrast') === 'high' ? 'high' : 'normal',
    spacing: chosen('spacing') === 'wide' ? 'wide' : 'usual',
    brightness: chosen('brightness') === 'other' ? 'other' : 'usual',
    reach: chosen('reach') === 'on',
  } as const;
  const hasSettings = !content.withoutSettings.includes(screen);
  return {
    ...subject,
    appearance: { panel, theme, shade, touch: content.touch, speech: content.speech, keypad: content.keypad },
    state: hasSettings ? { ...subject.state, access } : subject.state,
  };
}

/** A picture of a screen or component. It is drawn only near the visible part of the gallery. */
interface Shown {
  figure: HTMLElement;
  glass: HTMLElement;
  screen: string;
  find: string | null;
  frame: HTMLIFrameElement | null;
  isReady: boolean;
}
/** Shorter side of a screen's picture, in pixels. */
const SCREEN_WIDTH = 300;
const PART_WIDTH = 460;
const AROUND = 12;
const all: Shown[] = [];

function tell(shown: Shown): void {
  const { frame, find, screen, isReady, glass } = shown;
  const subject = subjectOf(screen);
  const { widthPx, heightPx } = subject.appearance.panel;
  const scale = SCREEN_WIDTH / Math.min(widthPx, heightPx);
  if (find === null) Object.assign(glass.style, { width: `${widthPx * scale}px`, height: `${heightPx * scale}px` });
  if (frame === null) return;
  Object.assign(frame.style, { width: `${widthPx}px`, height: `${heightPx}px`, transform: `scale(${scale})` });
  const message: ShowThis = { subject, find };
  if (isReady) frame.contentWindow?.postMessage(message, '*');
}

function crop({ glass, frame, figure }: Shown, { box }: Stands): void {
  figure.dataset.found = String(box !== null);
  if (frame === null) return;
  if (box === null) {
    Object.assign(glass.style, { width: '', height: '0' });
    return;
  }
  const width = box.width + 2 * AROUND;
  const scale = Math.min(PART_WIDTH / width, 1);
  Object.assign(glass.style, { width: `${width * scale}px`, height: `${(box.height + 2 * AROUND) * scale}px` });
  frame.style.transform = `scale(${scale}) translate(${AROUND - box.x}px, ${AROUND - box.y}px)`;
}

function light(shown: Shown): void {
  if (shown.frame !== null) return;
  const frame = document.createElement('iframe');
  frame.src = 'screen.html';
  frame.tabIndex = -1;
  frame.title = shown.screen;
  shown.glass.append(frame);
  shown.frame = frame;
  tell(shown);
}

function darken(shown: Shown): void {
  shown.frame?.remove();
  Object.assign(shown, { frame: null, isReady: false });
  delete shown.figure.dataset.stands;
}

window.addEventListener('message', ({ source, data }: MessageEvent<typeof IS_READY | Stands>) => {
  const shown = all.find(({ frame }) => frame?.contentWindow === source);
  if (shown === undefined) return;
  if (data === IS_READY) {
    shown.isReady = true;
    tell(shown);
    return;
  }
  shown.figure.dataset.stands = 'true';
  if (shown.find !== null) crop(shown, data);
});

const nearby = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      const shown = all.find(({ figure }) => figure === target);
      if (shown === undefined) continue;
      if (isIntersecting) light(shown);
      else darken(shown);
    }
  },
  { rootMargin: '400px' },
);

function figureOf(screen: string, find: string | null): HTMLElement {
  const figure = document.createElement('figure');
  figure.dataset.screen = screen;
  const caption = document.createElement('figcaption');
  caption.textContent = screen;
  const glass = document.createElement('div');
  glass.className = 'glass';
  figure.append(caption, glass);
  const shown: Shown = { figure, glass, screen, find, frame: null, isReady: false };
  all.push(shown);
  tell(shown);
  nearby.observe(figure);
  return figure;
}

function section(level: 'h2' | 'h3', title: string, figures: readonly HTMLElement[]): HTMLElement {
  const part = document.createElement('section');
  const heading = document.createElement(level);
  heading.textContent = title;
  const row = document.createElement('div');
  row.className = 'row';
  row.append(...figures);
  part.append(heading, row);
  return part;
}

for (const [name, values] of Object.entries(CHOICES)) {
  const label = document.createElement('label');
  const select = document.createElement('select');
  select.name = name;
  for (const value of values) select.add(new Option(value, value));
  label.append(name, select);
  form.append(label);
}
const words = document.createElement('input');
words.type = 'search';
words.placeholder = 'part of a name';
words.setAttribute('aria-label', 'part of a name');
form.append(words);
form.addEventListener('change', () => {
  for (const shown of all) {
    delete shown.figure.dataset.stands;
    tell(shown);
  }
});
form.addEventListener('submit', (event) => event.preventDefault());
words.addEventListener('input', () => {
  for (const part of document.querySelectorAll<HTMLElement>('[data-names]'))
    part.hidden = !part.dataset.names?.includes(words.value);
});

const title = document.createElement('h1');
title.textContent = 'Torn: every screen and every component';
document.body.append(title, form);
const screens = section(
  'h2',
  'Screens',
  Object.keys(content.screens).map((screen) => {
    const figure = figureOf(screen, null);
    figure.dataset.names = screen;
    return figure;
  }),
);
const components = section('h2', 'Components', []);
for (const [name, { find, on }] of Object.entries(content.components)) {
  const part = section(
    'h3',
    name,
    on.map((screen) => figureOf(screen, find)),
  );
  part.dataset.component = name;
  part.dataset.names = [name, ...on].join(' ');
  components.append(part);
}
document.body.append(screens, components);
