import type { Subject } from '../../page/show.ts';

/** A message from the gallery to a screen's page. `find` is the selector of a component to show alone. */
export interface ShowThis {
  subject: Subject;
  find: string | null;
}

/** A message from a screen's page after it was drawn: the component's box, in pixels of the panel; `null`: there is no such component. */
export interface Stands {
  box: { x: number; y: number; width: number; height: number } | null;
}

/** The message that a screen's page sends once it is ready. */
export const IS_READY = 'ready';
