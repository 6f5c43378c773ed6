import type { Actor, TechnicianAction } from '../../contract/shared/events.ts';
import type { Log } from '../../ports/log.ts';
import type { TicketStore } from '../../tickets/ports/store.ts';
import type { Checked, PinGate } from './pin-gate.ts';
import type { PinStep } from './technician-login.ts';

/**
 * Records, for the centre, technicians' actions and failed sign-ins, without names, PINs or anything typed. Actions of a named person have
 * the id of that person's code.
 */
export interface TechnicianRecord {
  acted(visitId: string, action: TechnicianAction, result: string, subject?: string): void;
  /** Records the result of typed digits. `isIn`: whether the session that sent them still lasts. */
  pinChecked(visitId: string, step: PinStep, checked: Checked, isIn: boolean): void;
  /** Id of the named person's code that was entered in this session; `null`: the shared PIN or staff code. */
  codeOf(visitId: string): string | null;
  resumed(visitId: string, codeId: string): void;
}

/** The actor of an action; `no-pin`: anybody, while no PIN is set. `machine`: a command that came without a touch. */
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
  let visit: { visitId: string; codeId: string } | null = null;
  const codeOf = (visitId: string): string | null => (visit?.visitId === visitId ? visit.codeId : null);
  function acted(visitId: string, action: TechnicianAction, result: string, subject?: string): void {
    const pin = gate.hasPin();
    const actor = actorOf(action, result, !pin.ok || pin.value);
    const codeId = codeOf(visitId);
    const named = codeId === null ? {} : { codeId };
    const payload = { visitId, action, result, actor, ...(subject === undefined ? {} : { subject }), ...named };
    const saved = store.recordEvent({ type: 'technician-acted', v: 1, payload });
    // If the disk refuses, the technician still enters, because the disk may be what they came to repair.
    if (!saved.ok) log.event(saved.error.kind, { action, result, detail: saved.error.detail });
  }
  return {
    acted,
    pinChecked(visitId, step, { result: checked, kind, code }, isIn) {
      // The first typing of a new PIN is no sign-in; only the second is recorded.
      if (step === 'choose' && kind !== 'named-code') return;
      const isRight = checked === 'right' || checked === 'staff';
      // A wrong try is no action of the code's holder, so the record names the code only as the tried one.
      if (isRight && code !== null) visit = { visitId, codeId: code.codeId };
      const result = isRight ? (isIn ? 'done' : 'left-before') : checked;
      const isStaff = kind === 'staff-code' || code?.role === 'staff';
      const action = step === 'repeat' && kind === 'pin' ? 'choose-pin' : isStaff ? 'staff-enter' : 'enter-pin';
      acted(visitId, action, result, isRight ? undefined : code?.codeId);
    },
    codeOf,
    resumed(visitId, codeId) {
      visit = { visitId, codeId };
    },
  };
}
