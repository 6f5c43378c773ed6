// @vitest-environment happy-dom
import { afterEach, describe, expect, it } from 'vitest';
import { lineOf } from '../../../../src-renderer/reading/script.ts';
import { stopsOf } from '../../../../src-renderer/reading/stops.ts';
import { screensIn } from '../../../screenshots/canned-states.ts';
import { canned } from '../canned.ts';
import { clearPage, drawPage } from '../drawn-page.tsx';

const LANGUAGES = ['ca', 'es', 'en'] as const;
const NOT_SEEN = '.spoken';

function draw(name: string, language: (typeof LANGUAGES)[number]): Element {
  drawPage().show(canned(name, {}, language));
  return document.body;
}
afterEach(clearPage);

const plain = (text: string) => text.replaceAll(/\s+/g, ' ').trim();
function seenIn(element: Element): string[] {
  if (element.matches(NOT_SEEN)) return [];
  return [...element.childNodes].flatMap((node) => {
    if (node.nodeType === 3) return plain(node.textContent ?? '') === '' ? [] : [plain(node.textContent ?? '')];
    return node instanceof Element ? seenIn(node) : [];
  });
}

/**
 * Texts that need no speech: signs that serve as a drawing, empty fields, and numbers of steps, because the steps are read one after
 * another.
 */
const isDrawing = (text: string): boolean => !/[\p{L}\p{N}]/u.test(text) || /^[1-6]$/.test(text);

function unsaidOn(screen: Element, language: (typeof LANGUAGES)[number]): string[] {
  const said = stopsOf(screen, language).flatMap((stop) =>
    lineOf(stop, language).pieces.map(({ text }) => plain(text)),
  );
  return seenIn(screen).filter((text) => !isDrawing(text) && !said.some((one) => one.includes(text)));
}

function unsaid(name: string, language: (typeof LANGUAGES)[number]): string[] {
  const missing = unsaidOn(draw(name, language), language);
  clearPage();
  return missing.map((text) => `${name}: ${text}`);
}

describe('a listener', () => {
  for (const language of LANGUAGES)
    it(`hears every visible text of any screen, in ${language}`, () => {
      expect(Object.keys(screensIn(language)).flatMap((name) => unsaid(name, language))).toEqual([]);
    });

  it('hears nothing that is not on the screen, except texts written for listeners and names of states', () => {
    const added: string[] = [];
    for (const name of Object.keys(screensIn('ca'))) {
      const screen = draw(name, 'ca');
      const all = plain(screen.textContent ?? '');
      const labels = [...screen.querySelectorAll('[aria-label]')].map((one) =>
        plain(one.getAttribute('aria-label') ?? ''),
      );
      for (const { pieces } of stopsOf(screen, 'ca'))
        for (const { text } of pieces) if (![all, ...labels].some((one) => one.includes(plain(text)))) added.push(text);
      clearPage();
    }
    expect(added).toEqual([]);
  });

  it('misses a text hidden from screen readers, which the test finds', () => {
    const screen = draw('help', 'ca');
    const paragraph = document.createElement('p');
    paragraph.textContent = 'Només per a qui hi veu';
    paragraph.setAttribute('aria-hidden', 'true');
    screen.querySelector('main')?.append(paragraph);
    expect(unsaidOn(screen, 'ca')).toEqual(['Només per a qui hi veu']);
    paragraph.remove();
  });
});
