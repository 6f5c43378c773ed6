import type { Actor, TechnicianAction } from '../contract/shared/events.ts';
import type { Log } from '../ports/log.ts';
import type { TicketStore } from '../ports/store.ts';
import type { PinGate } from './pin-gate.ts';
import type { PinResult, PinStep } from './technician-login.ts';

/** Tells the centre what is done behind the PIN, and who was not let in: no name, no PIN, nothing that was typed. */
export interface TechnicianRecord {
  /** `visitId`: the session's. */
  acted(visitId: string, action: TechnicianAction, result: string, subject?: string): void;
  /** `isCode`: as many digits as the staff's code has. `isIn`: the session that sent it still stands there. */
  pinChecked(visitId: string, typed: { step: PinStep; isCode: boolean }, checked: PinResult, isIn: boolean): void;
}

/** As whom: what is not the staff's is the technician's, behind the PIN where there is one. */
function actorOf(action: TechnicianAction, result: string, hasPin: boolean): Actor {
  const isLetIn = result === 'done' || result === 'left-before';
  switch (action) {
    case 'forget-pin':
      return 'machine';
    case 'enter-pin':
      return isLetIn ? 'technician' : 'not-let-in';
    case 'staff-enter':
      return isLetIn ? 'staff' : 'not-let-in';
    case 'choose-pin':
      return 'no-pin';
    default:
      if (action.startsWith('staff-')) return 'staff';
      return hasPin ? 'technician' : 'no-pin';
  }
}

export function createTechnicianRecord(
  store: Pick<TicketStore, 'recordEvent'>,
  log: Log,
  gate: Pick<PinGate, 'hasPin'>,
): TechnicianRecord {
  function acted(visitId: string, action: TechnicianAction, result: string, subject?: string): void {
    const pin = gate.hasPin();
    const actor = actorOf(action, result, !pin.ok || pin.value);
    const payload = { visitId, action, result, actor, ...(subject === undefined ? {} : { subject }) };
    const saved = store.recordEvent({ type: 'technician-acted', v: 1, payload });
    // A disk that takes nothing keeps no technician out: it is what they came for.
    if (!saved.ok) log.event(saved.error.kind, { action, result, detail: saved.error.detail });
  }
  return {
    acted,
    pinChecked(visitId, { step, isCode }, checked, isIn) {
      // A first PIN that is to be typed once more, or another one instead, is nobody's sign-in yet.
      if (step === 'choose') return;
      const result = checked === 'right' || checked === 'staff' ? (isIn ? 'done' : 'left-before') : checked;
      acted(visitId, step === 'repeat' ? 'choose-pin' : isCode ? 'staff-enter' : 'enter-pin', result);
    },
  };
}
