// @vitest-environment happy-dom
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { createTranslator } from '../../../config/locales/index.ts';
import type { ViewState } from '../../../src-main/session/contract/view-state.ts';
import { appearanceOf } from '../../support/appearance.ts';
import { canned } from './canned.ts';
import { clearPage, drawPage } from './drawn-page.tsx';

const t = createTranslator('ca', 'screen');
let page: ReturnType<typeof drawPage>;

beforeEach(() => {
  page = drawPage();
});
afterEach(clearPage);

const show = (changes: Partial<ViewState>) => page.show(canned('idle', changes));

describe('the façade', () => {
  it('shows that the centre does not answer, and nothing if there is no centre', () => {
    show({ network: 'offline' });
    expect(document.querySelector('.network-mark')?.textContent).toBe(t('network.offline'));
    show({ network: null });
    expect(document.querySelector('.network-mark')).toBeNull();
  });

  it('shows no hour, day or greeting while the clock cannot be right', () => {
    const ofTheClock = () =>
      [...document.querySelectorAll('time, .today-long, .greeting, .opening')].map((said) => said.textContent);
    show({});
    expect(ofTheClock()).toContain('10.24');
    show({ localTime: '2019-01-01T02:00', knowsHour: false, hours: { today: [], next: null } });
    expect(ofTheClock()).toEqual([]);
    expect(document.querySelector('.frame')?.textContent).not.toMatch(/2[.:]00|gener|Bon|Bona/);
    expect(document.querySelector('h1')?.textContent).toBe(t('idle.question'));
  });

  it('shows both shifts of a day, and the next day with hours', () => {
    const shifts = [
      { from: '09:00', to: '14:30' },
      { from: '16:00', to: '19:00' },
    ];
    show({ hours: { today: shifts, next: { date: '2026-11-26', ranges: shifts.slice(0, 1) } } });
    expect([...document.querySelectorAll('.opening')].map((line) => line.textContent)).toEqual([
      'Avui: de 9.00 a 14.30 i de 16.00 a 19.00',
      'Dijous 26: de 9.00 a 14.30',
    ]);
  });

  it('has its city’s edge, and doors without arches if the city has none', () => {
    show({});
    const terrassa = document.querySelector('.roof-fill')?.getAttribute('d');
    expect(document.querySelectorAll('.rib').length).toBeGreaterThan(0);
    act(() => page.store.setState({ appearance: appearanceOf({ theme: 'vilaclara' }) }));
    expect(document.querySelector('.roof-fill')?.getAttribute('d')).not.toBe(terrassa);
    expect(document.querySelectorAll('.rib')).toHaveLength(0);
  });

  it('says in words where the slot is, wherever this panel has it', () => {
    const appearance = appearanceOf();
    for (const slot of ['below', 'below-left', 'left', 'above', 'right', 'below-right'] as const) {
      const panel = { ...appearance.panel, places: { ...appearance.panel.places, slot } };
      act(() => page.store.setState({ appearance: { ...appearance, panel } }));
      show({ view: { screen: 'idle', entries: ['walk-in'], openUntil: null, scans: false } });
      const stripe = document.querySelector('.stripe');
      expect(stripe?.textContent).toBe(t('idle.paper', { where: t(`where.${slot}`) }));
      expect(stripe?.querySelector('.stripe-arrow')?.getAttribute('data-direction')).toBe(slot);
    }
  });

  it('points, like the check-in screen, to the reader if that is elsewhere than the slot', () => {
    const appearance = appearanceOf();
    const panel = {
      ...appearance.panel,
      places: { ...appearance.panel.places, slot: 'below', scanner: 'right' } as const,
    };
    act(() => page.store.setState({ appearance: { ...appearance, panel } }));
    const views: ViewState['view'][] = [
      { screen: 'idle', entries: ['walk-in'], openUntil: null, scans: true },
      { screen: 'check-in', methods: ['scan'], scans: true, fromHome: false },
    ];
    for (const view of views) {
      show({ view });
      expect(document.querySelector('.stripe-arrow')?.getAttribute('data-direction')).toBe('right');
    }
  });

  it('offers no choice of language if the office has only one', () => {
    show({ languages: ['ca'] });
    expect(document.querySelector('.bar-tiles')).toBeNull();
    show({ languages: ['ca', 'es'] });
    expect(document.querySelectorAll('.bar-tiles .tile').length).toBeGreaterThan(1);
  });

  it('names the settings in its bar with that screen’s title', () => {
    show({});
    expect(document.querySelector('.bar-access')?.textContent).toBe(t('access.title'));
  });
});

test('the night screen is dark, and a touch anywhere lights it', () => {
  show({ view: { screen: 'night' } });
  expect(document.querySelector('h1')?.textContent).toBe(t('night.title'));
  const [glass, ...more] = document.querySelectorAll('button');
  expect([glass?.textContent, more]).toEqual([t('night.light'), []]);
  act(() => glass?.click());
  expect(page.kiosk.calls.map(({ method }) => method)).toEqual(['act']);
});
