import { DeskButton } from './button.tsx';
import { act, SHORTCUTS } from './shortcuts.ts';
import { type Act, currentOf, type DeskProps, mayAct, mayCallNext, pausesAfter } from './state.ts';
import { wordsOf } from './words.ts';

/**
 * The most frequent actions, each always in its place; a disabled one stays, unlit. Pause is set apart. The one filled button is the usual
 * next step.
 */
export function Row({ state, doing }: DeskProps) {
  const t = wordsOf(state.language);
  const { view } = state;
  const hasSomebody = currentOf(state) !== null;
  const usual = mayCallNext(state) ? 'next' : mayAct(state, 'serve') ? 'serve' : pausesAfter(state) ? 'finish' : null;
  const pause =
    view?.pause === null
      ? t(hasSomebody ? 'desk.do.pauseAfter' : 'desk.do.pause')
      : t(hasSomebody ? 'desk.do.pauseNot' : 'desk.do.resume');
  const button = (name: Act, words: string) => (
    <DeskButton
      look={name === usual ? 'main' : 'plain'}
      isOff={!mayAct(state, name)}
      shortcut={state.hasShortcuts ? SHORTCUTS[name] : null}
      onPress={() => act(name, state, doing)}
    >
      {words}
    </DeskButton>
  );
  return (
    <nav class="desk-row" aria-label={t('desk.mine.title')}>
      {button('next', t(view?.holds[0]?.state === 'serving' ? 'desk.do.finishNext' : 'desk.do.next'))}
      {button('serve', t('desk.do.serve'))}
      {button('recall', t('desk.do.recall'))}
      {button('no-show', t('desk.do.noShow'))}
      {button('transfer', t('desk.do.transfer'))}
      {button('finish', t('desk.do.finish'))}
      {button('pause', pause)}
    </nav>
  );
}
