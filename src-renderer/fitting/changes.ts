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
 * Watches `root` for changes that may move the layout, except in the pager. Elements with `data-ticks` (a clock, a countdown) count only
 * when their text gets longer, because all digits have the same width. `any`: whether there was such a change since `forget`. `onStructure`
 * is called before the paint if elements were added or removed and no call of `any` has taken the change already. This happens if a
 * component changes its own state, for example to open a keypad.
 */
export function watchChanges(root: Element, onStructure: () => void): { any(): boolean; forget(): void; end(): void } {
  const observer = new MutationObserver((records) => {
    const moving = records.filter(moves);
    hasMoved ||= moving.length > 0;
    if (moving.some(({ type }) => type === 'childList')) onStructure();
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

/** Whether a change may move the layout; writing an attribute's old value again does not. */
function moves({ type, target, attributeName, oldValue }: MutationRecord): boolean {
  if (type === 'attributes') {
    if (OF_FITTING.has(attributeName)) return false;
    if (target instanceof Element && target.getAttribute(attributeName ?? '') === oldValue) return false;
  }
  if (type === 'characterData' && target.textContent === oldValue) return false;
  const parent = target instanceof Element ? target : target.parentElement;
  // Changes in the pager are ignored, because its height does not depend on its content.
  if (parent?.closest('.pager') != null) return false;
  if (parent?.closest('[data-ticks]') == null) return true;
  return type === 'characterData' && (target.textContent ?? '').length > (oldValue ?? '').length;
}
