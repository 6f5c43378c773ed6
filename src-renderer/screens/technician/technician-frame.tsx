import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ViewState } from '../../../src-main/session/contract/view-state.ts';
import { useFocusKeptThrough } from '../../components/frames.tsx';
import { Pager } from '../../components/pager.tsx';
import { WarningLine, WarningPanel, warningForm } from '../../components/warning.tsx';
import { readingOf, useFitting } from '../../fitting/use-fitting.ts';
import { useTechnicianWords } from '../../speaking.ts';
import { useSession } from '../../touching.ts';
import { PrimaryCorner, TechnicianButton } from './controls.tsx';

/** The heading of a technician's screen, which takes the focus when its text changes. */
export function TechnicianTitle({ text }: { text: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), [text]);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {text}
    </h1>
  );
}

type TechnicianFrameProps = {
  state: ViewState;
  reading?: string;
  header: ComponentChildren;
  question?: ComponentChildren;
  footer: ComponentChildren;
  children: ComponentChildren;
};

/**
 * The corner in which a technician's page draws its primary button. A page for staff has no such corner and draws each button in its own
 * place, for example beside a call for help.
 */
function useCorner(screen: string) {
  const [corner] = useState(() => document.createElement('div'));
  const footer = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    corner.className = 'technician-corner';
    footer.current?.append(corner);
  }, []);
  return { footer, corner: screen.startsWith('technician') ? corner : null };
}

export function TechnicianFrame({ state, reading, header, question, footer, children }: TechnicianFrameProps) {
  const { warning, view } = state;
  const form = warning && warningForm(warning);
  const warned = form === 'sheet' || form === 'band';
  const { footer: foot, corner } = useCorner(view.screen);
  const { frame, page, pages, turn } = useFitting(reading ?? readingOf(state));
  useFocusKeptThrough(warned);
  return (
    <div ref={frame} class="frame technician" data-screen={view.screen} data-warned={warned ? 'sheet' : undefined}>
      <header class="header technician-header" data-part inert={warned}>
        {header}
      </header>
      <main class="main" inert={warned}>
        {question !== undefined && (
          <div class="question" data-part data-together>
            {question}
          </div>
        )}
        <div class="content">
          <PrimaryCorner.Provider value={corner}>{children}</PrimaryCorner.Provider>
        </div>
      </main>
      {pages > 1 && <Pager page={page} pages={pages} isHeld={warned} onTurn={turn} />}
      <div class="foot" inert={warned}>
        {warning !== null && form === 'line' && <WarningLine warning={warning} />}
        <footer ref={foot} class="technician-footer">
          {footer}
        </footer>
      </div>
      {warning !== null && warned && (
        <>
          <div class="scrim" />
          <WarningPanel key={warning.extensionsLeft} warning={warning} form="sheet" />
        </>
      )}
    </div>
  );
}

/** Keeps the session by a touch that hits no button; a button's own command keeps it anyway. */
function useStayingByTouch(): void {
  const { stay } = useSession();
  useEffect(() => {
    const touched = ({ target }: MouseEvent): void => {
      if (!(target instanceof Element) || target.closest('button') === null) void stay();
    };
    document.addEventListener('click', touched);
    return () => document.removeEventListener('click', touched);
  }, [stay]);
}

type BehindPinProps = {
  state: ViewState;
  view: { slot: number | null; closesInMinutes: number };
  title: string;
  /** The chosen item of the page; a new value begins on the first page. */
  chosen?: string;
  /** Whether the person entered with their own code; the page then says that their actions are recorded for them. */
  isNamed?: boolean;
  children: ComponentChildren;
};

/** A page after the PIN: it says when it closes by itself, and has a button to close it. */
export function BehindPin({ state, view, title, chosen = '', isNamed = false, children }: BehindPinProps) {
  const { t, time } = useTechnicianWords();
  const { finish } = useSession();
  useStayingByTouch();
  const { slot, closesInMinutes } = view;
  const where = { office: state.office.name, time: time(state.localTime.slice(11)) };
  return (
    <TechnicianFrame
      state={state}
      reading={`${readingOf(state)} ${chosen}`}
      header={
        <>
          <TechnicianTitle text={title} />
          <p>{slot === null ? t('header.whereNoSlot', where) : t('header.where', { ...where, slot })}</p>
          {state.network === 'offline' && <p role="status">{t('header.offline')}</p>}
          {isNamed && <p role="status">{t('header.named')}</p>}
        </>
      }
      footer={
        <>
          <TechnicianButton kind="on-dark" pictogram="leave" text={t('footer.close')} onTouch={finish} />
          <p data-gives="7">{t('footer.closes', { minutes: closesInMinutes })}</p>
        </>
      }
    >
      {children}
    </TechnicianFrame>
  );
}
