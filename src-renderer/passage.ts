import { createContext } from 'preact';
import type { VisitType } from '../src-main/contract/shared/visit-type.ts';
import type { ViewState } from '../src-main/session/contract/view-state.ts';

export type Doorway = 'left' | 'right' | 'alone';
/**
 * The arch through which the citizen seems to walk from one screen to the next; `null` if the screen changed for another reason. Only the
 * animation depends on it.
 */
export type Passage = { direction: 'in' | 'out'; doorway: Doorway } | null;

export const Entering = createContext<Passage>(null);

export function doorwayOf(entries: readonly VisitType[], visitType: VisitType): Doorway {
  if (entries.length === 1) return 'alone';
  return entries[0] === visitType ? 'left' : 'right';
}

/**
 * The arch through which the citizen seems to walk between two states. On the way back to the start screen it is `lastIn`, the arch through
 * which the citizen came.
 */
export function passageBetween(before: ViewState, after: ViewState, lastIn: Doorway): Passage {
  const from = before.view;
  const to = after.view;
  if (from.screen === 'idle' && to.screen === 'services')
    return { direction: 'in', doorway: doorwayOf(from.entries, to.visitType) };
  if (from.screen === 'idle' && to.screen === 'check-in')
    return { direction: 'in', doorway: doorwayOf(from.entries, 'appointment') };
  if (!['idle', 'closed', 'night'].includes(from.screen) && to.screen === 'idle')
    return { direction: 'out', doorway: lastIn };
  return null;
}
