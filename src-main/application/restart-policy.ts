import type { CentreMemory } from '../ports/centre-memory.ts';
import type { TicketStore } from '../ports/store.ts';

/** Only a new start of the program makes them hold. */
export type RestartReason =
  | 'kiosk-enrolled'
  | 'profile-applied'
  | 'kiosk-chosen'
  | 'office-changed'
  | 'restart-ordered';

/** Pages behind the PIN that ask for a new start themselves, and at which whoever stands there goes on. */
export const RESUMABLE_PAGES = ['technician-first-run', 'technician-office'] as const;
export type ResumablePage = (typeof RESUMABLE_PAGES)[number];

export interface RestartState {
  /** The first that came; an enrolment stands before a profile. */
  readonly reason: RestartReason | null;
  /** A new start has been asked for. */
  readonly isAsked: boolean;
}

export const NO_RESTART: RestartState = { reason: null, isAsked: false };

/** The kiosk is another one from the next start on. */
export const noteEnrolment = (state: RestartState): RestartState => ({ ...state, reason: 'kiosk-enrolled' });

/** Somebody at the centre wants a new start; one that is due anyway is that as well. */
export const noteOrder = (state: RestartState): RestartState => ({
  ...state,
  reason: state.reason ?? 'restart-ordered',
});

/** Looks again whether to start anew: at a moment when nobody is here, and once. */
export function stepRestart(
  { reason, isAsked }: RestartState,
  now: { hasNewProfile: boolean; isAtRest: boolean },
): { state: RestartState; startFor: RestartReason | null } {
  const due = reason ?? (now.hasNewProfile ? 'profile-applied' : null);
  const startFor = !isAsked && now.isAtRest ? due : null;
  return { state: { reason: due, isAsked: isAsked || startFor !== null }, startFor };
}

/** A version that has come, or whose day has. `used` is that of this run; `null` for the profile of this machine. */
export function hasNewProfile(
  store: Pick<TicketStore, 'today'>,
  centre: Pick<CentreMemory, 'versionFor'>,
  used: number | null,
): boolean {
  return centre.versionFor(store.today.reached()) !== used;
}
