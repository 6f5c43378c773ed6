import { languageName } from '../language-name.ts';
import { DeskButton } from './button.tsx';
import { act, SHORTCUTS } from './shortcuts.ts';
import { type DeskProps, helpOf, hubMs, mayHelp } from './state.ts';
import { wordsOf } from './words.ts';

const MINUTE_MS = 60_000;

/** Who asks for help at which kiosk, and in which language; `null` where nobody does. It never takes the focus. */
export function HelpStripe({ state, doing, nowMs }: DeskProps) {
  const { language, hasShortcuts } = state;
  const t = wordsOf(language);
  const help = helpOf(state);
  if (help === null) return null;
  const { call, more } = help;
  const { slot, coming, isOver, isLeft } = call;
  const agoMs = Math.max(0, hubMs(state, nowMs) - call.askedAtMs);
  const titles = isOver
    ? (['desk.help.over', 'desk.help.overAt'] as const)
    : coming === null
      ? (['desk.help.asks', 'desk.help.asksAt'] as const)
      : (['desk.help.coming', 'desk.help.comingAt'] as const);
  const said = [
    agoMs < MINUTE_MS
      ? t('desk.help.seconds', { seconds: Math.floor(agoMs / 10_000) * 10 })
      : t('desk.help.minutes', { minutes: Math.floor(agoMs / MINUTE_MS) }),
    languageName(call.language, language),
    ...(isLeft ? [t('desk.help.left')] : []),
    ...(more > 0 ? [t('desk.help.more', { more })] : []),
  ];
  return (
    <section class="desk-help" data-open={coming === null} aria-labelledby="desk-help">
      <p>
        <strong id="desk-help" role="alert" key={call.helpId}>
          {slot === null ? t(titles[0]) : t(titles[1], { slot })}
        </strong>{' '}
        <span>· {said.join(' · ')}</span>
      </p>
      {coming === null && (
        <DeskButton
          look="main"
          isOff={!mayHelp(state)}
          shortcut={hasShortcuts ? SHORTCUTS.help : null}
          onPress={() => act('help', state, doing)}
        >
          {t('desk.help.do')}
        </DeskButton>
      )}
    </section>
  );
}
