import { useEffect, useRef, useState } from 'preact/hooks';
import type { Warning } from '../../src-main/session/contract/view-state.ts';
import { useAnyTouch } from '../any-touch.ts';
import { useWords } from '../speaking.ts';
import { useSession } from '../touching.ts';
import { archPath } from './arch.tsx';
import { Button } from './button.tsx';
import { Pictogram } from './pictogram.tsx';
import { Roof } from './teeth.tsx';

const ring = archPath({ x: 28, y: 28, width: 274, height: 362 });
const STEP_MS = 1_000;

/**
 * `sheet` covers the dimmed screen; `band` leaves the number visible. Both block the screen, and any touch asks for more time. `line` is
 * shown once no more time is granted. It does not block the screen, because then only an action on the screen itself keeps the session.
 */
export type WarningForm = 'sheet' | 'band' | 'line';

export function warningForm({ extensionsLeft, numberStands }: Warning): WarningForm {
  if (extensionsLeft === 0) return 'line';
  return numberStands ? 'band' : 'sheet';
}

/** Counts down from the core's last value, by one each second, and never up. */
function useCountdown(fromSeconds: number): number {
  const [left, setLeft] = useState(fromSeconds);
  useEffect(() => {
    setLeft((shown) => Math.min(shown, fromSeconds));
    const timer = setInterval(() => setLeft((seconds) => Math.max(0, seconds - 1)), STEP_MS);
    return () => clearInterval(timer);
  }, [fromSeconds]);
  return Math.min(left, fromSeconds);
}

function CountdownArch({ left, whole }: { left: number; whole: number }) {
  return (
    <svg class="countdown" data-ticks viewBox="0 0 330 390" aria-hidden="true">
      <path class="countdown-fill" d={archPath({ x: 0, y: 0, width: 330, height: 390 })} />
      <path class="countdown-track" d={ring} />
      <path class="countdown-left" d={ring} pathLength={1} stroke-dasharray={`${left / whole} 1`} />
      <text class="countdown-number" x="165" y="322" text-anchor="middle">
        {left}
      </text>
    </svg>
  );
}

/** The visible sentence counts down; screen readers get only its first form. */
function Words({ sentence, left }: { sentence: (count: number) => string; left: number }) {
  const [first] = useState(left);
  return (
    <>
      <span aria-hidden="true" data-ticks>
        {sentence(left)}
      </span>
      <span id="warning-body" class="spoken">
        {sentence(first)}
      </span>
    </>
  );
}

/** The warnings after which the citizen loses nothing. */
const CLEARS_NOTHING: ReadonlySet<Warning['about']> = new Set(['start', 'number', 'proof', 'page']);

/** Asks whether the citizen is still there, and says what is lost and what is kept if the session ends. */
export function WarningPanel({ warning, form }: { warning: Warning; form: 'sheet' | 'band' }) {
  const { about, endsInSeconds, ofSeconds } = warning;
  const { t } = useWords();
  const session = useSession();
  const left = useCountdown(endsInSeconds);
  const panel = useRef<HTMLElement>(null);
  useEffect(() => panel.current?.querySelector('button')?.focus({ preventScroll: true }), []);
  useAnyTouch(session.stay);
  return (
    <section
      ref={panel}
      class="warning"
      data-form={form}
      data-part={form === 'band' || undefined}
      role="alertdialog"
      aria-labelledby="warning-title"
      aria-describedby="warning-body"
    >
      {form === 'sheet' && <Roof />}
      <CountdownArch left={left} whole={ofSeconds} />
      <div class="warning-words">
        <h2 id="warning-title" class={form === 'band' ? 'spoken' : undefined}>
          {t('warning.title')}
        </h2>
        <p>
          <Words sentence={(count) => t(`warning.body.${about}`, { count })} left={left} />
        </p>
      </div>
      <div class="actions">
        <Button kind="primary" pictogram="palm" text={t('warning.stay')} onTouch={session.stay} />
        <Button
          pictogram={CLEARS_NOTHING.has(about) ? 'leave' : 'clear'}
          text={t(CLEARS_NOTHING.has(about) ? 'warning.close' : 'warning.finish')}
          onTouch={session.finish}
        />
      </div>
    </section>
  );
}

export function WarningLine({ warning }: { warning: Warning }) {
  const { about, endsInSeconds, numberStands } = warning;
  const { t } = useWords();
  const left = useCountdown(endsInSeconds);
  return (
    <p class="warning-line" data-part role="status">
      <Pictogram name="info" />
      <span>
        <Words
          sentence={(count) => t(numberStands ? `warning.body.${about}` : 'warning.last', { count })}
          left={left}
        />
      </span>
    </p>
  );
}
