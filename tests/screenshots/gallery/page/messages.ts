import type { Subject } from '../../page/show.ts';

/** From the gallery to the page of one screen; `find` is a part to be shown alone. */
export interface ShowThis {
  subject: Subject;
  find: string | null;
}

/** From the page of a screen once it is drawn: the part's place, in pixels of the panel; `null`: there is none. */
export interface Stands {
  box: { x: number; y: number; width: number; height: number } | null;
}

/** Sent once the page is ready. */
export const IS_READY = 'ready';
