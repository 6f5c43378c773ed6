import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../../build/runtime.ts';
import { LANGUAGES } from '../../../config/languages.ts';
import { Shade } from '../../../src-main/contract/shared/theme.ts';
import type { Appearance } from '../../../src-main/session/contract/appearance.ts';
import { DEFAULT_ACCESS } from '../../../src-main/session/rules/default-access.ts';
import { appearanceOf } from '../../support/appearance.ts';
import { isShells, SUBJECTS, TEXT_SIZES } from '../cases.ts';
import type { Subject } from '../page/show.ts';
import { PANELS } from '../panels.ts';
import { COMPONENTS, PARTS, type Places } from './components.ts';

/** All data of the gallery is in the page itself, so an open gallery requests nothing. */
export interface Content {
  panels: Readonly<Record<string, Appearance['panel']>>;
  themes: Readonly<Record<string, Appearance['theme']>>;
  touch: Appearance['touch'];
  speech: Appearance['speech'];
  keypad: Appearance['keypad'];
  shades: readonly Appearance['shade'][];
  languages: readonly string[];
  textSizes: readonly number[];
  screens: Readonly<Record<string, Readonly<Record<string, Omit<Subject, 'appearance'>>>>>;
  /** Screens that do not change with a person's settings. */
  withoutSettings: readonly string[];
  components: Readonly<Record<string, Exclude<Places, null>>>;
}

const THEMES = readdirSync(join(repositoryRoot, 'config', 'themes')).map((file) => file.replace('.json', ''));

export function contentOfGallery(): Content {
  const { panel: usual, touch, speech, keypad } = appearanceOf();
  const names = Object.keys(SUBJECTS);
  return {
    panels: Object.fromEntries([usual, ...PANELS].map((panel) => [panel.panelId, panel])),
    themes: Object.fromEntries(THEMES.map((theme) => [theme, appearanceOf({ theme }).theme])),
    touch,
    speech,
    keypad,
    shades: Shade.options,
    languages: LANGUAGES,
    textSizes: TEXT_SIZES,
    screens: Object.fromEntries(
      Object.entries(SUBJECTS).map(([name, make]) => [
        name,
        Object.fromEntries(LANGUAGES.map((language) => [language, make(language, DEFAULT_ACCESS)])),
      ]),
    ),
    withoutSettings: names.filter(isShells),
    components: Object.fromEntries(
      Object.entries({ ...COMPONENTS, ...PARTS }).flatMap(([name, places]) =>
        places === null ? [] : [[name, places]],
      ),
    ),
  };
}
