import { askAxe } from './axe.ts';
import { lookAtPage } from './find-misfits.ts';
import { find, lookAtShown, readScreen, show } from './show.ts';

const watch = { askAxe, find, lookAtPage, lookAtShown, readScreen, show };

declare global {
  interface Window {
    watch: typeof watch;
  }
}

window.watch = watch;
