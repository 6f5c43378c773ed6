import { useEffect, useRef, useState } from 'preact/hooks';
import { useWords } from '../speaking.ts';
import { useSession } from '../touching.ts';
import { archPath } from './arch.tsx';
import { Button } from './button.tsx';
import { Roof } from './teeth.tsx';

const ring = archPath({ x: 28, y: 28, width: 274, height: 362 });
const STEP_MS = 1_000;

/** Counts down from the last value the core sent, one step a second. */
function useCountdown(fromSeconds: number): number {
  const [left, setLeft] = useState(fromSeconds);
  useEffect(() => {
    setLeft(fromSeconds);
    const timer = setInterval(() => setLeft((seconds) => Math.max(0, seconds - 1)), STEP_MS);
    return () => clearInterval(timer);
  }, [fromSeconds]);
  return left;
}

function CountdownArch({ left, whole }: { left: number; whole: number }) {
  return (
    <svg class="countdown" viewBox="0 0 330 390" aria-hidden="true" focusable="false">
      <path class="countdown-fill" d={archPath({ x: 0, y: 0, width: 330, height: 390 })} />
      <path class="countdown-track" d={ring} />
      <path class="countdown-left" d={ring} pathLength={1} stroke-dasharray={`${left / whole} 1`} />
      <text class="countdown-number" x="165" y="322" text-anchor="middle">
        {left}
      </text>
    </svg>
  );
}

/** Asks whether somebody is still there, and says what happens if not. */
export function WarningSheet({ endsInSeconds }: { endsInSeconds: number }) {
  const { t } = useWords();
  const session = useSession();
  const left = useCountdown(endsInSeconds);
  const [whole] = useState(Math.max(1, endsInSeconds));
  const sheet = useRef<HTMLElement>(null);
  useEffect(() => sheet.current?.querySelector('button')?.focus({ preventScroll: true }), []);
  return (
    <section
      ref={sheet}
      class="warning"
      role="alertdialog"
      aria-labelledby="warning-title"
      aria-describedby="warning-body"
    >
      <Roof />
      <CountdownArch left={left} whole={Math.max(whole, endsInSeconds)} />
      <div class="warning-words">
        <h2 id="warning-title">{t('warning.title')}</h2>
        <p id="warning-body">{t('warning.body', { count: left })}</p>
      </div>
      <div class="actions">
        <Button kind="primary" pictogram="palm" text={t('warning.stay')} onTouch={session.stay} />
        <Button kind="secondary" pictogram="clear" text={t('warning.finish')} onTouch={session.finish} />
      </div>
    </section>
  );
}
