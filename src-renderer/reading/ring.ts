import type { Stop } from './stops.ts';

/** A strong ring around the text or control that is read aloud, above everything, so that no part of a screen cuts it off. */
export type Ring = ReturnType<typeof createRing>;

export function createRing(page: Document) {
  let ring: HTMLElement | null = null;
  return {
    show(stop: Stop | null): void {
      if (stop === null) {
        ring?.remove();
        ring = null;
        return;
      }
      if (ring === null) {
        ring = page.createElement('div');
        ring.className = 'reading-ring';
        ring.setAttribute('aria-hidden', 'true');
        page.body.append(ring);
      }
      const { left, top, width, height } = stop.element.getBoundingClientRect();
      const { style } = ring;
      style.left = `${left}px`;
      style.top = `${top}px`;
      style.width = `${width}px`;
      style.height = `${height}px`;
    },
  };
}
