import { SLACK_PX } from './measures.ts';

/** Attributes that the fitting itself writes, and one that only colours. */
const WITHOUT_MOVE: ReadonlySet<string | null> = new Set([
  'disabled',
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
 * Reports whether anything under `root` changed that may move the layout, except the pager. Elements with `data-ticks` (a clock, a
 * countdown) count only when their text gets longer: all digits have the same width. The text in an element with `data-bounds` (the typed
 * field) counts only when it moves the element or has no room in it, so that a key costs one layout and not a fit. `onStructure` is called
 * before the paint if elements came or went and nobody asked since, because a component inside the frame opened a pad by its own state.
 */
export function watchChanges(root: Element, onStructure: () => void): { any(): boolean; forget(): void; end(): void } {
  let fitted = new Map<Element, { place: string; scrollHeight: number }>();
  const hasRoom = (element: Element): boolean => {
    const before = fitted.get(element);
    return (
      before?.place === placeOf(element) &&
      element.scrollWidth <= element.clientWidth + SLACK_PX &&
      // A close fit cuts the air of its letters, so their box is higher than the field.
      element.scrollHeight <= before.scrollHeight
    );
  };
  const doMove = (records: readonly MutationRecord[]): boolean => {
    const bounding = new Set(records.filter(moves).map(boundsOf));
    return [...bounding].some((element) => element === null || !hasRoom(element));
  };
  const observer = new MutationObserver((records) => {
    const moving = records.filter(moves);
    hasMoved ||= doMove(records);
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
      hasMoved ||= doMove(observer.takeRecords());
      return hasMoved;
    },
    forget: () => {
      observer.takeRecords();
      hasMoved = false;
      const those = [...root.querySelectorAll('[data-bounds]')];
      fitted = new Map(
        those.map((element) => [element, { place: placeOf(element), scrollHeight: element.scrollHeight }]),
      );
    },
    end: () => observer.disconnect(),
  };
}

const placeOf = (element: Element): string => {
  const { left, top, width, height } = element.getBoundingClientRect();
  return [left, top, width, height].join();
};

/** The element that bounds a changed text; `null`: none, or more than a text changed. */
const boundsOf = ({ type, target }: MutationRecord): Element | null =>
  type === 'characterData' ? (target.parentElement?.closest('[data-bounds]') ?? null) : null;

/** Whether a change may move the layout; writing the same value again does not. */
function moves({ type, target, attributeName, oldValue }: MutationRecord): boolean {
  if (type === 'attributes') {
    if (WITHOUT_MOVE.has(attributeName)) return false;
    if (target instanceof Element && target.getAttribute(attributeName ?? '') === oldValue) return false;
  }
  if (type === 'characterData' && target.textContent === oldValue) return false;
  const parent = target instanceof Element ? target : target.parentElement;
  // The pager's height does not depend on its content.
  if (parent?.closest('.pager') != null) return false;
  if (parent?.closest('[data-ticks]') == null) return true;
  return type === 'characterData' && (target.textContent ?? '').length > (oldValue ?? '').length;
}
