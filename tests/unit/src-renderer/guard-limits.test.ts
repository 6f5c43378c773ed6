// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import { limitByAppearance } from '../../../src-renderer/guard-limits.ts';
import { createRendererStore } from '../../../src-renderer/store.ts';
import type { TouchLimits } from '../../../src-renderer/touch-guard/limits.ts';
import { appearanceOf } from '../../support/appearance.ts';

function resizeTo(widthPx: number, heightPx: number): void {
  Object.assign(window, { innerWidth: widthPx, innerHeight: heightPx });
  window.dispatchEvent(new Event('resize'));
}

test('the guard takes touches from the office’s settings and keys from its keypad, in millimetres of the panel, whatever the window’s size', () => {
  const store = createRendererStore();
  const limits: TouchLimits[] = [];
  resizeTo(1_080, 1_920);
  const stop = limitByAppearance(store, { limitBy: (own) => void limits.push(own) });
  expect(limits).toEqual([]);

  const appearance = appearanceOf({ panel: 'inch-21-5-portrait' });
  const { pxPerMm } = appearance.panel;
  const touch = { ...appearance.touch, guardMs: 1_200, guardMm: 35 };
  store.setState({ appearance: { ...appearance, touch } });
  expect(limits.at(-1)).toMatchObject({ ...touch, pxPerMm });
  expect([...(limits.at(-1)?.pressing ?? [])]).toEqual(['Enter', 'NumpadEnter', 'Space', 'F19', 'F20', 'F23']);

  resizeTo(540, 960);
  expect(limits.at(-1)?.pxPerMm).toBeCloseTo(pxPerMm / 2, 5);

  const heard = limits.length;
  stop();
  resizeTo(1_080, 1_920);
  expect(limits).toHaveLength(heard);
});
