import type { Language } from '../../config/languages.ts';
import { createTranslator } from '../../config/locales/index.ts';
import type { Piece, Stop } from './stops.ts';

/**
 * A text that is spoken without interruption, and the stop (the text or control of the screen) at which the person who listens is
 * meanwhile.
 */
export interface Line {
  readonly pieces: readonly Piece[];
  readonly stop: Stop | null;
}

const words = (language: Language) => createTranslator(language, 'screen');
export type Words = ReturnType<typeof words>;

export const sentence = (language: Language, say: (t: Words) => string): Line => ({
  pieces: [{ language, text: say(words(language)) }],
  stop: null,
});

export function lineOf(stop: Stop, language: Language): Line {
  const t = words(language);
  const { kind, state, pieces } = stop;
  if (kind !== 'control') return { pieces, stop };
  const role = { language, text: t('speech.button') };
  const said = state === null ? [] : [{ language, text: stateWords(state, t) }];
  return { pieces: [...pieces, state === 'on' || state === 'off' ? [] : [role], said].flat(), stop };
}

/**
 * All of a screen from its heading to its last choice, for a citizen who looks at the screen; while a warning is shown, only the warning.
 */
export function wholeScreen(stops: readonly Stop[], language: Language): readonly Line[] {
  return heardOf(stops).map((stop) => ({ ...lineOf(stop, language), stop: null }));
}

/** The texts and controls of the warning, or of the screen between header and bar if there is no warning. */
function heardOf(stops: readonly Stop[]): readonly Stop[] {
  const inside = (of: string): readonly Stop[] => stops.filter(({ element }) => element.closest(of) !== null);
  const warning = inside('[role="alertdialog"]');
  return warning.length > 0 ? warning : inside('main');
}

function stateWords(state: NonNullable<Stop['state']>, t: Words): string {
  switch (state) {
    case 'on':
    case 'off':
      return t(`access.${state}`);
    case 'chosen':
    case 'unavailable':
      return t(`speech.${state}`);
  }
}

/**
 * The announcement of a screen: its heading, the text before the first choice, the yellow stripe, the number of choices, and the first
 * choice. While a warning is shown, only the warning is announced, in the same way.
 */
export function announcement(stops: readonly Stop[], language: Language): readonly Line[] {
  const of = heardOf(stops);
  const firstAt = of.findIndex(({ kind, state }) => kind === 'control' && state !== 'unavailable');
  const first = of[firstAt];
  const before = firstAt === -1 ? of : of.slice(0, firstAt);
  const stripe = firstAt === -1 ? [] : of.slice(firstAt).filter(({ element }) => element.matches('.stripe'));
  const count = of.filter(({ kind }) => kind === 'control').length;
  return [
    ...[...before, ...stripe].map((stop) => lineOf(stop, language)),
    ...(count === 0 ? [] : [sentence(language, (t) => t('speech.choices', { count }))]),
    ...(first === undefined ? [] : [lineOf(first, language)]),
  ];
}
