import { type Stop, textOf } from './stops.ts';

export interface FingerParts {
  /** Whether the first touch of a text or control only reads it aloud, and does not press it. */
  isOn: () => boolean;
  /** The stop (a text or control that speech reads as a whole) at a point of the panel, in CSS pixels of the window; `null`: none. */
  stopAt: (x: number, y: number) => Stop | null;
  read: (stop: Stop) => void;
}

/** The text or control that was read aloud last under the finger. The same element with other words counts as not yet read. */
interface Read {
  readonly element: Element;
  readonly words: string;
}

const asRead = ({ element, pieces }: Stop): Read => ({ element, words: textOf(pieces) });
const isSame = (one: Read | null, other: Read | null): boolean =>
  one !== null && one.element === other?.element && one.words === other.words;

/**
 * Exploration by finger: the first touch of a text or control, or sliding over it, only reads it aloud. A touch that begins and ends on the
 * control that was read last presses that control.
 */
export function createFinger({ isOn, stopAt, read }: FingerParts) {
  let last: Read | null = null;
  let second: Read | null = null;

  function moved(x: number, y: number): void {
    const stop = stopAt(x, y);
    if (stop === null || isSame(asRead(stop), last)) return;
    second = null;
    last = asRead(stop);
    read(stop);
  }

  return {
    down(x: number, y: number): void {
      if (!isOn()) return;
      const stop = stopAt(x, y);
      second = stop?.kind === 'control' && isSame(asRead(stop), last) ? last : null;
      moved(x, y);
    },
    move(x: number, y: number): void {
      if (isOn()) moved(x, y);
    },
    /** Whether the touch that ends now may press `control`; the touch guard has accepted it. */
    mayOrder(control: Element | null): boolean {
      if (!isOn() || control === null) return true;
      const ordered = second !== null && second.element === control;
      second = null;
      // After a press the next touch of the same control only reads it again.
      if (ordered) last = null;
      return ordered;
    },
  };
}

export function hearFinger(page: Window, finger: Pick<ReturnType<typeof createFinger>, 'down' | 'move'>): void {
  const options = { capture: true, passive: true };
  page.addEventListener('pointerdown', ({ clientX, clientY }) => finger.down(clientX, clientY), options);
  page.addEventListener(
    'pointermove',
    (event) => {
      // A mouse without a pressed button does not touch.
      if (event.buttons !== 0) finger.move(event.clientX, event.clientY);
    },
    options,
  );
}
