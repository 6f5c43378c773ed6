import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryRoot } from '../../../../build/runtime.ts';
import { sizesOf, spacingOf } from '../../../../src-renderer/fitting/sizes.ts';
import { appearanceOf } from '../../../support/appearance.ts';

const panels = readdirSync(join(repositoryRoot, 'config', 'panels')).map((file) => file.replace('.json', ''));

describe.each(panels)('on the panel %s', (name) => {
  const { panel } = appearanceOf({ panel: name });
  const glass = { widthPx: panel.widthPx, heightPx: panel.heightPx };

  it('a millimetre of the styles is a millimetre of the glass', () => {
    expect(sizesOf(panel, glass, 100).pxPerMm).toBeCloseTo(panel.pxPerMm);
  });

  it('a picture of half the size keeps its proportions', () => {
    const half = { widthPx: glass.widthPx / 2, heightPx: glass.heightPx / 2 };
    expect(sizesOf(panel, half, 100).pxPerMm).toBeCloseTo(panel.pxPerMm / 2);
    expect(sizesOf(panel, half, 150).columns).toBe(sizesOf(panel, glass, 150).columns);
  });

  it('a window of the other orientation counts as the panel turned', () => {
    const turned = { widthPx: glass.heightPx, heightPx: glass.widthPx };
    expect(sizesOf(panel, turned, 100).pxPerMm).toBeCloseTo(panel.pxPerMm);
  });

  it('a seated reach excludes the upper part of the glass, and includes a bar, a row and the keys that turn pages', () => {
    const { reachMm } = sizesOf(panel, glass, 100);
    const heightMm = panel.heightPx / panel.pxPerMm;
    expect(reachMm).toBeGreaterThanOrEqual(Math.min(130, heightMm));
    expect(reachMm).toBeLessThanOrEqual(Math.max(130, heightMm * 0.64));
  });

  it('a screen with enough room has its controls no higher than 1,100 mm above the floor, in any type size', () => {
    for (const textSize of [100, 150, 200] as const) {
      const { reachMm, advisedReachMm } = sizesOf(panel, glass, textSize);
      expect(advisedReachMm).toBeLessThanOrEqual(reachMm);
      expect(advisedReachMm).toBeLessThanOrEqual(Math.max(130, 1_100 - panel.lowerEdgeMm));
    }
  });

  it('the question is beside the choices only where lines stay long enough', () => {
    const isLandscape = panel.widthPx > panel.heightPx;
    expect(sizesOf(panel, glass, 100).columns).toBe(isLandscape ? 2 : 1);
    expect(sizesOf(panel, glass, 200).columns).toBe(1);
  });
});

it('a low panel has its controls higher up than a high one', () => {
  const { panel } = appearanceOf({ panel: 'inch-21-5-portrait' });
  const glass = { widthPx: panel.widthPx, heightPx: panel.heightPx };
  const reachFrom = (lowerEdgeMm: number) => sizesOf({ ...panel, lowerEdgeMm }, glass, 100).reachMm;
  expect([800, 900, 950, 1_100].map(reachFrom).map(Math.round)).toEqual([238, 200, 150, 130]);
});

it('without a panel from the core the window counts as one of 21.5 inches', () => {
  expect(sizesOf(null, { widthPx: 1_080, heightPx: 1_920 }, 100).pxPerMm).toBeCloseTo(4.03);
});

it('wider spacing is full at the usual type size, and none beside larger type', () => {
  expect(spacingOf({ spacing: 'wide', textSize: 100 })).toBe('wide');
  expect(spacingOf({ spacing: 'usual', textSize: 100 })).toBe('usual');
  for (const textSize of [150, 200] as const) expect(spacingOf({ spacing: 'wide', textSize })).toBe('usual');
});
