/**
 * Runs `measure` on the frame with all animations at their end, because paper that still slides out takes its final room only then. Nothing
 * is painted during it, and the animations continue afterwards.
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
    // Setting the time of an animation that was about to start pauses it.
    if (before[index]?.playState === 'running' && animation.playState === 'paused') animation.play();
  }
  return measured;
}
