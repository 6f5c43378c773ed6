import { useEffect } from 'preact/hooks';

/** Buttons of the warning and of the bar, which still work while the warning is shown. */
const OWN = '.warning button, .bar button';
const PRESSES_A_BUTTON = new Set(['Enter', ' ']);

const isOwn = ({ target }: Event): boolean => target instanceof Element && target.closest(OWN) !== null;

function swallow(event: Event): void {
  event.preventDefault();
  event.stopPropagation();
}

/**
 * While mounted, a touch anywhere or any key calls `onAny` and has no other effect, except on the buttons of the warning and the bar. A
 * finger that slides or rests on the panel counts like a tap, and so does a touch of a button that the touch guard refused as too early or
 * accidental. A held key counts once, so that an object on a keyboard does not call `onAny` again and again.
 */
export function useAnyTouch(onAny: () => void): void {
  useEffect(() => {
    // Whether the touch has clicked a button. The touch guard sends the click before `pointerup`, and none for a touch that it refuses.
    let isOrder = false;
    const pressed = (): void => {
      isOrder = false;
    };
    const lifted = (event: Event): void => {
      if (!isOwn(event) || !isOrder) onAny();
    };
    const clicked = (event: Event): void => {
      isOrder = isOwn(event);
      if (isOrder) return;
      swallow(event);
      onAny();
    };
    const keyed = (event: KeyboardEvent): void => {
      if (isOwn(event) && PRESSES_A_BUTTON.has(event.key) && !event.repeat) return;
      swallow(event);
      if (!event.repeat) onAny();
    };
    const listening = new AbortController();
    const options = { capture: true, signal: listening.signal };
    document.addEventListener('pointerdown', pressed, options);
    document.addEventListener('pointerup', lifted, options);
    document.addEventListener('pointercancel', lifted, options);
    document.addEventListener('click', clicked, options);
    document.addEventListener('keydown', keyed, options);
    return () => listening.abort();
  }, [onAny]);
}
