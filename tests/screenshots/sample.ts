import type { Panel } from '../../src-main/contract/shared/panel.ts';
import { LANGUAGES } from '../../src-main/domain/languages.ts';
import { type Case, isShells, LOOKS, SUBJECTS, TEXT_SIZES } from './cases.ts';
import { coverPairs } from './covering.ts';
import { PANELS } from './panels.ts';

export interface Place {
  panel: Panel;
  one: Case;
}

const SCREENS = Object.keys(SUBJECTS);

/** Each screen is seen in Catalan, in Spanish and in one of the others by turns: in all of nine it would take three times as long. */
const ALWAYS = ['ca', 'es'] as const;
const BY_TURNS = LANGUAGES.filter((language) => !ALWAYS.some((one) => one === language));

/** Every two settings of every screen meet, each screen on panels of its own: what `npm test` looks at. In the order of the panels. */
export function sample(): Place[] {
  let turn = 0;
  const seenBefore = new Map<string, number>();
  const places = coverPairs([SCREENS.length, ALWAYS.length + 1, TEXT_SIZES.length, LOOKS.length, 2]).flatMap((row) => {
    const [screen, language, textSize, look] = [
      SCREENS[row[0] ?? 0],
      ALWAYS[row[1] ?? 0] ?? BY_TURNS[turn++ % BY_TURNS.length],
      TEXT_SIZES[row[2] ?? 0],
      LOOKS[row[3] ?? 0],
    ];
    if (screen === undefined || language === undefined || textSize === undefined || look === undefined) return [];
    const count = seenBefore.get(screen) ?? 0;
    seenBefore.set(screen, count + 1);
    const panel = PANELS[((row[0] ?? 0) + count) % PANELS.length];
    if (panel === undefined) return [];
    const one = isShells(screen)
      ? ({ screen, language: 'ca', textSize: 100, look, reach: false } as const)
      : { screen, language, textSize, look, reach: row[4] === 1 };
    return [{ panel, one }];
  });
  return places.sort((one, other) => PANELS.indexOf(one.panel) - PANELS.indexOf(other.panel));
}
