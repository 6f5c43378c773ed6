import { useEffect } from 'preact/hooks';

/** What is touched for its own sake while a warning stands: its buttons, and the bar's. */
const OWN = '.warning button, .bar button';
const PRESSES_A_BUTTON = new Set(['Enter', ' ']);

const isOwn = ({ target }: Event): boolean => target instanceof Element && target.closest(OWN) !== null;

function swallow(event: Event): void {
  event.preventDefault();
  event.stopPropagation();
}

/**
 * While it is used, one touch anywhere or any key calls `onAny` and reaches nothing that lies under it: a finger that slips or rests
 * counts as well as a tap, also on a button that then orders nothing. A key that is held down counts once, so that something lying on a keyboard asks for nothing more.
 */
export function useAnyTouch(onAny: () => void): void {
  useEffect(() => {
    // The guard gives the click of an order before the page hears that the finger left; a touch that it refuses has none.
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
