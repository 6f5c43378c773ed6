import type { TechnicianAction } from '../../contract/shared/events.ts';
import { type Result, refuse, succeed } from '../../domain/result.ts';
import type { Refusal } from '../../session/contract/kiosk-api.ts';
import type { Stamp } from '../../session/contract/view-state.ts';
import { isCurrent, type KioskContext } from '../../session/steps/kiosk-context.ts';
import { isTechnician } from '../../session/steps/session.ts';
import type { SessionEvent } from '../../session/steps/session-step.ts';

interface Entered {
  /** Whether the screen that offers the action is shown; by default any page of the technician. */
  isThere?: () => boolean;
  next?: SessionEvent;
}

/**
 * Performs a technician's action. Without a stamp the action came over the core's standard input and is not recorded. With a stamp it is
 * recorded, whether done or refused; if it was done, the session event `next` follows.
 */
export function behindPin(
  context: KioskContext,
  stamp: Stamp | undefined,
  action: TechnicianAction,
  act: () => Result<null, Refusal>,
  { isThere = () => isTechnician(context.session()), next = { type: 'stay' } }: Entered = {},
): Result<null, Refusal> {
  if (stamp === undefined) return act();
  if (!isCurrent(context, stamp)) return refuse({ kind: 'stale-command' });
  if (!isThere()) return refuse({ kind: 'not-possible-here' });
  const done = act();
  context.record.acted(context.session().sessionId, action, done.ok ? 'done' : done.error.kind);
  if (done.ok) context.apply(next);
  return done;
}

/** Performs an action whose result only the view shows; the command succeeds once the action has begun. */
export function askBehindPin(
  context: KioskContext,
  stamp: Stamp | undefined,
  action: TechnicianAction,
  ask: () => void,
  entered?: Entered,
): Result<null, Refusal> {
  const act = () => {
    ask();
    return succeed(null);
  };
  return behindPin(context, stamp, action, act, entered);
}
