import type { DeskView } from '../../src-main/calling/contract/desk.ts';
import { ACTIONS, act } from './acts.ts';
import { DeskButton } from './button.tsx';
import { marksOf, serviceOf } from './marks.tsx';
import { currentOf, type DeskProps, type DeskState, emptyKey, hourOf, hubMs, isUnsent } from './state.ts';
import { wordsOf } from './words.ts';

const MINUTE_MS = 60_000;
const LONG_NUMBER = 4;

function lasting(ms: number): string {
  const all = Math.max(0, Math.floor(ms / 1_000));
  const [hours, minutes, seconds] = [Math.floor(all / 3_600), Math.floor(all / 60) % 60, all % 60];
  const two = (count: number): string => String(count).padStart(2, '0');
  return hours === 0 ? `${minutes}:${two(seconds)}` : `${hours}:${two(minutes)}:${two(seconds)}`;
}

export const minutesOf = (ms: number): number => Math.max(0, Math.floor(ms / MINUTE_MS));

export function Mine(props: DeskProps) {
  const { state } = props;
  const t = wordsOf(state.language);
  return (
    <section class="desk-mine" aria-label={t('desk.mine.title')}>
      {currentOf(state) === null ? <Nobody {...props} /> : <Current {...props} />}
      <Figures {...props} />
    </section>
  );
}

function Current({ state }: DeskProps) {
  const t = wordsOf(state.language);
  const current = currentOf(state);
  if (current === null) return null;
  const isServing = current.state === 'serving';
  const said = [
    t('desk.mine.calledAt', { time: hourOf(current.calledAtMs, state.language) }),
    t('desk.mine.times', { count: current.times }),
    ...(isServing ? [] : [t('desk.mine.notHere')]),
    ...(current.errands > 1 ? [t('desk.mine.errands', { count: current.errands })] : []),
    ...(state.view?.pause ? [t('desk.pause.after', { reason: t(`desk.pause.${state.view.pause.reason}`) })] : []),
    ...(isUnsent(state, current.ticketId) && state.isCut ? [t('desk.mine.held')] : []),
  ];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: in a low window it scrolls, and is reached by keys (WCAG 2.1.1)
    <div class="desk-current" tabIndex={0}>
      <p class="desk-state">
        <strong>{t(isServing ? 'desk.mine.serving' : 'desk.mine.calledTitle')}</strong>{' '}
        <span>· {said.join(' · ')}</span>
      </p>
      <p class="desk-number" data-long={current.number.length > LONG_NUMBER}>
        {current.number}
      </p>
      <p class="desk-service">{serviceOf(current, state)}</p>
      <p>{t('desk.mine.waited', { minutes: minutesOf(current.calledAtMs - current.sinceMs) })}</p>
      <ul class="desk-marks">
        {marksOf(current, state).map((mark) => (
          <li key={mark}>{mark}</li>
        ))}
      </ul>
    </div>
  );
}

function pauseText({ reason, untilMs }: NonNullable<DeskView['pause']>, language: DeskState['language']): string {
  const t = wordsOf(language);
  const words = t(`desk.pause.${reason}`);
  return untilMs === null
    ? t('desk.pause.now', { reason: words })
    : t('desk.pause.nowUntil', { reason: words, time: hourOf(untilMs, language) });
}

function Nobody({ state, nowMs }: DeskProps) {
  const { view, language } = state;
  const t = wordsOf(language);
  const next = view?.next[0];
  return (
    <div class="desk-current desk-nobody">
      <svg viewBox="0 0 600 460" preserveAspectRatio="none" aria-hidden="true">
        {[0, 30, 60].map((inset) => (
          <path
            key={inset}
            d={`M${inset} 460V300C${inset} 120 150 ${inset} 300 ${inset}S${600 - inset} 120 ${600 - inset} 300V460`}
          />
        ))}
      </svg>
      {view?.pause ? <p class="desk-paused">{pauseText(view.pause, language)}</p> : null}
      <h2>{t('desk.mine.nobody')}</h2>
      {next === undefined ? (
        <p>{t(emptyKey(state))}</p>
      ) : (
        <>
          <p>{t('desk.mine.nextIs')}</p>
          <p class="desk-next-number">{next.number}</p>
          <p>
            <strong>{serviceOf(next, state)}</strong>
          </p>
          <p>{t('desk.mine.waits', { minutes: minutesOf(hubMs(state, nowMs) - next.sinceMs) })}</p>
        </>
      )}
    </div>
  );
}

/** The duration of the visit as a bar. The tick marks the usual duration; the words say the same. */
function Usual({ usualMs, visitMs, t }: { usualMs: number | null; visitMs: number; t: ReturnType<typeof wordsOf> }) {
  if (usualMs === null) return <span class="desk-usual">{t('desk.mine.usualUnknown')}</span>;
  const wholeMs = Math.max(1, (usualMs * 4) / 3, visitMs);
  const share = (ms: number): string => `${Math.round((Math.max(0, ms) / wholeMs) * 100)}%`;
  return (
    <>
      <span class="desk-bar" aria-hidden="true">
        <span class="desk-bar-visit" style={{ width: share(visitMs) }} />
        <span class="desk-bar-usual" style={{ insetInlineStart: share(usualMs) }} />
      </span>
      <span class="desk-usual">{t('desk.mine.usual', { minutes: Math.max(1, Math.round(usualMs / MINUTE_MS)) })}</span>
    </>
  );
}

function Figures({ state, doing, nowMs }: DeskProps) {
  const t = wordsOf(state.language);
  const current = currentOf(state);
  return (
    <div class="desk-figures">
      {current !== null && (
        <p>
          <strong>{lasting(hubMs(state, nowMs) - current.stateAtMs)}</strong>
          {t(current.state === 'serving' ? 'desk.mine.visit' : 'desk.mine.since')}
          {current.state === 'serving' && (
            <Usual usualMs={current.usualVisitMs ?? null} visitMs={hubMs(state, nowMs) - current.stateAtMs} t={t} />
          )}
        </p>
      )}
      <p>
        <strong>{state.view?.servedToday ?? 0}</strong>
        {t('desk.mine.today')}
      </p>
      <div class="desk-seldom">
        <DeskButton onPress={() => doing.change({ dialog: 'give' })}>{t('desk.give.title')}</DeskButton>
        {state.view?.comesBack && (
          <div class="desk-in-tall">
            <DeskButton
              isOff={!ACTIONS['come-back'].isPossible(state)}
              shortcut={state.hasShortcuts ? ACTIONS['come-back'].key : null}
              onPress={() => act('come-back', state, doing)}
            >
              {t('desk.comeBack.title')}
            </DeskButton>
          </div>
        )}
        <DeskButton isOff={current === null} onPress={() => current !== null && doing.change({ dialog: 'more' })}>
          {t('desk.do.more')}
        </DeskButton>
      </div>
    </div>
  );
}
