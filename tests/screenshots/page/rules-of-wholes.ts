import type { Bounds, Misfit } from './report.ts';

const isSeen = (element: Element): boolean => element.getBoundingClientRect().height > 0;

/** Finds a second page of a screen that must be one page. The buttons that turn pages exist only if there are several. */
export const secondPages = ({ onePage }: Bounds): Misfit[] =>
  onePage && document.querySelector('.pager') !== null
    ? [{ rule: 'second-page', what: 'the screen', detail: 'turns pages' }]
    : [];

/**
 * Finds start screens without the office's name, the clock or an arch. People who cannot read the screen's script know the start screen by
 * these parts.
 */
export function partedFacades({ wholeFacade }: Bounds): Misfit[] {
  const facade = document.querySelector('.facade[data-screen="idle"]');
  if (!wholeFacade || facade === null) return [];
  const isShown = (selector: string): boolean => [...facade.querySelectorAll(selector)].some(isSeen);
  const isFlat = [...facade.querySelectorAll('.entry')].some(
    (entry) => !isSeen(entry) || ![...entry.querySelectorAll('.entry-light')].some(isSeen),
  );
  const missing = [
    ...(isShown('.office-name') ? [] : ['the office']),
    ...(isShown('.clock') ? [] : ['the clock']),
    ...(isFlat ? ['an arch'] : []),
  ];
  return missing.map((what) => ({ rule: 'parted-façade', what, detail: 'is not on the first screen' }));
}

/** Finds lists with too few choices on a page other than the last, because a single row hides that there is a choice. */
export function fewChoices({ leastChoices }: Bounds): Misfit[] {
  const isLast = document.querySelector('.pager > .pager-next:not(:disabled)') === null;
  const rows = [...document.querySelectorAll('.rows > li')].filter(isSeen).length;
  return isLast || rows === 0 || rows >= leastChoices
    ? []
    : [{ rule: 'few-choices', what: 'a page of the list', detail: `${rows} of at least ${leastChoices} choices` }];
}
