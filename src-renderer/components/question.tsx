import type { ComponentChildren } from 'preact';
import { useContext, useEffect, useRef } from 'preact/hooks';
import type { RefusalKind } from '../../src-main/session/contract/kiosk-api.ts';
import { Noticing } from '../noticing.ts';
import { useWords } from '../speaking.ts';
import { Standing } from '../standing.ts';
import { Ribs } from './arch.tsx';
import { VoiceNote } from './curtain.tsx';
import { Pictogram } from './pictogram.tsx';

const NOTICES = {
  'service-closed': 'notice.serviceClosed',
  'numbers-exhausted': 'notice.noNumber',
  'store-failed': 'notice.noNumber',
} as const;

const isExplained = (refusal: RefusalKind): refusal is keyof typeof NOTICES => refusal in NOTICES;

type QuestionProps = {
  title: ComponentChildren;
  shortTitle?: string | undefined;
  /** Whether the title's first line is an apology, which a screen without room drops. */
  apologises?: boolean;
  children?: ComponentChildren;
};

/**
 * A screen's heading, which takes the focus when the screen appears, and the lines under it. If the last touch was refused, a notice takes
 * the place of these lines: the reason, or the request to try again.
 */
export function Question({ title, shortTitle, apologises = false, children }: QuestionProps) {
  const { t } = useWords();
  const refusal = useContext(Noticing);
  const { voiceNote } = useContext(Standing);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  const isLong = typeof title === 'string' && title.length > 30;
  return (
    <div class="question" data-part data-together data-long={isLong}>
      <span class="reach-arch">
        <Ribs count={5} />
      </span>
      <h1 ref={heading} tabIndex={-1}>
        {apologises && typeof title === 'string' ? (
          <ApologyAndRest title={title} />
        ) : shortTitle === undefined ? (
          title
        ) : (
          <>
            <span data-gives="5">{title}</span>
            <span data-instead="5">{shortTitle}</span>
          </>
        )}
      </h1>
      <div role="status">
        {refusal !== null && (
          <p class="notice">
            <Pictogram name="info" />
            <span>{t(isExplained(refusal) ? NOTICES[refusal] : 'notice.tryAgain')}</span>
          </p>
        )}
      </div>
      {voiceNote === 'within' && <VoiceNote isLead />}
      {refusal === null && children}
    </div>
  );
}

function ApologyAndRest({ title }: { title: string }) {
  const [first, ...rest] = title.split('\n');
  if (rest.length === 0) return title;
  return (
    <>
      <span class="line" data-gives="9">
        {`${first}\n`}
      </span>
      <span class="line">{rest.join('\n')}</span>
    </>
  );
}

/** Lines under a screen's heading, the first one strong; `null` for a line that does not apply. */
export function Leads({ strong, lines }: { strong: string; lines: readonly (string | null)[] }) {
  return (
    <>
      <p class="lead">
        <strong>{strong}</strong>
      </p>
      {lines.map(
        (line) =>
          line !== null && (
            <p key={line} class="lead">
              {line}
            </p>
          ),
      )}
    </>
  );
}
