/** What the fitting itself writes. */
const OF_FITTING: ReadonlySet<string | null> = new Set([
  'data-away',
  'data-bare',
  'data-columns',
  'data-dense',
  'data-fit',
  'data-flow',
  'data-given',
  'data-gone',
  'data-side',
  'data-spare',
]);

/**
 * Tells whether anything under an element was drawn anew that may stand otherwise than before, what turns its pages left out. What `data-ticks` marks, a clock or a
 * countdown, moves nothing while its text is no longer than it was: digits are all as wide.
 */
export function watchChanges(root: Element): { any(): boolean; forget(): void; end(): void } {
  const observer = new MutationObserver((records) => {
    hasMoved ||= records.some(moves);
  });
  let hasMoved = true;
  observer.observe(root, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeOldValue: true,
    characterData: true,
    characterDataOldValue: true,
  });
  return {
    any: () => {
      hasMoved ||= observer.takeRecords().some(moves);
      return hasMoved;
    },
    forget: () => {
      observer.takeRecords();
      hasMoved = false;
    },
    end: () => observer.disconnect(),
  };
}

/** Written again as it stood moves nothing. */
function moves({ type, target, attributeName, oldValue }: MutationRecord): boolean {
  if (type === 'attributes') {
    if (OF_FITTING.has(attributeName)) return false;
    if (target instanceof Element && target.getAttribute(attributeName ?? '') === oldValue) return false;
  }
  if (type === 'characterData' && target.textContent === oldValue) return false;
  const parent = target instanceof Element ? target : target.parentElement;
  // What turns the pages is as high whatever it says.
  if (parent?.closest('.pager') != null) return false;
  if (parent?.closest('[data-ticks]') == null) return true;
  return type === 'characterData' && (target.textContent ?? '').length > (oldValue ?? '').length;
}
