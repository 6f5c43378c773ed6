import type { KeypadAction } from '../../src-main/contract/shared/keypad.ts';

/** The actions that give a command; ignored while a hand rests on the keys. */
export const ORDERS: ReadonlySet<KeypadAction> = new Set(['select', 'back', 'help', 'ticket']);
/** A key that is held for longer lies under an object and does not block other keys any more. */
const REST_MS = 3_000;

export interface KeypadHearers {
  /** The action of each key, by the event's `code`, because `key` depends on the machine's layout. */
  keys: () => Readonly<Record<string, KeypadAction>>;
  onJack: (isIn: boolean) => void;
  onAction: (action: KeypadAction) => void;
}

/**
 * Listens to an audio keypad. The headset's plug counts as a key, but is heard before the touch guard because it is no press; all other
 * keys are heard after the guard, once per press.
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
    /**
     * To be called before the touch guard begins to listen; `afterGuard` is called afterwards. Both return the function that stops the
     * listening.
     */
    beforeGuard: () => hear(['keydown', 'keyup'], noted),
    afterGuard: () => hear(['keydown'], pressed),
  };
}

function swallow(event: Event): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}
