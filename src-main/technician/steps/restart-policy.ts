import type { CentreMemory } from '../../centre/ports/centre-memory.ts';
import type { TicketStore } from '../../tickets/ports/store.ts';

export type RestartReason =
  | 'kiosk-enrolled'
  | 'profile-applied'
  | 'kiosk-chosen'
  | 'office-changed'
  | 'restart-ordered';

/** Pages of technicians that ask for a restart themselves, and on which the technician continues after it. */
export const RESUMABLE_PAGES = ['technician-first-run', 'technician-office'] as const;
export type ResumablePage = (typeof RESUMABLE_PAGES)[number];

export interface RestartState {
  /** The first reason that arose; `kiosk-enrolled` replaces any other. */
  readonly reason: RestartReason | null;
  readonly isAsked: boolean;
}

export const NO_RESTART: RestartState = { reason: null, isAsked: false };

export const noteEnrolment = (state: RestartState): RestartState => ({ ...state, reason: 'kiosk-enrolled' });

/** Notes that the centre requested a restart; a restart for another reason fulfils the request. */
export const noteOrder = (state: RestartState): RestartState => ({
  ...state,
  reason: state.reason ?? 'restart-ordered',
});

export function stepRestart(
  { reason, isAsked }: RestartState,
  now: { hasNewProfile: boolean; isAtRest: boolean },
): { state: RestartState; startFor: RestartReason | null } {
  const due = reason ?? (now.hasNewProfile ? 'profile-applied' : null);
  const startFor = !isAsked && now.isAtRest ? due : null;
  return { state: { reason: due, isAsked: isAsked || startFor !== null }, startFor };
}

/** Whether today's profile version differs from `used`, the version of this run; `null` is the profile of this machine. */
export function hasNewProfile(
  store: Pick<TicketStore, 'today'>,
  centre: Pick<CentreMemory, 'versionFor'>,
  used: number | null,
): boolean {
  return centre.versionFor(store.today.reached()) !== used;
}
