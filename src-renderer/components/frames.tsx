import type { ComponentChildren } from 'preact';
import { useContext, useEffect, useLayoutEffect, useState } from 'preact/hooks';
import type { ViewState } from '../../src-main/contract/kiosk/view-state.ts';
import { useFitting } from '../fitting/use-fitting.ts';
import { Entering } from '../passage.ts';
import { useSession } from '../touching.ts';
import { Bar } from './bar.tsx';
import { FacadeHeader, Header } from './header.tsx';
import { HiddenCorner } from './hidden-corner.tsx';
import { Pager } from './pager.tsx';
import type { PictogramName } from './pictogram.tsx';
import { Question } from './question.tsx';
import { Stripe } from './stripe.tsx';
import { WarningLine, WarningPanel, warningForm } from './warning.tsx';

type FrameProps = {
  state: ViewState;
  title: ComponentChildren;
  /** One line under the title. */
  lead?: ComponentChildren;
  /** Words of the yellow stripe, where the screen has one. */
  stripe?: string;
  stripePictogram?: PictogramName;
  children: ComponentChildren;
};

/** Gives the focus back to where it was when a warning goes away. */
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
  lead,
  stripe,
  stripePictogram,
  children,
  header,
  kind,
}: FrameProps & { header: ComponentChildren; kind: 'facade' | 'inside' }) {
  const { warning, view } = state;
  const form = warning && warningForm(warning);
  const warned = form === 'sheet' || form === 'band';
  const passage = useContext(Entering);
  const { frame, page, pages, turn } = useFitting(state);
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
        <Question title={title}>{lead}</Question>
        <div class="content">{children}</div>
        {stripe !== undefined && <Stripe text={stripe} {...(stripePictogram && { pictogram: stripePictogram })} />}
      </main>
      {pages > 1 && <Pager page={page} pages={pages} onTurn={turn} />}
      {form === 'sheet' && <div class="scrim" />}
      <div class="foot">
        {warning !== null && form === 'line' && <WarningLine warning={warning} />}
        {warning !== null && warned && <WarningPanel key={warning.extensionsLeft} warning={warning} form={form} />}
        <Bar
          state={state}
          canGoBack={state.canGoBack && !warned}
          canWithdraw={state.canWithdraw && !warned}
          onFacade={kind === 'facade'}
        />
      </div>
    </div>
  );
}

/** A screen of the light inside: small header, a question above, what is touched below. */
export function Inside(props: FrameProps) {
  return <Frame {...props} kind="inside" header={<Header state={props.state} />} />;
}

/** A screen of the green façade, in whose corner a technician knocks. */
export function Facade({ openUntil = null, ...props }: FrameProps & { openUntil?: string | null }) {
  const { openTechnician } = useSession();
  return (
    <>
      <Frame {...props} kind="facade" header={<FacadeHeader state={props.state} openUntil={openUntil} />} />
      <HiddenCorner onKnock={openTechnician} />
    </>
  );
}
