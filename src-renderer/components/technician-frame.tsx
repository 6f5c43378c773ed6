import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { ViewState } from '../../src-main/contract/kiosk/view-state.ts';
import { useTechnicianWords } from '../speaking.ts';
import { useSession } from '../touching.ts';
import { TechnicianButton } from './technician-button.tsx';

/** The heading of a technician's screen, which takes the focus when it changes. */
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
  header: ComponentChildren;
  footer: ComponentChildren;
  children: ComponentChildren;
};

/** A screen for technicians: dark above and below, small type, no bar. */
export function TechnicianFrame({ state, header, footer, children }: TechnicianFrameProps) {
  return (
    <div class="frame technician" data-screen={state.view.screen}>
      <header class="technician-header">{header}</header>
      <main class="technician-main">{children}</main>
      <footer class="technician-footer">{footer}</footer>
    </div>
  );
}

/** Any touch, also one beside the buttons, shows that the technician is still there. */
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
  title: string;
  slot: number | null;
  closesInMinutes: number;
  children: ComponentChildren;
};

/** A screen behind the PIN: it says how long it stays, and closes at a touch. */
export function BehindPin({ state, title, slot, closesInMinutes, children }: BehindPinProps) {
  const { t, time } = useTechnicianWords();
  const { finish } = useSession();
  useStayingByTouch();
  const where = { office: state.office.name, time: time(state.localTime.slice(11)) };
  return (
    <TechnicianFrame
      state={state}
      header={
        <>
          <TechnicianTitle text={title} />
          <p>{slot === null ? t('header.whereNoSlot', where) : t('header.where', { ...where, slot })}</p>
        </>
      }
      footer={
        <>
          <p>{t('footer.closes', { minutes: closesInMinutes })}</p>
          <TechnicianButton kind="on-dark" pictogram="leave" text={t('footer.close')} onTouch={finish} />
        </>
      }
    >
      {children}
    </TechnicianFrame>
  );
}
