import type { Actor, TechnicianAction } from '../../contract/shared/events.ts';
import type { Log } from '../../ports/log.ts';
import type { TicketStore } from '../../tickets/ports/store.ts';
import type { PinGate } from './pin-gate.ts';
import type { PinResult, PinStep } from './technician-login.ts';

/** Records for the centre what is done behind the PIN, and failed sign-ins: no names, no PINs, nothing typed. */
export interface TechnicianRecord {
  /** `visitId`: id of the session. */
  acted(visitId: string, action: TechnicianAction, result: string, subject?: string): void;
  /** `isCode`: the typed digits have the length of a staff code. `isIn`: the session that sent them is still there. */
  pinChecked(visitId: string, typed: { step: PinStep; isCode: boolean }, checked: PinResult, isIn: boolean): void;
}

/** The actor of an action: staff, or else the technician, `no-pin` while no PIN is set. */
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
    // If the disk refuses, the technician still enters, because the disk may be what they came to repair.
    if (!saved.ok) log.event(saved.error.kind, { action, result, detail: saved.error.detail });
  }
  return {
    acted,
    pinChecked(visitId, { step, isCode }, checked, isIn) {
      // The first of two typings of a new PIN is no sign-in.
      if (step === 'choose') return;
      const result = checked === 'right' || checked === 'staff' ? (isIn ? 'done' : 'left-before') : checked;
      acted(visitId, step === 'repeat' ? 'choose-pin' : isCode ? 'staff-enter' : 'enter-pin', result);
    },
  };
}
