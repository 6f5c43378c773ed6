import type { Stop } from './stops.ts';

export interface FingerParts {
  /** Whether a finger reads before it orders. */
  isOn: () => boolean;
  /** The place at a point of the glass, as it is now. */
  stopAt: (x: number, y: number) => Stop | null;
  read: (stop: Stop) => void;
}

/** What a finger has read: the same element with other words on it is another choice. */
interface Read {
  readonly element: Element;
  readonly words: string;
}

const asRead = ({ element, pieces }: Stop): Read => ({ element, words: pieces.map(({ text }) => text).join('\n') });
const isSame = (one: Read | null, other: Read | null): boolean =>
  one !== null && one.element === other?.element && one.words === other.words;

/**
 * A finger that explores: the first touch of a place reads it and orders nothing, and so does every place that the finger slides over. A
 * touch that begins on the choice that was read last, and is lifted from it, orders it.
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
    /** Whether a touch that ends now may order `control`; the guard has found that it is one. */
    mayOrder(control: Element | null): boolean {
      if (!isOn() || control === null) return true;
      const ordered = second !== null && second.element === control;
      second = null;
      // Ordered or not: what comes next is read first.
      if (ordered) last = null;
      return ordered;
    },
  };
}

/** Where fingers are on the glass, before anything else hears of them. */
export function hearFinger(page: Window, finger: Pick<ReturnType<typeof createFinger>, 'down' | 'move'>): void {
  const options = { capture: true, passive: true };
  page.addEventListener('pointerdown', ({ clientX, clientY }) => finger.down(clientX, clientY), options);
  page.addEventListener(
    'pointermove',
    (event) => {
      // A mouse that only passes touches nothing.
      if (event.buttons !== 0) finger.move(event.clientX, event.clientY);
    },
    options,
  );
}
