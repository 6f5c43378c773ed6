import { DeskButton } from './button.tsx';
import { Marks } from './marks.tsx';
import { act, SHORTCUTS } from './shortcuts.ts';
import { currentOf, type DeskProps, isUnsent, mayCall, mayOrder } from './state.ts';
import { wordsOf } from './words.ts';

/** Whom this desk has, and what can be done next. */
export function Mine({ state, doing }: DeskProps) {
  const t = wordsOf(state.language);
  const current = currentOf(state);
  const key = (name: keyof typeof SHORTCUTS) => (state.hasShortcuts ? SHORTCUTS[name] : null);
  return (
    <section class="desk-mine" aria-labelledby="desk-mine">
      <h2 id="desk-mine">{t('desk.mine.title')}</h2>
      {current === null ? (
        <p class="desk-nobody">{t('desk.mine.nobody')}</p>
      ) : (
        <>
          <p class="desk-number">{current.number}</p>
          <p>
            {current.state === 'serving' ? t('desk.mine.serving') : t('desk.mine.called', { count: current.times })}
            {isUnsent(state, current.ticketId) && state.isCut ? ` · ${t('desk.mine.held')}` : ''}
          </p>
          <Marks ticket={current} state={state} />
        </>
      )}
      <div class="desk-actions">
        <DeskButton
          look="main"
          isOff={!mayCall(state)}
          shortcut={key('next')}
          onPress={() => act('next', state, doing)}
        >
          {t('desk.do.next')}
        </DeskButton>
        {current === null ? null : <Actions state={state} doing={doing} nowMs={0} />}
      </div>
    </section>
  );
}

function Actions({ state, doing }: DeskProps) {
  const t = wordsOf(state.language);
  const current = currentOf(state);
  if (current === null) return null;
  const { ticketId } = current;
  const key = (name: keyof typeof SHORTCUTS) => (state.hasShortcuts ? SHORTCUTS[name] : null);
  const isServing = current.state === 'serving';
  const button = (
    name: 'serve' | 'finish' | 'recall' | 'no-show' | 'transfer',
    words: string,
    look: 'main' | 'plain',
  ) => (
    <DeskButton
      look={look}
      isOff={!mayOrder(state, name, ticketId)}
      shortcut={key(name)}
      onPress={() => act(name, state, doing)}
    >
      {words}
    </DeskButton>
  );
  return (
    <>
      {isServing ? null : button('serve', t('desk.do.serve'), 'main')}
      {button('finish', t('desk.do.finish'), isServing ? 'main' : 'plain')}
      {isServing ? null : button('recall', t('desk.do.recall'), 'plain')}
      {isServing ? null : button('no-show', t('desk.do.noShow'), 'plain')}
      {button('transfer', t('desk.do.transfer'), 'plain')}
      <DeskButton isOff={!mayOrder(state, 'leave', ticketId)} onPress={() => doing.order({ kind: 'leave', ticketId })}>
        {t('desk.do.leave')}
      </DeskButton>
    </>
  );
}
