import type { Subject } from '../../page/show.ts';

/** From the gallery to the page of one screen; `find` is a part to be shown alone. */
export interface ShowThis {
  subject: Subject;
  find: string | null;
}

/** From the page of a screen when it stands there: where the part is, in pixels of the panel; `null` when there is none. */
export interface Stands {
  box: { x: number; y: number; width: number; height: number } | null;
}

/** Said once when the page can be shown something. */
export const IS_READY = 'ready';
