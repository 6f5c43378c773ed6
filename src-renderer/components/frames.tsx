import type { ComponentChildren } from 'preact';
import { useContext, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ViewState } from '../../src-main/session/contract/view-state.ts';
import { readingOf, useFitting } from '../fitting/use-fitting.ts';
import { Entering } from '../passage.ts';
import { useSession } from '../touching.ts';
import { Bar, FacadeBar } from './bar.tsx';
import { FacadeAbout, FacadeHeader, Header } from './header.tsx';
import { Pager } from './pager.tsx';
import type { PictogramName } from './pictogram.tsx';
import { Question } from './question.tsx';
import { type Part, Stripe } from './stripe.tsx';
import { WarningLine, WarningPanel, warningForm } from './warning.tsx';

type FrameProps = {
  state: ViewState;
  title: ComponentChildren;
  shortTitle?: string;
  lead?: ComponentChildren;
  stripe?: string;
  stripePictogram?: PictogramName;
  /** The part of the kiosk to which the arrow on the yellow stripe points; by default the slot for paper. */
  stripeTo?: Part | null;
  /** Whether the title's first line is an apology, which a screen without room drops. */
  apologises?: boolean;
  /** Whether the screen itself shows the requests to staff, so that the header does not. */
  saysAsked?: boolean;
  children: ComponentChildren;
};

/** Restores the focus that an element had before a warning, once the warning ends. */
export function useFocusKeptThrough(warned: boolean): void {
  const [before, setBefore] = useState<Element | null>(null);
  useLayoutEffect(() => {
    if (warned) setBefore(document.activeElement);
  }, [warned]);
  useEffect(() => {
    if (!warned && before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
  }, [warned]);
}

function Frame({
  state,
  title,
  shortTitle,
  lead,
  stripe,
  stripePictogram,
  stripeTo = 'slot',
  apologises = false,
  children,
  header,
  about,
  kind,
}: FrameProps & { header: ComponentChildren; about?: ComponentChildren; kind: 'facade' | 'inside' }) {
  const { warning, view } = state;
  const form = warning && warningForm(warning);
  const warned = form === 'sheet' || form === 'band';
  const passage = useContext(Entering);
  const { frame, page, pages, spareTiles, turn } = useFitting(
    readingOf(state),
    // During a `band` warning the first page is shown, because it has the number, which such a warning leaves visible.
    form === 'band',
  );
  useFocusKeptThrough(warned);
  return (
    <div
      ref={frame}
      class={`frame ${kind}`}
      data-screen={view.screen}
      data-stripe={stripe !== undefined}
      data-warned={form}
      data-passage={passage && `${passage.direction}-${passage.doorway}`}
    >
      {header}
      <main class="main" inert={warned}>
        <Question title={title} shortTitle={shortTitle} apologises={apologises}>
          {lead}
        </Question>
        <div class="content">{children}</div>
        {stripe !== undefined && <Stripe text={stripe} to={stripeTo} pictogram={stripePictogram} />}
        {about}
      </main>
      {pages > 1 && !warned && <Pager page={page} pages={pages} isHeld={false} onTurn={turn} />}
      {form === 'sheet' && <div class="scrim" />}
      <div class="foot">
        {warning !== null && form === 'line' && <WarningLine warning={warning} />}
        {warning !== null && warned && <WarningPanel key={warning.extensionsLeft} warning={warning} form={form} />}
        {kind === 'facade' ? (
          <FacadeBar state={state} spareTiles={spareTiles} />
        ) : (
          <Bar state={state} canGoBack={state.canGoBack && !warned} canWithdraw={state.canWithdraw && !warned} />
        )}
      </div>
    </div>
  );
}

export function Inside(props: FrameProps) {
  return (
    <Frame {...props} kind="inside" header={<Header state={props.state} saysAsked={props.saysAsked === true} />} />
  );
}

export function Facade({
  openUntil = null,
  greeting = null,
  title,
  ...props
}: FrameProps & { openUntil?: string | null; greeting?: string | null }) {
  const { openTechnician } = useSession();
  return (
    <>
      <Frame
        {...props}
        title={
          greeting === null ? (
            title
          ) : (
            <>
              <span class="line greeting" data-gives="3">
                {greeting}
              </span>{' '}
              <span class="line">{title}</span>
            </>
          )
        }
        kind="facade"
        header={<FacadeHeader state={props.state} />}
        about={<FacadeAbout state={props.state} openUntil={openUntil} greeting={greeting} />}
      />
      <HiddenCorner onKnock={openTechnician} />
    </>
  );
}

const TOUCHES = 5;
const WITHIN_MS = 4_000;

/**
 * The technician's hidden corner: five touches within 4 s open the PIN. It draws nothing and takes no focus, so that citizens do not find
 * it.
 */
function HiddenCorner({ onKnock }: { onKnock: () => void }) {
  const corner = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let touchesMs: number[] = [];
    const count = ({ timeStamp }: MouseEvent): void => {
      touchesMs = [...touchesMs.filter((before) => timeStamp - before <= WITHIN_MS), timeStamp];
      if (touchesMs.length < TOUCHES) return;
      touchesMs = [];
      onKnock();
    };
    const element = corner.current;
    element?.addEventListener('click', count);
    return () => element?.removeEventListener('click', count);
  }, [onKnock]);
  return <div ref={corner} class="hidden-corner" data-pace="knocking" aria-hidden="true" />;
}
