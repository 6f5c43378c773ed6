import { createContext } from 'preact';
import type { ViewState } from '../src-main/contract/kiosk/view-state.ts';
import type { VisitType } from '../src-main/contract/shared/visit-type.ts';

export type Doorway = 'left' | 'right' | 'alone';
/** The doorway just passed; `null` when the screen changed otherwise. Only motion depends on it. */
export type Passage = { direction: 'in' | 'out'; doorway: Doorway } | null;

export const Entering = createContext<Passage>(null);

/** Where on the façade the door of a way stands. */
export function doorwayOf(ways: readonly VisitType[], way: VisitType): Doorway {
  if (ways.length === 1) return 'alone';
  return ways[0] === way ? 'left' : 'right';
}

/** Which doorway is passed between two states. One comes out through the door one went in by, which is `lastIn`. */
export function passageBetween(before: ViewState, after: ViewState, lastIn: Doorway): Passage {
  const from = before.view;
  const to = after.view;
  if (from.screen === 'idle' && to.screen === 'services')
    return { direction: 'in', doorway: doorwayOf(from.ways, to.way) };
  if (from.screen === 'idle' && to.screen === 'check-in')
    return { direction: 'in', doorway: doorwayOf(from.ways, 'appointment') };
  if (from.screen !== 'idle' && from.screen !== 'closed' && to.screen === 'idle')
    return { direction: 'out', doorway: lastIn };
  return null;
}
