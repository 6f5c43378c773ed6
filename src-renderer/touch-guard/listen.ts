import { createGuard, type TouchGuard } from './guard.ts';
import type { Pace } from './limits.ts';

const CONTROLS = 'button, a[href], [data-pace="knocking"]';

/**
 * Handles touches, clicks and keys before any other listener of the page: an event reaches a control only if the guard accepts it.
 * `data-guard` of the root element shows the guard's state. `mayOrder` may refuse a touch that the guard accepts, because the citizen has
 * not heard yet what the control does.
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

/**
 * Presses a control when the finger leaves it. This code makes the click, because Chromium makes none for a touch that is long or slides a
 * little.
 */
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
  // The default is prevented, because Chromium's own click and change of focus come after this press, perhaps on the next screen.
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

/** The enabled control at the event's point; `null`: none. */
function controlAt(event: PointerEvent): Element | null {
  const control = elementAt(event)?.closest(CONTROLS) ?? null;
  return control?.matches(':disabled') === true ? null : control;
}

function paceOf(control: Element | null): Pace {
  const pace = control?.closest<HTMLElement>('[data-pace]')?.dataset.pace;
  return pace === 'typing' || pace === 'knocking' ? pace : 'order';
}

/** Makes the click of a touch. A touch that hits no control is a click too, because it shows that a person is there. */
function order(event: PointerEvent, control: Element | null): void {
  const target = control ?? elementAt(event);
  if (target === null || target.closest(':disabled') !== null) return;
  if (control instanceof HTMLElement) control.focus({ preventScroll: true });
  const { clientX, clientY } = event;
  const init = { bubbles: true, cancelable: true, composed: true, view: window, detail: 1, clientX, clientY };
  target.dispatchEvent(new MouseEvent('click', init));
}

/** Runs `heard` after the next paint: a message that is posted within a frame arrives once that frame is painted. */
function afterNextPaint(heard: () => void): void {
  requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = heard;
    port2.postMessage(null);
  });
}
