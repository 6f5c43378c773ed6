// @vitest-environment happy-dom
import { afterEach, describe, expect, it } from 'vitest';
import { screensIn } from '../../screenshots/canned-states.ts';
import { canned } from './canned.ts';
import { clearPage, drawPage } from './drawn-page.tsx';

const LANGUAGES = ['ca', 'es', 'en'] as const;

function draw(name: string, language: (typeof LANGUAGES)[number]): void {
  drawPage().show(canned(name, {}, language));
}
afterEach(clearPage);

const plain = (text: string) => text.replaceAll(/\s+/g, ' ').trim().toLowerCase();
const named = (selector: string) => plain(document.querySelector(selector)?.textContent ?? '');
function seenOn(control: Element): string {
  const copy = control.cloneNode(true);
  if (!(copy instanceof Element)) return '';
  for (const hidden of copy.querySelectorAll('.spoken, [aria-hidden="true"], svg')) hidden.remove();
  return plain(copy.textContent ?? '');
}

describe('the bar', () => {
  it('has back, language, access and help in the same order, with the same names, on every screen', () => {
    const orders = new Set<string>();
    const names = new Map<string, Set<string>>();
    for (const name of Object.keys(screensIn('ca'))) {
      draw(name, 'ca');
      const places = [...document.querySelectorAll('.bar .bar-button')].map(
        ({ className }) => /bar-(back|language|access|help|word)/.exec(className)?.[1] ?? className,
      );
      // The question about a visit (`word`) is on the first screen only.
      const always = places.filter((place) => !['back', 'language', 'word'].includes(place));
      if (places.length > 0) orders.add(always.join(' '));
      const order = ['back', 'language', 'access', 'help'].filter((place) => places.includes(place));
      expect(
        places.filter((place) => order.includes(place)),
        name,
      ).toEqual(order);
      for (const place of ['access', 'help'] as const)
        if (places.includes(place)) names.set(place, (names.get(place) ?? new Set()).add(named(`.bar-${place}`)));
      clearPage();
    }
    expect([...orders]).toEqual(['access help']);
    expect([...names].map(([place, all]) => [place, all.size])).toEqual([
      ['access', 1],
      ['help', 1],
    ]);
  });
});

describe('a control', () => {
  for (const language of LANGUAGES)
    it(`has its visible text in its name, in ${language}`, () => {
      let seen = 0;
      for (const name of Object.keys(screensIn(language))) {
        draw(name, language);
        for (const control of document.querySelectorAll('button, a')) {
          const other = control.getAttribute('aria-label');
          if (other !== null) expect(plain(other), name).toContain(seenOn(control));
          // A control without `aria-label` is named by its content, so the content must have all visible text.
          else expect(plain(control.textContent ?? ''), name).toContain(seenOn(control));
          expect(control.hasAttribute('aria-labelledby'), name).toBe(false);
          seen += 1;
        }
        clearPage();
      }
      expect(seen).toBeGreaterThan(0);
    });
});
