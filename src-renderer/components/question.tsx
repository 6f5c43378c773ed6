import type { ComponentChildren } from 'preact';
import { useContext, useEffect, useRef } from 'preact/hooks';
import type { RefusalKind } from '../../src-main/contract/kiosk/kiosk-api.ts';
import type { Warning } from '../../src-main/contract/kiosk/view-state.ts';
import { Noticing } from '../noticing.ts';
import { useWords } from '../speaking.ts';
import { Ribs } from './arch.tsx';
import { Pictogram } from './pictogram.tsx';
import { WarningLine } from './warning.tsx';

const NOTICES = {
  'service-closed': 'notice.serviceClosed',
  'numbers-exhausted': 'notice.noNumber',
  'store-failed': 'notice.noNumber',
} as const;

const isExplained = (refusal: RefusalKind): refusal is keyof typeof NOTICES => refusal in NOTICES;

type QuestionProps = {
  title: ComponentChildren;
  /** A warning that stands in the line's place. */
  warning?: Warning | null;
  children?: ComponentChildren;
};

/**
 * The heading of a screen, which takes the focus when the screen appears, and a line under it. When the last touch was
 * refused, the reason stands in that line.
 */
export function Question({ title, warning = null, children }: QuestionProps) {
  const { t } = useWords();
  const refusal = useContext(Noticing);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  const isLong = typeof title === 'string' && title.length > 30;
  return (
    <div class="question" data-long={isLong}>
      <span class="reach-arch">
        <Ribs count={5} />
      </span>
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      <div role="status">
        {warning !== null && <WarningLine warning={warning} />}
        {refusal !== null && (
          <p class="notice">
            <Pictogram name="info" />
            <span>{t(isExplained(refusal) ? NOTICES[refusal] : 'notice.tryAgain')}</span>
          </p>
        )}
      </div>
      {refusal === null && warning === null && children}
    </div>
  );
}
