// @vitest-environment happy-dom
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LANGUAGES, workingLanguageOf } from '../../../config/languages.ts';
import sentences from '../../../config/locales/ca/screen.json' with { type: 'json' };
import { createTranslator, fetchWords } from '../../../config/locales/index.ts';
import type { ShellScreen } from '../../../src-main/session/contract/view-state.ts';
import { DEFAULT_ACCESS } from '../../../src-main/session/rules/default-access.ts';
import { showShell } from '../../../src-renderer/store.ts';
import { SHELL_SCREENS, screensIn } from '../../screenshots/canned-states.ts';
import { appearanceOf } from '../../support/appearance.ts';
import { asShown } from '../../support/as-shown.ts';
import { canned } from './canned.ts';
import { clearPage, drawPage } from './drawn-page.tsx';

const t = createTranslator('ca', 'screen');
const ALL_ON = { contrast: 'high', textSize: 200, spacing: 'wide', brightness: 'other', reach: true } as const;

let { kiosk, store, show } = {} as ReturnType<typeof drawPage>;

beforeEach(() => {
  ({ kiosk, store, show } = drawPage());
});
afterEach(() => {
  clearPage();
  vi.useRealTimers();
});

const showFromShell = (screen: ShellScreen) => act(() => showShell(store, screen));
const text = () => document.body.textContent ?? '';
const control = (name: string): HTMLElement => {
  const found = [...document.querySelectorAll<HTMLElement>('button')].find((button) =>
    (button.ariaLabel ?? button.textContent ?? '').includes(name),
  );
  if (found === undefined) throw new Error(`no control ${name} in: ${text()}`);
  return found;
};
const touch = (name: string) => act(() => control(name).click());
const methods = () => kiosk.calls.map(({ method }) => method);

/** A sentence that is missing shows its key; a variable that is missing shows its braces. */
function expectNothingMissing(): void {
  expect(text()).not.toContain('{{');
  for (const key of SENTENCE_KEYS) expect(text()).not.toContain(key);
}
const SENTENCE_KEYS = Object.entries(sentences).flatMap(([group, inside]) =>
  Object.keys(inside).map((key) => `${group}.${key.replace(/_(one|other)$/, '')}`),
);

await Promise.all(LANGUAGES.map(fetchWords));
/**
 * The other languages, in which screens are drawn in turn. Another test shows that each language has every sentence, with the same
 * variables.
 */
const OTHERS = LANGUAGES.filter((language) => language !== 'ca');

describe('every screen', () => {
  it('whose file cannot be loaded is replaced by a screen that says so, with a code, and offers no second try', () => {
    const state = structuredClone(canned('services'));
    Object.assign(state.view, { screen: 'left-behind' });
    show(state);
    expect(text()).toContain(asShown(t('missing.title')));
    expect(text()).toContain('no file: left-behind');
    expect(text()).not.toContain(t('notice.tryAgain'));
    touch(t('ticket.finish'));
    expect(methods()).toEqual(['finish']);
  });

  for (const [at, name] of Object.keys(screensIn('ca')).entries())
    for (const language of ['ca', OTHERS[at % OTHERS.length] ?? 'ca'] as const)
      it(`shows all its sentences: ${name} in ${language}`, () => {
        show(canned(name, {}, language));
        expect(document.querySelectorAll('h1')).toHaveLength(1);
        expect(document.querySelector('h1')?.textContent).not.toBe('');
        expectNothingMissing();
        expect(document.documentElement.lang).toBe(
          /^(?:technician|staff-view)/.test(name) ? workingLanguageOf(language) : language,
        );
        // The Content-Security-Policy allows no `style` attributes; a script sets the panel's sizes and the city's colours on the root.
        expect(document.querySelector('body [style]')).toBeNull();
      });

  for (const [name, screen] of Object.entries(SHELL_SCREENS))
    it(`of the shell needs no core: ${name}`, () => {
      showFromShell(screen);
      expect(document.querySelector('h1')?.textContent).not.toBe('');
      expectNothingMissing();
      expect(document.querySelectorAll('button')).toHaveLength(0);
    });

  it('moves the focus to its heading', () => {
    show(canned('services'));
    expect(document.activeElement?.tagName).toBe('H1');
    expect(document.activeElement?.textContent).toBe(t('services.question.walk-in'));
    show(canned('services-long', { stateNo: 2 }));
    expect(document.activeElement?.textContent).toBe('Territori i sostenibilitat');
  });

  it('keeps the focus where it is when only the clock moves', () => {
    show(canned('services'));
    control('Empadronament').focus();
    show(canned('services', { localTime: '2026-11-24T10:25' }));
    expect(document.activeElement).toBe(control('Empadronament'));
    expect(text()).toContain('10.25');
  });

  it('has the person’s settings', () => {
    const { dataset } = document.documentElement;
    show(canned('services', { access: ALL_ON }));
    expect(dataset).toMatchObject({ contrast: 'high', textSize: '200', reach: 'true', brightness: 'dimmer' });
    show(canned('services', { access: { ...DEFAULT_ACCESS, spacing: 'wide' }, stateNo: 2 }));
    expect(dataset.spacing).toBe('wide');
    show(canned('services', { access: DEFAULT_ACCESS, stateNo: 3 }));
    expect(dataset).toMatchObject({ contrast: 'normal', textSize: '100', reach: 'false', spacing: 'usual' });
  });

  it.each([
    ['light', 'dimmer', 'dark'],
    ['dark', 'brighter', 'light'],
  ] as const)('on a %s panel can be made %s, in the same colours of the city', (shade, brightness, other) => {
    const { dataset, style } = document.documentElement;
    const appearance = appearanceOf({ shade });
    act(() => store.setState({ appearance }));
    show(canned('access', { access: DEFAULT_ACCESS }));
    expect(control(t(`access.${brightness}`)).getAttribute('aria-checked')).toBe('false');
    expect(dataset.brightness).toBe('usual');
    expect(style.getPropertyValue('--ground')).toBe(appearance.theme[shade].ground);
    show(canned('access', { access: { ...DEFAULT_ACCESS, brightness: 'other' }, stateNo: 2 }));
    expect(control(t(`access.${brightness}`)).getAttribute('aria-checked')).toBe('true');
    expect(dataset.brightness).toBe(brightness);
    expect(style.getPropertyValue('--ground')).toBe(appearance.theme[other].ground);
    show(canned('access', { access: { ...DEFAULT_ACCESS, contrast: 'high', brightness: 'other' }, stateNo: 3 }));
    expect(dataset.brightness).toBe(brightness);
    expect(style.getPropertyValue('--ground')).toBe('');
  });
});

describe('the façade', () => {
  it('opens the entry of its door, and invites to scan a code', () => {
    show(canned('idle'));
    touch(t('idle.entry.appointment'));
    expect(kiosk.calls[0]).toMatchObject({ method: 'openEntry', params: { visitType: 'appointment' } });
    expect(text()).toContain(t('idle.scan'));
  });

  it('says where the ticket comes out if no reader reads', () => {
    show(canned('idle-one-entry'));
    expect(text()).toContain(t('idle.paper', { where: t('where.below') }));
    expect(text()).not.toContain('QR');
  });

  it('has one door if there is one entry', () => {
    show(canned('idle-one-entry'));
    expect(document.querySelectorAll('.entry')).toHaveLength(1);
  });
});

describe('the list of services', () => {
  it('asks what the appointment is for', () => {
    show(canned('services-appointment'));
    expect(document.querySelector('h1')?.textContent).toBe(t('services.question.appointment'));
  });

  it('takes a ticket in the language of the screen', () => {
    show(canned('services', {}, 'es'));
    touch('Empadronamiento');
    expect(kiosk.calls[0]).toMatchObject({
      method: 'takeTicket',
      params: { serviceId: 'empadronament', visitType: 'walk-in', language: 'es' },
    });
  });

  it('takes one ticket however often a service is touched', () => {
    show(canned('services'));
    touch('Empadronament');
    touch('Empadronament');
    touch('Impostos i taxes');
    expect(methods()).toEqual(['takeTicket']);
  });

  it('opens a group', () => {
    const services = canned('services');
    show({
      ...services,
      view: {
        screen: 'services',
        visitType: 'walk-in',
        purpose: 'ticket',
        group: null,
        open: 'one',
        choices: [
          { kind: 'group', groupId: 'territori', name: 'Territori', subtitle: null, pictogram: 'folder', closed: null },
        ],
      },
    });
    touch('Territori');
    expect(kiosk.calls[0]).toMatchObject({ method: 'openGroup', params: { groupId: 'territori' } });
  });

  it('shows the subtitles of groups also with controls at a seated reach', () => {
    const subtitles = () => [...document.querySelectorAll('.row-subtitle')].map(({ textContent }) => textContent);
    const groups = canned('services-groups');
    show(groups);
    const usual = subtitles();
    show({ ...groups, access: { ...groups.access, reach: true } });
    expect(usual.length).toBeGreaterThan(0);
    expect(subtitles()).toEqual(expect.arrayContaining(usual));
  });

  it('asks nothing if one service is open, or none', () => {
    const { view, ...state } = canned('services');
    if (view.screen !== 'services') throw new Error(view.screen);
    const titleOf = (open: typeof view.open) => {
      show({ ...state, view: { ...view, open } });
      return document.querySelector('h1')?.textContent;
    };
    expect(titleOf('several')).toBe(t('services.question.walk-in'));
    expect(titleOf('one')).toBe(t('services.only'));
    expect(titleOf('none')).toBe(t('services.none'));
  });

  it('offers nothing to touch on a closed service, and says until when', () => {
    show(canned('services'));
    const row = document.querySelector<HTMLElement>('.row-closed');
    expect(row?.textContent).toBe('idCAT MòbilTancat per avaria fins a les\u00a012.00');
    expect(row?.closest('button')).toBeNull();
    act(() => row?.click());
    expect(methods()).toEqual([]);
  });

  it('reports a service that closed between the state and the touch', async () => {
    show(canned('services'));
    touch('Empadronament');
    await act(async () => kiosk.calls[0]?.answer({ ok: false, error: { kind: 'service-closed' } }));
    expect(document.querySelector('.notice')?.textContent).toBe(t('notice.serviceClosed'));
    expect(document.querySelector('.notice')?.closest('[role=status]')).not.toBeNull();
  });

  it.each([
    ['a touch that came too late', 'stale-command'],
    ['a touch on what the screen no longer offers', 'not-possible-here'],
    ['a core that went away, which has a screen of its own', 'core-down'],
  ] as const)('does not mention %s', async (_what, kind) => {
    show(canned('services'));
    touch('Empadronament');
    await act(async () => kiosk.calls[0]?.answer({ ok: false, error: { kind } }));
    expect(document.querySelector('.notice')).toBeNull();
  });
});

describe('the ticket', () => {
  it('shows the number and, for the clerk, the Catalan name', () => {
    show(canned('take-ticket', {}, 'en'));
    expect(document.querySelector('.number')?.textContent).toBe('A047');
    expect(document.querySelector('.paper-catalan')?.textContent).toBe('Empadronament');
    expect(document.querySelector('.paper-catalan')?.getAttribute('lang')).toBe('ca');
    touch('Finish');
    expect(methods()).toEqual(['finish']);
  });

  it('tells an appointment holder what to do at the desk', () => {
    show(canned('take-ticket'));
    expect(text()).not.toContain(t('ticket.appointmentDesk'));
    show(canned('take-ticket-appointment', { stateNo: 2 }));
    expect(text()).toContain(`${t('ticket.appointment')} ${t('ticket.appointmentDesk')}`);
  });

  it('is announced to screen readers', () => {
    show(canned('printing'));
    expect(document.querySelector('.spoken[role=status]')?.textContent).toBe(t('ticket.isYours', { label: 'A047' }));
  });

  it('stays valid if the paper does not come out, and claims no more than is known', () => {
    show(canned('printer-trouble'));
    expect(text()).toContain(t('printerTrouble.valid'));
    expect(document.querySelector('h1')?.textContent).toBe(t('printerTrouble.title'));
    show(canned('printer-trouble-unsure', { stateNo: 2 }));
    expect(document.querySelector('h1')?.textContent).toBe(t('printerTrouble.titleUnsure'));
  });
});

describe('a closed office', () => {
  it('gives the reason, the end, and another place to go', () => {
    show(canned('closed'));
    expect(text()).toContain(t('closed.titleToday'));
    expect(text()).toContain('Tornem a obrir dimarts, 1\u00a0de\u00a0desembre, a les\u00a09.00.');
    expect(text()).toContain('OAC Didó');
    expect(document.querySelector('[data-lit=true]')).not.toBeNull();
  });

  it('says when it opens tomorrow if no other office is open', () => {
    show(canned('closed-tonight'));
    expect(text()).toContain(t('closed.titleNow'));
    expect(text()).toContain(t('closed.opensTomorrow'));
    expect(document.querySelector('.arch-time')?.textContent).toBe('8.30');
    expect(document.querySelector('[data-lit=false]')).not.toBeNull();
  });

  it('leaves out what is unknown', () => {
    show(canned('closed-nothing-known'));
    expect(text()).not.toContain(t('closed.phone'));
    expect(text()).not.toContain('obrir');
  });
});

describe('the bar', () => {
  it('offers the way back only if there is one', () => {
    show(canned('services'));
    touch(t('bar.back'));
    expect(methods()).toEqual(['back']);
    show(canned('take-ticket', { stateNo: 2 }));
    expect(() => control(t('bar.back'))).toThrow();
  });

  it('names each other language on the façade in its own words, Catalan first, and one touch chooses it', () => {
    show(canned('idle', { languages: ['es', 'ca', 'en'] }, 'en'));
    const names = [...document.querySelectorAll('.bar [lang]')].map((one) => [
      one.getAttribute('lang'),
      one.textContent,
    ]);
    expect(names).toEqual([
      ['ca', 'Català'],
      ['es', 'Español'],
    ]);
    touch('Español');
    expect(kiosk.calls[0]).toMatchObject({ method: 'chooseLanguage', params: { language: 'es' } });
  });
});

describe('easy access', () => {
  it('changes one setting and leaves the others', () => {
    show(canned('access', { access: { ...DEFAULT_ACCESS, reach: true } }));
    expect(control(t('access.reach')).getAttribute('aria-checked')).toBe('true');
    touch(t('access.highContrast'));
    expect(kiosk.calls[0]).toMatchObject({
      method: 'setAccess',
      params: { access: { ...DEFAULT_ACCESS, contrast: 'high', reach: true } },
    });
  });
});

describe('the size of type', () => {
  it.each([
    [100, 150, '1 de 3, i al paper'],
    [150, 200, '2 de 3, i al paper'],
    [200, 100, '3 de 3, i al paper'],
  ] as const)('of %i per cent becomes %i by a touch', (textSize, next, said) => {
    show(canned('access', { access: { ...DEFAULT_ACCESS, textSize } }));
    expect(control(t('access.largeText')).textContent).toContain(said);
    touch(t('access.largeText'));
    expect(kiosk.calls[0]).toMatchObject({
      method: 'setAccess',
      params: { access: { ...DEFAULT_ACCESS, textSize: next } },
    });
  });
});

describe('each setting of easy access', () => {
  const settings = [
    [t('access.highContrast'), { contrast: 'high' }, { contrast: 'normal' }],
    [t('access.reach'), { reach: true }, { reach: false }],
    [t('access.spacing'), { spacing: 'wide' }, { spacing: 'usual' }],
    [t('access.dimmer'), { brightness: 'other' }, { brightness: 'usual' }],
  ] as const;
  for (const [name, switchedOn, switchedOff] of settings)
    it(`is switched on by a touch, and off by the next: ${name}`, () => {
      show(canned('access', { access: DEFAULT_ACCESS }));
      touch(name);
      show(canned('access', { access: ALL_ON, stateNo: 2 }));
      expect(control(name).getAttribute('aria-checked')).toBe('true');
      touch(name);
      expect(kiosk.calls.map(({ params }) => params)).toMatchObject([
        { access: { ...DEFAULT_ACCESS, ...switchedOn } },
        { access: { ...ALL_ON, ...switchedOff } },
      ]);
    });

  for (const [name, member] of [
    [t('access.preferential'), 'preferential'],
    [t('access.comeAndFetch'), 'comeAndFetch'],
  ] as const)
    it(`is asked for by a touch, and taken back by the next: ${name}`, () => {
      const none = { preferential: false, comeAndFetch: false };
      show(canned('access', { attention: none }));
      touch(name);
      show(canned('access', { attention: { preferential: true, comeAndFetch: true }, stateNo: 2 }));
      touch(name);
      expect(kiosk.calls.map(({ params }) => params)).toMatchObject([
        { attention: { ...none, [member]: true } },
        { attention: { preferential: true, comeAndFetch: true, [member]: false } },
      ]);
    });
});
