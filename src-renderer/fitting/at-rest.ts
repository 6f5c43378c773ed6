/**
 * What `measure` says of a frame as it stands once all that moves in it has come to rest: paper that is still on its way out has the room
 * that it will have. Nothing is painted meanwhile, and what moved goes on from where it was.
 */
export function atRest<T>(frame: HTMLElement, measure: () => T): T {
  const moving = 'getAnimations' in frame ? frame.getAnimations({ subtree: true }) : [];
  const before = moving.map(({ currentTime, playState }) => ({ currentTime, playState }));
  for (const animation of moving) {
    const end = animation.effect?.getComputedTiming().endTime;
    if (typeof end === 'number' && Number.isFinite(end)) animation.currentTime = end;
  }
  const measured = measure();
  for (const [index, animation] of moving.entries()) {
    animation.currentTime = before[index]?.currentTime ?? 0;
    // One that had just been asked to begin is held still by being moved.
    if (before[index]?.playState === 'running' && animation.playState === 'paused') animation.play();
  }
  return measured;
}
