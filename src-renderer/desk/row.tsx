import { ACTIONS, type ActionName, act } from './acts.ts';
import { DeskButton } from './button.tsx';
import { type DeskProps, mayCallNext, pausesAfter } from './state.ts';
import { wordsOf } from './words.ts';

/**
 * The most frequent actions, each always in its place; a disabled one is greyed. Pause is set apart. The one filled button is the usual
 * next step.
 */
export function Row({ state, doing }: DeskProps) {
  const t = wordsOf(state.language);
  const usual = mayCallNext(state)
    ? 'next'
    : ACTIONS.serve.isPossible(state)
      ? 'serve'
      : pausesAfter(state)
        ? 'finish'
        : null;
  return (
    <nav class="desk-row" aria-label={t('desk.mine.title')}>
      {(Object.keys(ACTIONS) as ActionName[]).map((name) => {
        const { key, words, isPossible } = ACTIONS[name];
        return words === null ? null : (
          <DeskButton
            key={name}
            look={name === usual ? 'main' : 'plain'}
            isOff={!isPossible(state)}
            shortcut={state.hasShortcuts ? key : null}
            onPress={() => act(name, state, doing)}
          >
            {words(t, state)}
          </DeskButton>
        );
      })}
    </nav>
  );
}
