import type { Subject } from '../../page/show.ts';

/** A message from the gallery to the page of a screen. `find` selects a component to show alone. */
export interface ShowThis {
  subject: Subject;
  find: string | null;
}

/** The answer once the screen is drawn: the component's box in pixels of the panel, `null` if there is no such component. */
export interface Stands {
  box: { x: number; y: number; width: number; height: number } | null;
}

/** The page of a screen sends this message once it can receive messages of the gallery. */
export const IS_READY = 'ready';
