import { fetchStaffWords, fetchWords, hasStaffWords, hasWords } from '../config/locales/index.ts';
import type { ViewState } from '../src-main/contract/kiosk/view-state.ts';
import type { Language } from '../src-main/domain/languages.ts';
import { isForStaff } from './speaking.ts';

/** Fonts that are fetched when they are needed, and a letter of each; the usual Latin one is there from the start. */
const LETTERS: Readonly<Partial<Record<Language, { family: string; letter: string }>>> = {
  ro: { family: 'Atkinson Hyperlegible Next Variable', letter: 'ă' },
  uk: { family: 'Golos Text Variable', letter: 'Я' },
  ar: { family: 'IBM Plex Sans Arabic', letter: 'ع' },
  ur: { family: 'Noto Nastaliq Urdu', letter: 'ع' },
  'zh-Hans': { family: 'Noto Sans SC', letter: '文' },
};
const PLAIN = 500;
const BOLD = 700;
/** A font that does not come by then comes later: no screen waits for ever. */
const LETTERS_WITHIN_MS = 1_500;

/** The sentences and letters that a screen is written with. */
export interface Writing {
  isHere(state: ViewState): boolean;
  /** Never fails: what could not be fetched is shown in Catalan, or in what letters the machine has. */
  fetch(state: ViewState): Promise<void>;
}

interface Font {
  /** As in a style. */
  font: string;
  letter: string;
}

function fontOf(language: Language, weight: number): Font[] {
  const letters = LETTERS[language];
  return letters === undefined ? [] : [{ font: `${weight} 16px "${letters.family}"`, letter: letters.letter }];
}

/** Of the language that is spoken, and of the names of all that can be chosen. */
const fontsOf = ({ language, languages }: ViewState): Font[] => [
  ...fontOf(language, PLAIN),
  ...[language, ...languages].flatMap((one) => fontOf(one, BOLD)),
];

const hasSentences = ({ language, view }: ViewState): boolean =>
  hasWords(language) && (!isForStaff(view.screen) || hasStaffWords());

const fetchSentences = ({ language, view }: ViewState): Promise<unknown> =>
  Promise.allSettled([fetchWords(language), ...(isForStaff(view.screen) ? [fetchStaffWords()] : [])]);

/** What the page has among its own files. */
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
 * Passes states on once they can be written, so that no screen is seen in another language meanwhile. Of those that wait only the newest is
 * shown; `forget` drops it, for whoever shows something else.
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
