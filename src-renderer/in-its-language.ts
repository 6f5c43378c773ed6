import type { Language } from '../config/languages.ts';
import { fetchStaffWords, fetchWords, hasStaffWords, hasWords } from '../config/locales/index.ts';
import type { ViewState } from '../src-main/session/contract/view-state.ts';
import { fetchStaffScreens, hasStaffScreens } from './screens/drawn.tsx';
import { isForStaff } from './speaking.ts';

/** Fonts that are loaded when needed, each with a sample letter; the Latin font is always loaded. */
const LETTERS: Readonly<Partial<Record<Language, { family: string; letter: string }>>> = {
  ro: { family: 'Atkinson Hyperlegible Next Variable', letter: 'ă' },
  uk: { family: 'Golos Text Variable', letter: 'Я' },
  ar: { family: 'IBM Plex Sans Arabic', letter: 'ع' },
  ur: { family: 'Noto Nastaliq Urdu', letter: 'ع' },
  'zh-Hans': { family: 'Noto Sans SC', letter: '文' },
};
const PLAIN = 500;
const BOLD = 700;
/** Longest wait for a font; a font that comes later is shown when it arrives. */
const LETTERS_WITHIN_MS = 1_500;

export interface Writing {
  isHere(state: ViewState): boolean;
  /**
   * Loads everything that a state's language needs. Never rejects: missing sentences are shown in Catalan, missing letters in the machine's
   * font, and a screen that is missing shows `MissingScreen`.
   */
  fetch(state: ViewState): Promise<void>;
}

interface Font {
  font: string;
  letter: string;
}

function fontOf(language: Language, weight: number): Font[] {
  const letters = LETTERS[language];
  return letters === undefined ? [] : [{ font: `${weight} 16px "${letters.family}"`, letter: letters.letter }];
}

const fontsOf = ({ language, languages }: ViewState): Font[] => [
  ...fontOf(language, PLAIN),
  ...[language, ...languages].flatMap((one) => fontOf(one, BOLD)),
];

const hasSentences = ({ language, view }: ViewState): boolean =>
  hasWords(language) && (!isForStaff(view.screen) || (hasStaffWords() && hasStaffScreens()));

const fetchSentences = ({ language, view }: ViewState): Promise<unknown> =>
  Promise.allSettled([
    fetchWords(language),
    ...(isForStaff(view.screen) ? [fetchStaffWords(), fetchStaffScreens()] : []),
  ]);

export function fetchedWriting(): Writing {
  const given = new Set<string>();
  return {
    isHere: (state) => hasSentences(state) && fontsOf(state).every(({ font }) => given.has(font)),
    fetch: async (state) => {
      const fonts = fontsOf(state);
      const letters = Promise.allSettled(fonts.map(({ font, letter }) => document.fonts.load(font, letter)));
      const late = new Promise((resolve) => setTimeout(resolve, LETTERS_WITHIN_MS));
      await Promise.allSettled([fetchSentences(state), Promise.race([letters, late])]);
      for (const { font } of fonts) given.add(font);
    },
  };
}

/**
 * Shows states once their language is loaded, so that no screen appears for a moment in another language. Only the newest waiting state is
 * shown. The caller drops the waiting state by `forget` when it shows something else.
 */
export function showInItsLanguage(writing: Writing, show: (state: ViewState) => void) {
  let waiting: ViewState | null = null;
  return {
    forget: (): void => {
      waiting = null;
    },
    hear: (state: ViewState): void => {
      if (writing.isHere(state)) {
        waiting = null;
        show(state);
        return;
      }
      waiting = state;
      void writing.fetch(state).then(() => {
        if (waiting !== state) return;
        waiting = null;
        show(state);
      });
    },
  };
}
