import type { Language } from '../../config/languages.ts';

export interface Piece {
  readonly language: Language;
  readonly text: string;
}

export const textOf = (pieces: readonly Piece[]): string => pieces.map(({ text }) => text).join('\n');

/** A stop: a text or a control of the screen that speech reads as a whole, identified by `element`. Only a control can be pressed. */
export interface Stop {
  readonly element: HTMLElement;
  readonly kind: 'heading' | 'text' | 'control';
  readonly pieces: readonly Piece[];
  /** A control's state: a switch on or off, the chosen one of several, or disabled. */
  readonly state: 'on' | 'off' | 'chosen' | 'unavailable' | null;
}

/** The controls that the touch guard knows, except the hidden corner, which has no text to read. */
const CONTROL = 'button, a[href]';
const WHOLE = 'p, li, h1, h2, h3, dt, dd, time, bdi';

const isSilent = (element: Element): boolean =>
  element.getAttribute('aria-hidden') === 'true' || element.hasAttribute('inert') || element.localName === 'svg';

function isSeen(element: Element): boolean {
  const { display, visibility } = getComputedStyle(element);
  return display !== 'none' && visibility !== 'hidden';
}

/** The stops of a screen in visual sequence: the sequence of the document, except where the style `order` moves a key. */
export function stopsOf(screen: Element, language: Language): readonly Stop[] {
  const stops: Stop[] = [];
  const add = (element: HTMLElement, kind: Stop['kind']): void => {
    const pieces = piecesOf(element, language);
    if (pieces.length > 0) stops.push({ element, kind, pieces, state: kind === 'control' ? stateOf(element) : null });
  };
  const walk = (element: Element): void => {
    if (!(element instanceof HTMLElement) || isSilent(element) || !isSeen(element)) return;
    if (element.matches(CONTROL)) add(element, 'control');
    else if (element.querySelector(CONTROL) === null && isOneText(element))
      add(element, element.localName === 'h1' ? 'heading' : 'text');
    else for (const child of inVisualOrder(element)) walk(child);
  };
  walk(screen);
  return stops;
}

/** Sorts children by the style `order`, which on a small panel in landscape puts the letters of a NIE after all digits. */
const inVisualOrder = ({ children }: Element): Element[] =>
  [...children]
    .map((child) => ({ child, order: Number(getComputedStyle(child).order) || 0 }))
    .toSorted((one, other) => one.order - other.order)
    .map(({ child }) => child);

const isOneText = (element: Element): boolean =>
  element.matches(WHOLE) || [...element.childNodes].some((node) => isText(node) && node.data.trim() !== '');

const isText = (node: Node): node is Text => node.nodeType === 3;

function stateOf(control: HTMLElement): Stop['state'] {
  if (control.matches(':disabled')) return 'unavailable';
  if (control.getAttribute('aria-pressed') === 'true') return 'chosen';
  const checked = control.getAttribute('aria-checked');
  return checked === null ? null : checked === 'true' ? 'on' : 'off';
}

/** An element's text in pieces, each in one language and from one text node, because pronunciations are looked up by the shown text. */
function piecesOf(element: Element, language: Language): Piece[] {
  const label = element.getAttribute('aria-label');
  const spoken = languageOf(element, language);
  if (label !== null && element.matches(CONTROL)) return [{ language: spoken, text: label }];
  return [...element.childNodes].flatMap((node) => {
    if (isText(node)) return node.data.trim() === '' ? [] : [{ language: spoken, text: node.data }];
    if (!(node instanceof HTMLElement) || isSilent(node) || !isSeen(node)) return [];
    return piecesOf(node, spoken);
  });
}

/** The cast is safe, because elements only use languages that the page has. */
const languageOf = (element: Element, otherwise: Language): Language =>
  element instanceof HTMLElement && element.lang !== '' ? (element.lang as Language) : otherwise;

/** The live regions and their text: a refusal, the count of typed characters, the progress of a print. */
export const newsOf = (screen: Element, language: Language): ReadonlyMap<Element, readonly Piece[]> =>
  new Map(
    [...screen.querySelectorAll('[role="status"], [role="alert"]')]
      .filter((element) => element.closest('[inert]') === null)
      .map((element) => [element, piecesOf(element, language)]),
  );

/** Identifies the shown screen: its name, heading and page, and whether a warning covers it. */
export function readingKey(screen: Element): string {
  const pager = screen.querySelector('.pager')?.getAttribute('aria-label') ?? '';
  const warning = screen.querySelector('[role="alertdialog"]') !== null;
  const { screen: name = '' } = screen instanceof HTMLElement ? screen.dataset : {};
  return [name, screen.querySelector('h1')?.textContent, pager, warning].join('\n');
}
