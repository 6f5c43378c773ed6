import type { TechnicianAction } from '../../contract/shared/events.ts';
import { type Result, refuse, succeed } from '../../domain/result.ts';
import type { Refusal } from '../../session/contract/kiosk-api.ts';
import type { Stamp } from '../../session/contract/view-state.ts';
import { isCurrent, type KioskContext } from '../../session/steps/kiosk-context.ts';
import { isTechnician } from '../../session/steps/session.ts';
import type { SessionEvent } from '../../session/steps/session-step.ts';

/**
 * Performs a technician's action. An action without a stamp came over the core's standard input and is not recorded. An action with a stamp
 * is recorded, done or refused, and `next` follows on the screen if it was done.
 */
export function behindPin(
  context: KioskContext,
  stamp: Stamp | undefined,
  action: TechnicianAction,
  act: () => Result<null, Refusal>,
  next: SessionEvent,
  isThere: () => boolean = () => isTechnician(context.session()),
): Result<null, Refusal> {
  if (stamp === undefined) return act();
  if (!isCurrent(context, stamp)) return refuse({ kind: 'stale-command' });
  if (!isThere()) return refuse({ kind: 'not-possible-here' });
  const done = act();
  context.record.acted(context.session().sessionId, action, done.ok ? 'done' : done.error.kind);
  if (done.ok) context.apply(next);
  return done;
}

/** Wraps an action that returns nothing, because the action's outcome appears in its state. */
export const asked = (ask: () => void) => (): Result<null, Refusal> => {
  ask();
  return succeed(null);
};
