// @vitest-environment happy-dom
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ViewState } from '../../../../src-main/session/contract/view-state.ts';
import { DEFAULT_ACCESS } from '../../../../src-main/session/rules/default-access.ts';
import { showView } from '../../../../src-renderer/store.ts';
import { canned, USUAL_WARNING } from '../canned.ts';
import { clearPage, drawPage } from '../drawn-page.tsx';

let page: ReturnType<typeof drawPage>;

beforeEach(() => {
  page = drawPage();
});
afterEach(clearPage);

const warning = (endsInSeconds: number) => ({ ...USUAL_WARNING, endsInSeconds });

/** The number of measurements while `show` runs. Only fitting measures on a screen of rows. */
function measuresWhile(show: () => void): number {
  const measured = vi.spyOn(Element.prototype, 'getBoundingClientRect');
  act(show);
  const times = measured.mock.calls.length;
  measured.mockRestore();
  return times;
}

function show(changes: Partial<ViewState> = {}, screen: 'services' | 'idle' = 'services'): void {
  showView(page.store, canned(screen, changes));
}

it('a screen is fitted when it is shown, and not again when only the clock or a countdown moves', () => {
  expect(measuresWhile(() => show({ localTime: '2026-11-24T10:24' }))).toBeGreaterThan(0);
  expect(measuresWhile(() => show({ localTime: '2026-11-24T10:25' }))).toBe(0);
  expect(measuresWhile(() => show({ localTime: '2026-11-24T10:25', warning: warning(18) }))).toBeGreaterThan(0);
  expect(measuresWhile(() => show({ localTime: '2026-11-24T10:25', warning: warning(17) }))).toBe(0);
});

it('a screen is fitted again when a setting or a text changes, or the clock takes more room', () => {
  act(() => show({ localTime: '2026-11-24T09:59' }));
  expect(measuresWhile(() => show({ localTime: '2026-11-24T10:00' }))).toBeGreaterThan(0);
  const access = { ...DEFAULT_ACCESS, reach: true };
  expect(measuresWhile(() => show({ localTime: '2026-11-24T10:00', access }))).toBeGreaterThan(0);
  expect(measuresWhile(() => show({ localTime: '2026-11-24T10:00', access, givenUp: 'A047' }))).toBeGreaterThan(0);
});

it('the root has the values that styles follow before a screen is fitted', () => {
  const seen: (string | undefined)[] = [];
  const { getBoundingClientRect } = Element.prototype;
  vi.spyOn(Element.prototype, 'getBoundingClientRect').mockImplementation(function (this: Element) {
    seen.push(document.documentElement.dataset.reach);
    return getBoundingClientRect.call(this);
  });
  act(() => show({ access: { ...DEFAULT_ACCESS, reach: true } }));
  expect(seen[0]).toBe('true');
});

it('a façade stays as it is while its touch is being answered', () => {
  expect(measuresWhile(() => show({}, 'idle'))).toBeGreaterThan(0);
  expect(
    measuresWhile(() =>
      page.store.setState({ inFlight: { method: 'openEntry', stamp: { sessionId: 's', stateNo: 1 } } }),
    ),
  ).toBe(0);
});

it('colours do not change when a state comes with the same settings', () => {
  act(() => show({ localTime: '2026-11-24T10:24' }));
  const removed = vi.spyOn(document.documentElement.style, 'removeProperty');
  act(() => show({ localTime: '2026-11-24T10:25', access: { ...DEFAULT_ACCESS } }));
  expect(removed).not.toHaveBeenCalled();
  act(() => show({ localTime: '2026-11-24T10:25', access: { ...DEFAULT_ACCESS, brightness: 'other' } }));
  expect(removed).toHaveBeenCalled();
  removed.mockRestore();
});

it('turning a page uses the pages made when the screen was shown, and measures nothing', () => {
  const measured = vi.spyOn(Element.prototype, 'getBoundingClientRect').mockImplementation(function (this: Element) {
    return new DOMRect(0, 0, 10, this.matches('.row') ? 50 : 10);
  });
  act(() => show());
  const seen = () => [...document.querySelectorAll('.main *')].map((part) => !part.matches('[data-away]'));
  const touch = (which: 'next' | 'previous') =>
    act(() => document.querySelector<HTMLElement>(`.pager-${which}`)?.click());
  const first = seen();
  const before = measured.mock.calls.length;
  touch('next');
  expect(seen()).not.toEqual(first);
  touch('previous');
  expect(seen()).toEqual(first);
  expect(measured.mock.calls.length).toBe(before);
  measured.mockRestore();
});
