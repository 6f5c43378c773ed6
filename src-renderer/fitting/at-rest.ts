/**
 * What `measure` says of a frame as it stands once all that moves in it has come to rest: paper that is still on its way out has the room
 * that it will have. Nothing is painted meanwhile, and what moved goes on from where it was.
 */
export function atRest<T>(frame: HTMLElement, measure: () => T): T {
  const moving = 'getAnimations' in frame ? frame.getAnimations({ subtree: true }) : [];
  const times = moving.map(({ currentTime }) => currentTime);
  for (const animation of moving) {
    const end = animation.effect?.getComputedTiming().endTime;
    if (typeof end === 'number' && Number.isFinite(end)) animation.currentTime = end;
  }
  const measured = measure();
  for (const [index, animation] of moving.entries()) animation.currentTime = times[index] ?? null;
  return measured;
}
