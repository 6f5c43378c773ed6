import { lookAtPage } from './find-misfits.ts';
import { lookForMisfits, show } from './show.ts';

/** What the tests ask of a page, put into it once. */
const watch = { lookAtPage, lookForMisfits, show };

declare global {
  interface Window {
    watch: typeof watch;
  }
}

window.watch = watch;
