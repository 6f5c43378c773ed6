/** What the fitting itself writes. */
const OF_FITTING: ReadonlySet<string | null> = new Set([
  'data-away',
  'data-bare',
  'data-columns',
  'data-fit',
  'data-flow',
  'data-spare',
]);

/**
 * Tells whether anything under an element was drawn anew that may stand otherwise than before. What `data-ticks` marks, a clock or a
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

function moves({ type, target, attributeName, oldValue }: MutationRecord): boolean {
  if (type === 'attributes' && OF_FITTING.has(attributeName)) return false;
  const parent = target instanceof Element ? target : target.parentElement;
  if (parent?.closest('[data-ticks]') == null) return true;
  return type === 'characterData' && (target.textContent ?? '').length > (oldValue ?? '').length;
}
