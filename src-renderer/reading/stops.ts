import type { Language } from '../../src-main/domain/languages.ts';

/** Text in one language, as it stands in one place of the page. */
export interface Piece {
  readonly language: Language;
  readonly text: string;
}

/** One place of a screen where whoever listens may stand. `element` tells it from others; a control can be chosen. */
export interface Stop {
  readonly element: HTMLElement;
  readonly kind: 'heading' | 'text' | 'control';
  readonly pieces: readonly Piece[];
  /** Of a control: a switch that is on or off, one of several that is chosen, one that cannot be chosen now. */
  readonly state: 'on' | 'off' | 'chosen' | 'unavailable' | null;
}

/** The same that the touch guard takes for one; the hidden corner says nothing and is none. */
const CONTROL = 'button, a[href]';
/** Text that is one place as a whole, whatever stands in it. */
const WHOLE = 'p, li, h1, h2, h3, dt, dd, time, bdi';

const isSilent = (element: Element): boolean =>
  element.getAttribute('aria-hidden') === 'true' || element.hasAttribute('inert') || element.localName === 'svg';

function isSeen(element: Element): boolean {
  const { display, visibility } = getComputedStyle(element);
  return display !== 'none' && visibility !== 'hidden';
}

/** Every place of a screen, in the order of the page, which is that of the eye and of the Tab key. */
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
    else for (const child of element.children) walk(child);
  };
  walk(screen);
  return stops;
}

const isOneText = (element: Element): boolean =>
  element.matches(WHOLE) || [...element.childNodes].some((node) => isText(node) && node.data.trim() !== '');

const isText = (node: Node): node is Text => node.nodeType === 3;

function stateOf(control: HTMLElement): Stop['state'] {
  if (control.matches(':disabled')) return 'unavailable';
  if (control.getAttribute('aria-pressed') === 'true') return 'chosen';
  const checked = control.getAttribute('aria-checked');
  return checked === null ? null : checked === 'true' ? 'on' : 'off';
}

/** What an element says, in pieces of one language and one text each, so that what was made for the ear is found by what is shown. */
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

/** The page names only languages of its own. */
const languageOf = (element: Element, otherwise: Language): Language =>
  element instanceof HTMLElement && element.lang !== '' ? (element.lang as Language) : otherwise;

/** What is said of itself when it changes: a reason, how many characters are typed, that paper is on its way. */
export const newsOf = (screen: Element, language: Language): ReadonlyMap<Element, readonly Piece[]> =>
  new Map(
    [...screen.querySelectorAll('[role="status"], [role="alert"]')]
      .filter((element) => element.closest('[inert]') === null)
      .map((element) => [element, piecesOf(element, language)]),
  );

/** What tells one screen from the next for whoever listens: its heading, its page, and whether a warning lies over it. */
export function readingKey(screen: Element): string {
  const pager = screen.querySelector('.pager')?.getAttribute('aria-label') ?? '';
  const warning = screen.querySelector('[role="alertdialog"]') !== null;
  const { screen: name = '' } = screen instanceof HTMLElement ? screen.dataset : {};
  return [name, screen.querySelector('h1')?.textContent, pager, warning].join('\n');
}
