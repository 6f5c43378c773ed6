import { useState } from 'preact/hooks';
import { CROSSES, type Point } from '../../../src-main/domain/touch-calibration.ts';
import { useTechnicianWords } from '../../speaking.ts';
import { TechnicianButton } from './controls.tsx';

type TouchCrossesProps = {
  /** `touched`: the touched points, in shares of the screen's width and height. */
  onTouched: (touched: Point[], aspect: number) => void;
  onLeave: () => void;
};

/** Crosses on the whole screen, to be touched one after another; a touch counts wherever the panel reports it. */
export function TouchCrosses({ onTouched, onLeave }: TouchCrossesProps) {
  const { t } = useTechnicianWords();
  const [touched, setTouched] = useState<Point[]>([]);
  const { innerWidth, innerHeight } = window;
  const cross = CROSSES[touched.length];
  function lifted({ clientX, clientY, isPrimary, target }: PointerEvent): void {
    if (!isPrimary || (target instanceof Element && target.closest('button') !== null)) return;
    const now = [...touched, { x: clientX / innerWidth, y: clientY / innerHeight }];
    setTouched(now);
    if (now.length === CROSSES.length) onTouched(now, innerWidth / innerHeight);
  }
  function place(drawn: Element | null): void {
    if (!(drawn instanceof SVGElement) || cross === undefined) return;
    drawn.style.setProperty('left', `${100 * cross.x}%`);
    drawn.style.setProperty('top', `${100 * cross.y}%`);
  }
  return (
    <div class="touch-crosses" onPointerUp={lifted}>
      {cross !== undefined && (
        <svg key={touched.length} ref={place} class="touch-cross" viewBox="0 0 40 40" aria-hidden="true">
          <path d="M20 0V40M0 20H40" />
          <circle cx="20" cy="20" r="9" />
        </svg>
      )}
      <p class="touch-crosses-words" role="status">
        <strong>
          {t('firstRun.touch.cross', { no: Math.min(touched.length + 1, CROSSES.length), of: CROSSES.length })}
        </strong>{' '}
        {t('firstRun.touch.how')}
      </p>
      <div class="touch-crosses-leave">
        <TechnicianButton pictogram="back" text={t('firstRun.touch.leave')} onTouch={onLeave} />
      </div>
    </div>
  );
}
