// @vitest-environment happy-dom
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Warning } from '../../../src-main/session/contract/view-state.ts';
import { tellSignsOfLife } from '../../../src-renderer/signs-of-life.ts';
import { CHIMES, type Chime, TONE_MS } from '../../../src-renderer/sound.ts';
import { soundWarnings } from '../../../src-renderer/warning-sound.ts';
import { canned, USUAL_WARNING } from './canned.ts';
import { clearPage, drawPage } from './drawn-page.tsx';
import { succeeded } from './fake-kiosk.ts';

let page: ReturnType<typeof drawPage>;
let stopTelling: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  page = drawPage();
  stopTelling = tellSignsOfLife(page.store, page.kiosk.api);
});
afterEach(() => {
  stopTelling();
  clearPage();
  vi.useRealTimers();
});

const NUMBER = { about: 'number', numberStands: true } as const;
const TYPED = '12345678';

function show(name: string, warning: Partial<Warning> | null, stateNo = 1): void {
  page.show(canned(name, { stateNo, warning: warning && { ...USUAL_WARNING, ...warning } }));
}
const text = () => document.body.textContent ?? '';
const found = (selector: string): HTMLElement => {
  const element = document.querySelector<HTMLElement>(selector);
  if (element === null) throw new Error(`no ${selector}`);
  return element;
};
const button = (name: string): HTMLElement => {
  const shown = (one: HTMLElement): string => (one.textContent ?? '').replaceAll(/\p{Cf}/gu, '');
  const element = [...document.querySelectorAll<HTMLElement>('button')].find((one) => shown(one).includes(name));
  if (element === undefined) throw new Error(`no button ${name}`);
  return element;
};
const seconds = () => found('.countdown-number').textContent;
const methods = () => page.kiosk.calls.map(({ method }) => method);
/** A finger's press and release. If the guard accepts the press, it turns the press into a click before the page receives the release. */
const finger = (on: HTMLElement, ...events: string[]) =>
  act(() => {
    for (const type of events) on.dispatchEvent(new PointerEvent(type, { bubbles: true, cancelable: true }));
  });
const tap = (on: HTMLElement) => finger(on, 'pointerdown', 'click', 'pointerup');
const key = (on: HTMLElement, name: string, repeat = false) =>
  act(
    () => void on.dispatchEvent(new KeyboardEvent('keydown', { key: name, repeat, bubbles: true, cancelable: true })),
  );

describe('the warning over choices', () => {
  it('covers the screen, names what will be cleared, and makes the screen behind it inert', () => {
    show('services', USUAL_WARNING);
    expect(found('.warning').dataset.form).toBe('sheet');
    expect(text()).toContain('D’aquí a 18 segons esborrarem el que heu triat');
    expect(found('main').hasAttribute('inert')).toBe(true);
  });

  it('offers more time, or clearing everything', () => {
    show('services', USUAL_WARNING);
    act(() => button('Dona’m més temps').click());
    show('services', USUAL_WARNING, 2);
    act(() => button('Esborra-ho i acaba').click());
    expect(methods()).toEqual(['stay', 'finish']);
  });

  it('takes the focus and gives it back', () => {
    show('services', null);
    button('Impostos i taxes').focus();
    show('services', USUAL_WARNING);
    expect(document.activeElement).toBe(button('Dona’m més temps'));
    show('services', null, 2);
    expect(document.activeElement).toBe(button('Impostos i taxes'));
    expect(found('main').hasAttribute('inert')).toBe(false);
  });

  it('on the façade says that language and settings will be reset', () => {
    show('idle', { about: 'settings' });
    expect(text()).toContain('la pantalla tornarà al català');
  });

  it('also covers a technician’s screens', () => {
    show('technician-pin-choose', { about: 'typed' });
    expect(text()).toContain('esborrarem el que heu escrit');
    expect(found('main').hasAttribute('inert')).toBe(true);
  });
});

describe('the warning over a number', () => {
  for (const name of ['take-ticket', 'printer-trouble', 'result-already-checked-in', 'attendance-proof'])
    it(`is a band that covers no part of the number, and says what remains: ${name}`, () => {
      show(name, NUMBER);
      expect(found('.warning').dataset.form).toBe('band');
      expect(document.querySelector('.scrim')).toBeNull();
      expect(found('.number').closest('.warning')).toBeNull();
      expect(text()).toContain('El vostre torn continua sent vàlid. Tornem a l’inici d’aquí a 18 segons.');
    });

  it('offers no clearing, since nothing is cleared', () => {
    show('take-ticket', NUMBER);
    expect(text()).not.toContain('Esborra');
    act(() => button('Acaba la visita').click());
    expect(methods()).toEqual(['finish']);
  });
});

describe('the seconds of a warning', () => {
  it('go down by one each second, and follow the core', () => {
    show('services', USUAL_WARNING);
    act(() => void vi.advanceTimersByTime(1_000));
    expect(seconds()).toBe('17');
    expect(text()).toContain('D’aquí a 17 segons');
    show('services', { endsInSeconds: 5 });
    expect(seconds()).toBe('5');
  });

  it('never go up, whatever a late state says', () => {
    show('services', USUAL_WARNING);
    act(() => void vi.advanceTimersByTime(3_000));
    show('services', { endsInSeconds: 17 });
    expect(seconds()).toBe('15');
  });

  it('go down by one each second however often the core sends the remaining time', () => {
    for (const endsInSeconds of [18, 12, 10]) show('services', { endsInSeconds });
    act(() => void vi.advanceTimersByTime(3_000));
    expect(seconds()).toBe('7');
  });

  it('never go below zero', () => {
    show('services', { endsInSeconds: 1 });
    act(() => void vi.advanceTimersByTime(5_000));
    expect(seconds()).toBe('0');
  });

  it('are announced once to screen readers', () => {
    for (const [name, warning] of [
      ['services', {}],
      ['take-ticket', NUMBER],
      ['services', { extensionsLeft: 0 }],
    ] as const) {
      show(name, warning);
      const heard = () => found('#warning-body').textContent;
      const first = heard();
      expect(first).toContain('18 segons');
      act(() => void vi.advanceTimersByTime(4_000));
      expect(heard()).toBe(first);
      expect(found('[aria-hidden="true"]:has(+ #warning-body)').textContent).toContain('14 segons');
      show(name, null);
    }
  });
});

describe('any touch or key', () => {
  for (const [name, warning] of [
    ['services', {}],
    ['take-ticket', NUMBER],
    ['idle', { about: 'settings' }],
    ['technician', { about: 'page' }],
  ] as const)
    it(`asks for more time, once: ${name}`, () => {
      show(name, warning);
      tap(found('.frame'));
      expect(methods()).toEqual(['stay']);
    });

  it('counts when the finger slips away, or rests', () => {
    show('services', USUAL_WARNING);
    finger(found('.scrim'), 'pointerdown', 'pointercancel');
    show('services', USUAL_WARNING, 2);
    finger(found('.warning h2'), 'pointerdown', 'pointerup');
    expect(methods()).toEqual(['stay', 'stay']);
  });

  it('counts when a finger slips off a button, which then orders nothing', () => {
    show('services', USUAL_WARNING);
    finger(button('Esborra-ho i acaba'), 'pointerdown', 'pointerup');
    show('services', USUAL_WARNING, 2);
    finger(found('.bar-help'), 'pointerdown', 'pointercancel');
    show('services', USUAL_WARNING, 3);
    finger(found('.warning .actions button'), 'pointerdown', 'pointerup');
    expect(methods()).toEqual(['stay', 'stay', 'stay']);
  });

  it('orders nothing below the warning, not even by the guard’s click', async () => {
    show('services', USUAL_WARNING);
    finger(button('Impostos i taxes'), 'click');
    finger(button('Impostos i taxes'), 'pointerdown', 'pointerup');
    expect(methods()).toEqual(['stay']);
    await act(() => page.kiosk.calls[0]?.answer(succeeded));
    show('services', null);
    tap(button('Impostos i taxes'));
    expect(methods()).toEqual(['stay', 'takeTicket']);
  });

  it('leaves clearing and the bar to their buttons', () => {
    show('services', USUAL_WARNING);
    tap(button('Esborra-ho i acaba'));
    show('services', USUAL_WARNING, 2);
    tap(found('.bar-help'));
    expect(methods()).toEqual(['finish', 'openHelp']);
  });

  it('counts once for a key of any kind, which does nothing else', () => {
    show('services', USUAL_WARNING);
    key(document.body, 'ArrowDown');
    key(document.body, 'ArrowDown', true);
    expect(methods()).toEqual(['stay']);
    show('services', USUAL_WARNING, 2);
    key(button('Esborra-ho i acaba'), 'Tab');
    expect(methods()).toEqual(['stay', 'stay']);
  });

  it('leaves a button its own keys', () => {
    show('services', USUAL_WARNING);
    key(button('Esborra-ho i acaba'), 'Enter');
    expect(methods()).toEqual([]);
  });

  it('keeps what was typed', () => {
    show('document-keypad', null);
    for (const digit of TYPED) act(() => button(digit).click());
    const typed = found('.typed').textContent;
    show('document-keypad', { about: 'check-in' });
    tap(found('.scrim'));
    show('document-keypad', null);
    expect(found('.typed').textContent).toBe(typed);
    expect(typed?.replaceAll(/\D/g, '')).toBe(TYPED);
  });
});

describe('the last warning, once no more time can be given', () => {
  const LAST = { extensionsLeft: 0 };

  it('leaves the screen usable, and says how to go on', () => {
    show('services', LAST);
    expect(document.querySelector('.warning')).toBeNull();
    expect(found('main').hasAttribute('inert')).toBe(false);
    expect(text()).toContain('Toqueu una opció o d’aquí a 18 segons ho esborrarem.');
    act(() => button('Impostos i taxes').click());
    expect(methods()).toEqual(['takeTicket']);
  });

  it('says that a number stays valid', () => {
    show('take-ticket', { ...LAST, ...NUMBER });
    expect(text()).toContain('El vostre torn continua sent vàlid.');
  });

  it('is answered by a key of a keypad, which does not reach the core', () => {
    show('document-keypad', LAST);
    act(() => button('1').click());
    expect(methods()).toEqual(['act']);
  });
});

describe('a typing person', () => {
  it('counts as present, which the core hears from time to time', () => {
    show('document-keypad', null);
    for (const digit of TYPED) act(() => button(digit).click());
    expect(methods()).toEqual(['act']);
  });
});

describe('the chime of a warning', () => {
  let heard: [Chime, number][];
  let stop: () => void;
  beforeEach(() => {
    heard = [];
    stop = soundWarnings(page.store, { chime: (which, percent) => void heard.push([which, percent]) });
  });
  afterEach(() => stop());

  it('sounds as the warning appears and ten seconds before the end, and no more', () => {
    show('services', null);
    for (let endsInSeconds = 20; endsInSeconds >= 0; endsInSeconds -= 1) show('services', { endsInSeconds });
    expect(heard).toEqual([
      ['warns', 50],
      ['ends', 50],
    ]);
  });

  it('sounds even if the clock skips the tenth second', () => {
    for (const endsInSeconds of [20, 11, 8, 7]) show('services', { endsInSeconds });
    expect(heard.map(([which]) => which)).toEqual(['warns', 'ends']);
  });

  it('sounds again with each warning', () => {
    show('services', USUAL_WARNING);
    show('services', null, 2);
    show('services', { extensionsLeft: 9 }, 2);
    expect(heard.map(([which]) => which)).toEqual(['warns', 'warns']);
  });

  it('is as loud as the office sets, or silent', () => {
    show('services', { chimePercent: 0 });
    show('services', null, 2);
    show('services', { chimePercent: 80 }, 2);
    expect(heard).toEqual([['warns', 80]]);
  });

  it('takes less than a second', () => {
    for (const tones of Object.values(CHIMES))
      expect(Math.max(...tones.map(({ atMs }) => atMs)) + TONE_MS).toBeLessThan(1_000);
  });
});
