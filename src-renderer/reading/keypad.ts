import type { KeypadAction } from '../../src-main/contract/shared/keypad.ts';

/** What something is ordered by; a hand that lies on the keys orders nothing. */
export const ORDERS: ReadonlySet<KeypadAction> = new Set(['select', 'back', 'help', 'ticket']);
/** A key that is down for longer lies under something, and hinders no other. */
const REST_MS = 3_000;

export interface KeypadHearers {
  /** Which key is for what, by its place: its name depends on the machine. */
  keys: () => Readonly<Record<string, KeypadAction>>;
  onJack: (isIn: boolean) => void;
  onAction: (action: KeypadAction) => void;
}

/**
 * Hears an audio keypad. A headset that comes or goes is no press of a hand: it is heard before the touch guard, everything else after it, once
 * for each press.
 */
export function hearKeypad(page: Window, { keys, onJack, onAction }: KeypadHearers) {
  const held = new Map<string, number>();
  const actionOf = ({ code }: KeyboardEvent): KeypadAction | null => keys()[code] ?? null;
  const isAlone = ({ code, timeStamp }: KeyboardEvent): boolean =>
    ![...held].some(([other, downMs]) => other !== code && timeStamp - downMs <= REST_MS);

  function noted(event: KeyboardEvent): void {
    const action = actionOf(event);
    if (action === 'jack-in' || action === 'jack-out') {
      swallow(event);
      if (event.type === 'keydown' && !event.repeat) onJack(action === 'jack-in');
    } else if (event.type === 'keyup') held.delete(event.code);
    else if (action !== null && !event.repeat) held.set(event.code, event.timeStamp);
  }

  function pressed(event: KeyboardEvent): void {
    const action = actionOf(event);
    if (action === null) return;
    swallow(event);
    if (!event.repeat && (!ORDERS.has(action) || isAlone(event))) onAction(action);
  }

  const hear = (types: readonly ('keydown' | 'keyup')[], hearer: (event: KeyboardEvent) => void): (() => void) => {
    for (const type of types) page.addEventListener(type, hearer, { capture: true });
    return () => {
      for (const type of types) page.removeEventListener(type, hearer, { capture: true });
    };
  };
  return {
    /** To be called before the touch guard stands there. Returns how to stop, as the other does. */
    beforeGuard: () => hear(['keydown', 'keyup'], noted),
    afterGuard: () => hear(['keydown'], pressed),
  };
}

function swallow(event: Event): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}
