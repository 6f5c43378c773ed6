import { useEffect, useLayoutEffect, useMemo, useState } from 'preact/hooks';
import { type Language, languageRow } from '../config/languages.ts';
import type { Palette, Shade } from '../src-main/contract/shared/theme.ts';
import type { Appearance } from '../src-main/session/contract/appearance.ts';
import type { AccessSettings } from '../src-main/session/contract/view-state.ts';
import { type Glass, type Sizes, sizesOf, spacingOf } from './fitting/sizes.ts';

const COLOUR_NAMES: Readonly<Record<keyof Palette, `--${string}`>> = {
  ground: '--ground',
  paper: '--paper',
  ink: '--ink',
  ink2: '--ink-2',
  edge: '--edge',
  touch: '--green',
  onTouch: '--on-green',
  touchDeep: '--green-deep',
  tint: '--tint',
  off: '--off',
  meet: '--yellow',
  onMeet: '--on-yellow',
  facade: '--facade',
  onFacade: '--on-facade',
  facadeBar: '--facade-bar',
  bar: '--bar',
  onBar: '--on-bar',
  rib: '--rib',
  reveal: '--reveal',
  ribInside: '--rib-inside',
  hair: '--hair',
  alert: '--alert',
  attention: '--attention',
};
const COLOURS = Object.keys(COLOUR_NAMES) as (keyof Palette)[];

export const glassOf = (): Glass => ({ widthPx: window.innerWidth, heightPx: window.innerHeight });

function useGlass(): Glass {
  const [glass, setGlass] = useState(glassOf);
  useEffect(() => {
    const onResize = (): void => setGlass(glassOf());
    window.addEventListener('resize', onResize);
    return () => window.removeEventListener('resize', onResize);
  }, []);
  return glass;
}

/** The sizes for this panel, this window and the citizen's text size. The object stays the same until one of the three changes. */
export function useSizes(appearance: Appearance | null, textSize: AccessSettings['textSize']): Sizes {
  const glass = useGlass();
  return useMemo(() => sizesOf(appearance?.panel ?? null, glass, textSize), [appearance, glass, textSize]);
}

function shadeOf(appearance: Appearance | null, brightness: AccessSettings['brightness']): Shade {
  const usual = appearance?.shade ?? 'light';
  return brightness === 'usual' ? usual : usual === 'light' ? 'dark' : 'light';
}

type LookProps = { appearance: Appearance | null; sizes: Sizes; access: AccessSettings; language: Language };

/**
 * Sets on the root element the sizes, colours and language that the styles use. In high contrast the city's colours do not apply;
 * `high-contrast.css` has other colours. `Look` is rendered before the screen, because the screen is fitted to these sizes.
 */
export function Look({ appearance, sizes, access, language }: LookProps) {
  const { textSize, contrast, brightness, reach } = access;
  const spacing = spacingOf(access);
  useLayoutEffect(() => {
    const { dataset, style } = document.documentElement;
    style.setProperty('--mm', `${sizes.pxPerMm}px`);
    style.setProperty('--least', `calc(${sizes.leastMm} * var(--mm))`);
    style.setProperty('--scale', String(sizes.scale));
    style.setProperty('--reach', `calc(${sizes.reachMm} * var(--mm))`);
    dataset.columns = String(sizes.columns);
    dataset.textSize = String(textSize);
    dataset.spacing = spacing;
  }, [sizes, textSize, spacing]);
  useLayoutEffect(() => {
    const { dataset, style } = document.documentElement;
    const shade = shadeOf(appearance, brightness);
    dataset.contrast = contrast;
    dataset.reach = String(reach);
    dataset.brightness = brightness === 'usual' ? 'usual' : shade === 'dark' ? 'dimmer' : 'brighter';
    dataset.shade = shade;
    dataset.arches = String(appearance?.theme.arches ?? true);
    dataset.edge = appearance?.theme.edge ?? 'shed-roof';
    const palette = contrast === 'high' || appearance === null ? null : appearance.theme[shade];
    for (const colour of COLOURS)
      if (palette === null) style.removeProperty(COLOUR_NAMES[colour]);
      else style.setProperty(COLOUR_NAMES[colour], palette[colour]);
  }, [appearance, contrast, brightness, reach]);
  useLayoutEffect(() => {
    const root = document.documentElement;
    root.lang = language;
    root.dir = languageRow(language).direction;
  }, [language]);
  return null;
}
