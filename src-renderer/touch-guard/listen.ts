import { createGuard, type TouchGuard } from './guard.ts';
import type { Pace } from './limits.ts';

const CONTROLS = 'button, a[href], [data-pace="knocking"]';

/**
 * Stands before every listener of the page: a touch, a mouse and a key reach a control only as an order that counts. What the guard says
 * stands in `data-guard` of the root element. `mayOrder`: of a touch that is an order, whether whoever gives it knows of what.
 */
export function guardTouches(mayOrder: (control: Element | null) => boolean = () => true): TouchGuard {
  const guard = createGuard({
    now: () => performance.now(),
    afterNextPaint,
    after: (ms, heard) => void setTimeout(heard, ms),
    say(word) {
      const { dataset } = document.documentElement;
      if (dataset.guard !== word) dataset.guard = word;
    },
  });
  hearFingers(guard, mayOrder);
  hearKeys(guard);
  return guard;
}

function on<K extends keyof WindowEventMap>(type: K, hear: (event: WindowEventMap[K]) => void): void {
  window.addEventListener(type, hear, { capture: true, passive: false });
}

/** An order is on release, and is given here: Chromium makes no click of a touch that is long or slides a little. */
function hearFingers(guard: TouchGuard, mayOrder: (control: Element | null) => boolean): void {
  on('pointerdown', (event) => {
    if (event.button !== 0) return;
    const control = controlAt(event);
    const contactMm = Math.max(event.width, event.height) / guard.pxPerMm();
    guard.finger({ ...ofFinger(event), type: 'down', control, pace: paceOf(control), contactMm });
  });
  on('pointermove', (event) => void guard.finger({ ...ofFinger(event), type: 'move' }));
  on('pointercancel', (event) => void guard.finger({ ...ofFinger(event), type: 'cancel' }));
  on('pointerup', (event) => {
    const control = controlAt(event);
    const isOrder = guard.finger({ ...ofFinger(event), type: 'up', control }) === 'order';
    if (isOrder && mayOrder(control)) order(event, control);
  });
  // Chromium's own click, and what it would do to the focus, come after the order, perhaps on the next screen.
  on('touchend', (event) => {
    if (event.cancelable) event.preventDefault();
  });
  on('click', (event) => {
    if (event.isTrusted && event instanceof PointerEvent && event.pointerType !== '') stop(event);
  });
  on('contextmenu', (event) => event.preventDefault());
}

function hearKeys(guard: TouchGuard): void {
  on('keydown', (event) => {
    const pace = paceOf(document.activeElement);
    if (!guard.key({ type: 'down', key: event.code, atMs: event.timeStamp, isRepeat: event.repeat, pace })) stop(event);
  });
  on('keyup', (event) => {
    if (!guard.key({ type: 'up', key: event.code, atMs: event.timeStamp })) stop(event);
  });
}

function stop(event: Event): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}

const ofFinger = ({ pointerId, clientX, clientY, timeStamp }: PointerEvent) => ({
  finger: pointerId,
  x: clientX,
  y: clientY,
  atMs: timeStamp,
});

const elementAt = ({ clientX, clientY }: PointerEvent): Element | null => document.elementFromPoint(clientX, clientY);

/** What can be pressed there. */
function controlAt(event: PointerEvent): Element | null {
  const control = elementAt(event)?.closest(CONTROLS) ?? null;
  return control?.matches(':disabled') === true ? null : control;
}

function paceOf(control: Element | null): Pace {
  const pace = control?.closest<HTMLElement>('[data-pace]')?.dataset.pace;
  return pace === 'typing' || pace === 'knocking' ? pace : 'order';
}

/** Beside every control it is a click as well: it may say that somebody is there. */
function order(event: PointerEvent, control: Element | null): void {
  const target = control ?? elementAt(event);
  if (target === null || target.closest(':disabled') !== null) return;
  if (control instanceof HTMLElement) control.focus({ preventScroll: true });
  const { clientX, clientY } = event;
  const init = { bubbles: true, cancelable: true, composed: true, view: window, detail: 1, clientX, clientY };
  target.dispatchEvent(new MouseEvent('click', init));
}

/** A frame is painted once what waits behind it is heard. */
function afterNextPaint(heard: () => void): void {
  requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = heard;
    port2.postMessage(null);
  });
}
