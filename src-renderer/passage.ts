import { createContext } from 'preact';
import type { ViewState } from '../src-main/contract/kiosk/view-state.ts';
import type { VisitType } from '../src-main/contract/shared/visit-type.ts';

export type Doorway = 'left' | 'right' | 'alone';
/** The doorway just passed; `null` when the screen changed otherwise. Only motion depends on it. */
export type Passage = { direction: 'in' | 'out'; doorway: Doorway } | null;

export const Entering = createContext<Passage>(null);

/** Where on the façade the entry of a visit type stands. */
export function doorwayOf(entries: readonly VisitType[], visitType: VisitType): Doorway {
  if (entries.length === 1) return 'alone';
  return entries[0] === visitType ? 'left' : 'right';
}

/** Which doorway is passed between two states. One leaves by the entry one came in by: `lastIn`. */
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
